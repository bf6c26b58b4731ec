/**
 * From targets to processes: who is asked, and by which way. Asks the cluster for names, and no process for anything.
 */

import {failure, PprofxError} from '../../base/errors.ts';
import {pushAll} from '../../base/lists.ts';
import type {CollectedProcess} from '../../model/collection.ts';
import type {Cluster, Pod} from '../cluster/cluster.ts';
import {COMPONENTS, CONTROL_PLANE, type Component} from '../cluster/components.ts';
import {isObjectName} from '../cluster/objects.ts';
import type {FetchOptions} from '../input/fetch-input.ts';
import {type Bounds, type Endpoint, forwardedEndpoint, rawEndpoint, urlEndpoint} from './endpoint.ts';
import type {Asked} from './failures.ts';
import type {Target} from './target.ts';

/** A process that will be asked. */
export interface ProcessPlan {
  readonly id: string;
  /** Of a URL: what distinguishes it from others whose ids are alike. */
  readonly address?: string;
  /** `url`, `get --raw` or `port-forward`, for people and the manifest. */
  readonly way: string;
  readonly identity: Identity;
  readonly pod?: NonNullable<Asked['pod']>;
  readonly open: () => Promise<Endpoint>;
}

/** What the manifest says of it. */
export type Identity = Pick<
  CollectedProcess,
  'group' | 'component' | 'namespace' | 'pod' | 'node' | 'container' | 'image' | 'imageId'
>;

export interface ResolveOptions {
  /** Made only when a target lies in a cluster. */
  readonly cluster: () => Cluster;
  readonly namespace: string | undefined;
  readonly selector: string | undefined;
  readonly showsIdentity: boolean;
  /** Pods through the API server instead of a forwarded port. */
  readonly usesProxy: boolean;
  readonly fetch: FetchOptions;
  readonly bounds: Bounds;
}

const SYSTEM = 'kube-system';

/** @throws USAGE, NETWORK when a list cannot be had; a target without a running process is a failure too */
export async function resolveTargets(targets: readonly Target[], options: ResolveOptions): Promise<ProcessPlan[]> {
  const plans: ProcessPlan[] = [];
  for (const target of targets) pushAll(plans, await resolveTarget(target, options));
  return withOwnIds(plans);
}

/** Who is named twice is asked once; two addresses that make the same name get a number. */
function withOwnIds(plans: readonly ProcessPlan[]): ProcessPlan[] {
  const known = new Map<string, ProcessPlan>();
  for (const plan of plans) {
    const isSame = (other: ProcessPlan | undefined): boolean => other?.address === plan.address;
    let id = plan.id;
    for (let number = 2; known.has(id) && !isSame(known.get(id)); number++) id = `${plan.id}-${number}`;
    known.set(id, {...plan, id});
  }
  return [...known.values()];
}

async function resolveTarget(target: Target, options: ResolveOptions): Promise<ProcessPlan[]> {
  switch (target.form) {
    case 'url':
      return [urlPlan(target.base, target.shown, options)];
    case 'node':
      return [kubeletPlan(target.name, options)];
    case 'component':
      return target.name === 'kubelet' ? kubelets(options) : componentPlans(componentOf(target.name), options, true);
    case 'control-plane': {
      const parts = await Promise.all(CONTROL_PLANE.map((component) => componentPlans(component, options, false)));
      return [...parts.flat(), ...(await kubelets(options))];
    }
    default:
      return podPlans(target, options);
  }
}

function urlPlan(base: URL, shown: string, {bounds, fetch}: ResolveOptions): ProcessPlan {
  const id = shown.replace(/[^\w.-]+/g, '_');
  return {id, address: base.href, way: 'url', identity: {}, open: async () => urlEndpoint(base, fetch, bounds)};
}

async function podPlans(
  target: Extract<Target, {form: 'workload' | 'selected'}>,
  options: ResolveOptions,
): Promise<ProcessPlan[]> {
  if (target.form === 'selected' && options.selector === undefined)
    throw failure('USAGE', 'pod:PORT needs a selector: -l app=web');
  const shown = target.form === 'selected' ? `-l ${options.selector}` : `${target.kind} ${target.name}`;
  const {port} = target;
  if (port === undefined) throw failure('USAGE', `${shown}: which port? add :PORT, e.g. :6060`);
  const cluster = options.cluster();
  const namespace = options.namespace ?? (await cluster.user()).namespace;
  if (!isObjectName(namespace)) throw failure('USAGE', `${namespace} is not a namespace name`);
  const pods = (await podsOfTarget(cluster, namespace, target, options)).filter(({isRunning}) => isRunning);
  if (pods.length === 0) throw failure('NETWORK', `${shown}: no running pod in namespace ${namespace}`);
  const group = target.form === 'workload' ? `${namespace}/${target.name}` : `${namespace}/${options.selector}`;
  return pods.map((pod) => ({
    ...podParts(pod, port),
    way: options.usesProxy ? 'get --raw' : 'port-forward',
    identity: {...podParts(pod, port).identity, group},
    open: () => openPod(pod, port, options),
  }));
}

/** Asked anonymously: headers are for URLs. */
async function openPod({name, namespace}: Pod, port: number, options: ResolveOptions): Promise<Endpoint> {
  const {bounds, fetch, usesProxy} = options;
  const {kubectl} = options.cluster();
  if (usesProxy) return rawEndpoint(kubectl, `/api/v1/namespaces/${namespace}/pods/${name}:${port}/proxy`, bounds);
  const forward = await kubectl.forward(namespace, name, port);
  return forwardedEndpoint(forward, 'http', {...fetch, headers: []}, bounds);
}

async function podsOfTarget(
  cluster: Cluster,
  namespace: string,
  target: Extract<Target, {form: 'workload' | 'selected'}>,
  {selector}: ResolveOptions,
): Promise<readonly Pod[]> {
  if (target.form === 'workload') {
    return target.kind === 'pod'
      ? [await cluster.pod(namespace, target.name)]
      : cluster.podsOf(namespace, target.kind, target.name);
  }
  if (!isObjectName(namespace)) throw failure('USAGE', `${namespace} is not a namespace name`);
  return cluster.pods(namespace, selector);
}

function componentOf(name: string): Component {
  const found = COMPONENTS.find((component) => component.name === name);
  if (found !== undefined) return found;
  const known = [...COMPONENTS.map((component) => component.name), 'kubelet'].join(', ');
  throw failure('USAGE', `no component ${name}; there are: ${known}`);
}

/** @param isNamed  the user asked for this one, so that its absence is a failure */
async function componentPlans(component: Component, options: ResolveOptions, isNamed: boolean): Promise<ProcessPlan[]> {
  const cluster = options.cluster();
  const pods = await podsOfComponent(component, cluster);
  if (pods.length === 0 && component.way === 'server') return [anyServer(component, cluster, options)];
  if (pods.length === 0 && isNamed) {
    const hint = 'managed control planes do not show theirs; component/kube-apiserver works through the API';
    throw failure('NETWORK', `no running pod of ${component.name} in ${SYSTEM}`, {}, hint);
  }
  return Promise.all(pods.map((pod) => componentPlan(component, pod, cluster, options)));
}

/** Who may not list pods may still ask the API server itself. */
async function podsOfComponent({selector, way}: Component, cluster: Cluster): Promise<readonly Pod[]> {
  try {
    return (await cluster.pods(SYSTEM, selector)).filter(({isRunning}) => isRunning);
  } catch (error) {
    if (way === 'server' && error instanceof PprofxError && error.message.includes('Forbidden')) return [];
    throw error;
  }
}

/** Behind a balancer the replica is chance. */
function anyServer({name}: Component, {kubectl}: Cluster, {bounds}: ResolveOptions): ProcessPlan {
  return {
    id: `${SYSTEM}/${name}`,
    way: 'get --raw',
    identity: {component: name, group: `${SYSTEM}/${name}`},
    open: async () => rawEndpoint(kubectl, '', bounds),
  };
}

async function componentPlan(
  component: Component,
  pod: Pod,
  cluster: Cluster,
  options: ResolveOptions,
): Promise<ProcessPlan> {
  const {name, port, way} = component;
  const parts = podParts(pod, port);
  const showsIdentity = way === 'server' || way === 'identity' ? await mayShowIdentity(pod, cluster, options) : false;
  const identity = {...parts.identity, component: name, group: `${SYSTEM}/${name}`};
  return {
    ...parts,
    identity,
    way: showsIdentity ? 'port-forward, as you' : 'port-forward',
    open: async () => {
      const forward = await cluster.kubectl.forward(pod.namespace, pod.name, port);
      if (showsIdentity)
        return rawEndpoint(cluster.kubectl, '', options.bounds, serverArguments(way, forward.port), forward);
      // The certificate is that of the component, not of 127.0.0.1, and nothing secret is sent.
      const fetch = {...options.fetch, headers: [], ...(way === 'tls' ? {} : {isInsecure: true})};
      return forwardedEndpoint(forward, way === 'plain' ? 'http' : 'https', fetch, options.bounds);
    },
  };
}

function serverArguments(way: Component['way'], port: number): string[] {
  const server = `--server=https://127.0.0.1:${port}`;
  return way === 'server' ? [server, '--tls-server-name=kubernetes'] : [server, '--insecure-skip-tls-verify'];
}

/**
 * kubectl hands the user's token to whoever answers, so identity goes only to pods that a kubelet of a control-plane
 * node made from its own files: a worker can neither label its node so nor be one. Client certificates reveal nothing
 * that can be replayed; tokens need the user's word.
 */
async function mayShowIdentity(pod: Pod, cluster: Cluster, options: ResolveOptions): Promise<boolean> {
  if (!pod.isMirror || pod.namespace !== SYSTEM) return false;
  const nodes = await cluster.nodes();
  if (!nodes.some(({isControlPlane, name}) => isControlPlane && name === pod.node)) return false;
  return options.showsIdentity || (await cluster.user()).hasCertificate;
}

async function kubelets(options: ResolveOptions): Promise<ProcessPlan[]> {
  return (await options.cluster().nodes()).map(({name}) => kubeletPlan(name, options));
}

function kubeletPlan(node: string, options: ResolveOptions): ProcessPlan {
  const {bounds, cluster} = options;
  return {
    id: `nodes/${node}/kubelet`,
    way: 'get --raw',
    identity: {component: 'kubelet', node, group: 'nodes/kubelet'},
    open: async () => rawEndpoint(cluster().kubectl, `/api/v1/nodes/${node}/proxy`, bounds),
  };
}

function podParts(pod: Pod, port: number): Pick<ProcessPlan, 'id' | 'identity' | 'pod'> {
  const {containers, name, namespace, node} = pod;
  const container = containers.find(({ports}) => ports.includes(port)) ?? containers[0];
  return {
    id: `${namespace}/${name}`,
    pod: {name, port, declaredPorts: containers.flatMap(({ports}) => ports)},
    identity: {
      namespace,
      pod: name,
      node,
      ...(container === undefined
        ? {}
        : {container: container.name, image: container.image, imageId: container.imageId}),
    },
  };
}
