/**
 * What objects of a cluster are called.
 */

export type WorkloadKind = 'pod' | 'deployment' | 'statefulset' | 'daemonset';

/** Names of Kubernetes objects; also safe as names of files. */
const OBJECT_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

export function isObjectName(name: string): boolean {
  return OBJECT_NAME.test(name) && !name.includes('..');
}
