/**
 * Kubernetes kinds by what their deserialised objects cost: `k8s.io/api/<group>/<version>.(*Kind).Unmarshal` names all.
 *
 * A stack is credited to the outermost top-level kind on it: a ReplicaSet decodes its PodTemplateSpec and ObjectMeta,
 * and those are its own cost.
 */

import {NONE} from '../../base/columns.ts';
import {sayLater} from '../../base/language/say.ts';
import type {Resource} from '../../model/finding.ts';
import {identityName} from '../../model/symbol.ts';
import {
  heaviestStack,
  isTableOnly,
  lastMarked,
  markedValue,
  markNames,
  namesOfStack,
  sumByKey,
  type ValuedStacks,
} from '../names/frame-classes.ts';

export interface KindCost {
  readonly resource: Resource;
  /** Raw name of the decoding function. */
  readonly function: string;
  readonly value: number;
  /** Raw names of the costliest stack, leaf first. */
  readonly stack: readonly string[];
  /** How the objects came, costliest first, shares of `value`. */
  readonly paths: readonly KindPath[];
}

export interface KindPath {
  readonly path: DecodePath;
  readonly share: number;
  /** Raw name of the frame that gave it away. */
  readonly function: string;
}

/** One way for objects to enter a process. */
export interface DecodePath {
  readonly id: string;
  /** "they came by …" */
  readonly phrase: string;
  readonly pattern: RegExp;
  /** The frame itself is to blame, not merely the way. */
  readonly isCulprit?: boolean;
}

/** Tried in order from special to general; the first that has a frame on the stack counts. */
const DECODE_PATHS: readonly DecodePath[] = [
  {
    id: 'delete-collection',
    phrase: sayLater('a DELETE collection call that lists everything first'),
    pattern: /registry\.\(\*Store\)\.DeleteCollection$/,
    isCulprit: true,
  },
  {
    id: 'watch-cache',
    phrase: sayLater('the API server filling its watch cache'),
    pattern:
      /(?:storage|storage\/cacher)\.\(\*(?:[cC]acherListerWatcher|Cacher|watchCache)\)\.(?:List|startCaching|processEvent|Watch)$/,
  },
  {
    id: 'watch-event',
    phrase: sayLater('watch events from etcd'),
    pattern: /storage\/etcd3?\.\(\*watchChan\)\.(?:transform|prepareObjs|processEvent)|etcd3?\.decodeObj$/,
  },
  {
    id: 'list-from-etcd',
    phrase: sayLater('LIST requests served from etcd, past the watch cache'),
    pattern: /storage\/etcd3?\.\(\*store\)\.(?:GetList|List|GetToList)$|etcd\.\(\*etcdHelper\)\./,
  },
  {
    id: 'reflector',
    phrase: sayLater('a client reflector that lists and watches'),
    pattern: /client-go\/tools\/cache\.\(\*Reflector\)\.(?:ListAndWatch|list|watchHandler|watchList)$/,
  },
  {
    id: 'watch-stream',
    phrase: sayLater('a client watch stream'),
    pattern: /watch\.\(\*StreamWatcher\)\.receive$|rest\/watch\.\(\*Decoder\)\.Decode$/,
  },
  {
    id: 'webhook',
    phrase: sayLater('admission webhooks'),
    pattern: /admission\/plugin\/webhook|webhook\.\(\*Webhook\)|webhook\/admission\./,
  },
  {
    id: 'client-list',
    phrase: sayLater('LIST or GET calls of a client'),
    pattern:
      /client-go\/(?:rest\.Result\.Into|kubernetes\/typed\/[\w/]{1,80}\.\(\*\w{1,80}\)\.(?:List|Get))$|controller-runtime\/pkg\/client\./,
  },
  {
    id: 'api-request',
    phrase: sayLater('objects sent in API requests'),
    pattern: /apiserver\/pkg\/endpoints\/handlers\.(?:Create|Update|Patch|create)/,
  },
];

const KIND =
  /(?:^|\/)(?:k8s\.io\/(?:api|kubernetes\/pkg\/api(?:s)?|client-go\/pkg\/api(?:s)?)|openshift\/api)\/(?:([a-z0-9.]+)\/)?(v\d+(?:(?:alpha|beta)\d+)?)\.\(\*([A-Z]\w*)\)\.(?:XXX_)?(?:Unmarshal(?:JSON)?|CodecDecodeSelf)$/;

/** Parts that only live inside other kinds. */
const INNER_KIND =
  /(?:List|Spec|Status|Meta|Ref|Reference|Source|Condition|Conditions|Selector|Template|Entry|Options|Handler|Strategy|Requirement|Requirements|Var|Port|Ports|Subset|Address|Rule|Term|Affinity|Toleration|Volume|Mount|Container|State|Action|Probe|Context|Data|Projection|Field|Item|Attributes|Policy(?:Rule|Peer|Port)|Ingress(?:Rule|Path|Backend)|KeyToPath)$/;

/** Top-level kinds whose names end like parts. */
const TOP_LEVEL = new Set([
  'PodTemplate',
  'LimitRange',
  'CertificateSigningRequest',
  'Ingress',
  'NetworkPolicy',
  'PodSecurityPolicy',
  'ServiceAccount',
  'PersistentVolume',
  'ControllerRevision',
  'ResourceQuota',
  'ComponentStatus',
  'CustomResourceDefinition',
]);

/** API groups whose names have a domain; the import path holds only the first word. */
const GROUP_DOMAINS: Readonly<Record<string, string>> = {
  admissionregistration: 'admissionregistration.k8s.io',
  authentication: 'authentication.k8s.io',
  authorization: 'authorization.k8s.io',
  certificates: 'certificates.k8s.io',
  coordination: 'coordination.k8s.io',
  discovery: 'discovery.k8s.io',
  events: 'events.k8s.io',
  flowcontrol: 'flowcontrol.apiserver.k8s.io',
  networking: 'networking.k8s.io',
  node: 'node.k8s.io',
  rbac: 'rbac.authorization.k8s.io',
  resource: 'resource.k8s.io',
  scheduling: 'scheduling.k8s.io',
  storage: 'storage.k8s.io',
};

/** The kind that a decoding function decodes, undefined for any other function and for parts of kinds. */
export function kindOfFunction(name: string): Resource | undefined {
  if (!name.includes('nmarshal') && !name.endsWith('CodecDecodeSelf')) return undefined;
  const match = KIND.exec(identityName(name));
  if (match === null) return undefined;
  const [, group = 'core', version, type] = match;
  const kind = wholeKind(group, type);
  if (kind === undefined) return undefined;
  return {group: group === 'core' ? '' : (GROUP_DOMAINS[group] ?? group), version, kind};
}

/**
 * The kind that a type is, or is a telling part of: PodList, PodSpec and Container all mean Pod. Undefined for parts
 * that many kinds share. On whole stacks the outermost type decides; tables without stacks only have the parts.
 */
function wholeKind(group: string, type: string): string | undefined {
  if (TOP_LEVEL.has(type) || !INNER_KIND.test(type)) return type;
  const stem = /^([A-Z]\w*?)(?:List|Spec|Status)$/.exec(type)?.[1];
  if (stem === undefined) return group === 'core' && POD_PARTS.test(type) ? 'Pod' : undefined;
  if (stem === 'PodTemplate' || POD_PARTS.test(stem)) return 'Pod';
  return TOP_LEVEL.has(stem) || !INNER_KIND.test(stem) ? stem : undefined;
}

/** Parts of a pod, the deepest of all kinds. */
const POD_PARTS =
  /^(?:Container\w*|Volume(?:Mount|Source|Projection)?|EnvVar\w*|Pod(?:Affinity|AntiAffinity|Condition|IP)\w*|Toleration|Probe|EphemeralContainer\w*)$/;

/** `apps/v1 ReplicaSet`, `v1 ConfigMap`. */
export function resourceText({group, kind, version}: Resource): string {
  return `${group === '' ? '' : `${group}/`}${version} ${kind}`;
}

/** Several detectors ask which kinds a heap holds. */
const COSTS = new WeakMap<ValuedStacks, readonly KindCost[]>();

/** Kinds by cost, largest first. */
export function kindCosts(valued: ValuedStacks): readonly KindCost[] {
  const costs = COSTS.get(valued) ?? (isTableOnly(valued.profile) ? printedKinds(valued) : measureKinds(valued));
  COSTS.set(valued, costs);
  return costs;
}

/** Of a table the largest row of each kind, as printed: which kind a part belongs to, and how it came, needs stacks. */
function printedKinds(valued: ValuedStacks): KindCost[] {
  const byKind = new Map<string, KindCost>();
  for (const name of new Set(valued.frames.names)) {
    const resource = kindOfFunction(name);
    if (resource === undefined) continue;
    const value = markedValue(
      valued,
      markNames(valued.frames, (other) => other === name),
    );
    const key = resourceText(resource);
    if (value > (byKind.get(key)?.value ?? 0)) byKind.set(key, {resource, function: name, value, stack: [], paths: []});
  }
  return [...byKind.values()].sort((a, b) => b.value - a.value);
}

function measureKinds(valued: ValuedStacks): KindCost[] {
  const {frames} = valued;
  const marks = markNames(frames, (name) => kindOfFunction(name) !== undefined);
  if (!marks.includes(1)) return [];
  const outermost = lastMarked(valued, marks);
  const sums = sumByKey(valued, outermost, frames.names.length);
  const byKind = new Map<string, {resource: Resource; nodes: Set<number>; value: number}>();
  for (let node = 0; node < sums.length; node++) {
    const resource = sums[node] > 0 ? kindOfFunction(frames.names[node]) : undefined;
    if (resource === undefined) continue;
    const key = resourceText(resource);
    const known = byKind.get(key);
    if (known === undefined) byKind.set(key, {resource, nodes: new Set([node]), value: sums[node]});
    else {
      known.nodes.add(node);
      known.value += sums[node];
    }
  }
  return [...byKind.values()]
    .sort((a, b) => b.value - a.value)
    .map(({nodes, resource, value}) => ({
      resource,
      function: decodingFunction(valued, nodes, resource),
      value,
      stack: heaviestStack(valued, (stack) => nodes.has(outermost[stack])),
      paths: pathsOf(valued, (stack) => nodes.has(outermost[stack])),
    }));
}

/** The kind's own Unmarshal rather than a part's or the generated XXX_Unmarshal around it. */
function decodingFunction({frames}: ValuedStacks, nodes: ReadonlySet<number>, {kind}: Resource): string {
  const names = [...nodes].map((node) => frames.names[node]);
  const own = names.filter((name) => name.includes(`(*${kind}).`));
  const known = own.length > 0 ? own : names;
  const name = known.find((candidate) => !candidate.includes('.XXX_')) ?? known[0];
  return name.replace('.XXX_Unmarshal', '.Unmarshal');
}

function pathsOf(valued: ValuedStacks, accepts: (stack: number) => boolean): KindPath[] {
  const sums = new Map<DecodePath, {value: number; function: string}>();
  const {profile, self} = valued;
  const memo = new Map<number, {path: DecodePath; function: string} | undefined>();
  let total = 0;
  for (let stack = 0; stack < self.length; stack++) {
    if (self[stack] <= 0 || !accepts(stack)) continue;
    total += self[stack];
    const above = profile.stacks.parent[stack];
    const key = above === NONE ? stack : above;
    if (!memo.has(key)) memo.set(key, pathOfStack(namesOfStack(valued, key)));
    const found = memo.get(key);
    if (found === undefined) continue;
    const sum = sums.get(found.path);
    if (sum === undefined) sums.set(found.path, {value: self[stack], function: found.function});
    else sum.value += self[stack];
  }
  return [...sums]
    .map(([path, sum]) => ({path, share: sum.value / total, function: sum.function}))
    .sort((a, b) => b.share - a.share);
}

/** The way for objects to enter the process that this function alone gives away. */
export function decodePathOf(name: string): DecodePath | undefined {
  return pathOfStack([name])?.path;
}

function pathOfStack(names: readonly string[]): {path: DecodePath; function: string} | undefined {
  for (const path of DECODE_PATHS) {
    const name = names.find((candidate) => path.pattern.test(identityName(candidate)));
    if (name !== undefined) return {path, function: name};
  }
  return undefined;
}
