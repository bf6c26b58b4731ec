/**
 * Reads of a cluster only what names processes: pods, nodes, selectors of workloads. Two verbs of kubectl, nothing kept.
 */
import {failure} from '../../base/errors.ts';
import type {Kubectl} from './kubectl.ts';
import {isObjectName, type WorkloadKind} from './objects.ts';

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly isRunning: boolean;
  /** Made by a kubelet from a file on its node. */
  readonly isMirror: boolean;
  readonly containers: readonly Container[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly ports: readonly number[];
}

export interface Node {
  readonly name: string;
  readonly isControlPlane: boolean;
}

/** As the API answers; every field may be missing. */
interface PodJson {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec?: {
    readonly nodeName?: string;
    readonly containers?: readonly {
      readonly name?: string;
      readonly image?: string;
      readonly ports?: readonly {readonly containerPort?: number}[];
    }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly containerStatuses?: readonly {readonly name?: string; readonly imageID?: string}[];
  };
}

const API_PATHS: Readonly<Record<Exclude<WorkloadKind, 'pod'>, string>> = {
  deployment: 'deployments',
  statefulset: 'statefulsets',
  daemonset: 'daemonsets',
};

export class Cluster {
  readonly kubectl: Kubectl;
  private nodeList: Promise<readonly Node[]> | undefined;

  constructor(kubectl: Kubectl) {
    this.kubectl = kubectl;
  }

  async pod(namespace: string, name: string): Promise<Pod> {
    return podOf((await this.kubectl.getJson(`/api/v1/namespaces/${namespace}/pods/${name}`)) as PodJson);
  }

  /** @param selector  as `kubectl -l` takes it; undefined for all */
  async pods(namespace: string, selector: string | undefined): Promise<readonly Pod[]> {
    const query = selector === undefined ? '' : `?labelSelector=${encodeURIComponent(selector)}`;
    return itemsOf<PodJson>(await this.kubectl.getJson(`/api/v1/namespaces/${namespace}/pods${query}`)).map(podOf);
  }

  /** Pods that a workload owns, by its selector. */
  async podsOf(namespace: string, kind: Exclude<WorkloadKind, 'pod'>, name: string): Promise<readonly Pod[]> {
    const path = `/apis/apps/v1/namespaces/${namespace}/${API_PATHS[kind]}/${name}`;
    const {spec} = (await this.kubectl.getJson(path)) as {spec?: {selector?: Selector}};
    const selector = selectorText(spec?.selector ?? {});
    if (selector === '') throw failure('NETWORK', `${kind} ${name} has no selector`);
    return this.pods(namespace, selector);
  }

  nodes(): Promise<readonly Node[]> {
    this.nodeList ??= this.kubectl.getJson('/api/v1/nodes').then((list) =>
      itemsOf<PodJson>(list).flatMap(({metadata}) => {
        const name = metadata?.name ?? '';
        const labels = metadata?.labels ?? {};
        const isControlPlane = ['control-plane', 'master'].some((role) => `node-role.kubernetes.io/${role}` in labels);
        return isObjectName(name) ? [{name, isControlPlane}] : [];
      }),
    );
    return this.nodeList;
  }

  /** Namespace of the current context, and whether its user shows a token that could be used again. */
  async user(): Promise<{readonly namespace: string; readonly hasCertificate: boolean}> {
    const config = (await this.kubectl.currentConfig()) as {
      contexts?: readonly {context?: {namespace?: string}}[];
      users?: readonly {user?: Record<string, unknown>}[];
    };
    const user = config.users?.[0]?.user ?? {};
    const hasCertificate = 'client-certificate' in user || 'client-certificate-data' in user;
    const hasToken = ['token', 'tokenFile', 'exec', 'auth-provider', 'username', 'password'].some((key) => key in user);
    return {
      namespace: config.contexts?.[0]?.context?.namespace ?? 'default',
      hasCertificate: hasCertificate && !hasToken,
    };
  }
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** A selector as the query of the API takes it. */
function selectorText({matchExpressions, matchLabels}: Selector): string {
  const labels = Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (matchExpressions ?? []).map(({key, operator, values}) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${(values ?? []).join(',')})`;
  });
  return [...labels, ...expressions].join(',');
}

function itemsOf<Item>(list: unknown): readonly Item[] {
  return (list as {items?: readonly Item[]} | undefined)?.items ?? [];
}

function podOf({metadata, spec, status}: PodJson): Pod {
  const name = metadata?.name ?? '';
  const namespace = metadata?.namespace ?? '';
  if (!isObjectName(name) || !isObjectName(namespace)) throw failure('NETWORK', 'a pod has no proper name');
  const imageIds = new Map((status?.containerStatuses ?? []).map((each) => [each.name, each.imageID ?? '']));
  return {
    name,
    namespace,
    node: spec?.nodeName ?? '',
    labels: metadata?.labels ?? {},
    isRunning: status?.phase === 'Running',
    isMirror: 'kubernetes.io/config.mirror' in (metadata?.annotations ?? {}),
    containers: (spec?.containers ?? []).map((container) => ({
      name: container.name ?? '',
      image: container.image ?? '',
      imageId: imageIds.get(container.name) ?? '',
      ports: (container.ports ?? []).flatMap(({containerPort}) => (containerPort === undefined ? [] : [containerPort])),
    })),
  };
}
