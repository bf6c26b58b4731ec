/**
 * What a user names as TARGET of `collect` and `watch`.
 */
import {failure} from '../../base/errors.ts';
import {isObjectName, type WorkloadKind} from '../cluster/objects.ts';
import {isUrl, maskUrl} from '../input/mask-url.ts';

export type Target =
  | {readonly form: 'url'; readonly base: URL; readonly shown: string}
  | {readonly form: 'workload'; readonly kind: WorkloadKind; readonly name: string; readonly port: number | undefined}
  | {readonly form: 'selected'; readonly port: number | undefined}
  | {readonly form: 'component'; readonly name: string}
  | {readonly form: 'node'; readonly name: string}
  | {readonly form: 'control-plane'};

const WORKLOADS: ReadonlyMap<string, WorkloadKind> = new Map([
  ['pod', 'pod'],
  ['pods', 'pod'],
  ['po', 'pod'],
  ['deploy', 'deployment'],
  ['deployment', 'deployment'],
  ['sts', 'statefulset'],
  ['statefulset', 'statefulset'],
  ['ds', 'daemonset'],
  ['daemonset', 'daemonset'],
]);

/** @throws USAGE */
export function parseTarget(text: string): Target {
  if (isUrl(text)) return urlTarget(text);
  if (text === 'control-plane') return {form: 'control-plane'};
  const slash = text.indexOf('/');
  const prefix = slash < 0 ? '' : text.slice(0, slash);
  const rest = text.slice(slash + 1);
  if (prefix === 'component') return {form: 'component', name: objectName(rest, text)};
  if (prefix === 'node') return {form: 'node', name: objectName(rest, text)};
  const workload = WORKLOADS.get(prefix);
  if (workload !== undefined) {
    const {name, port} = splitPort(rest, text);
    return {form: 'workload', kind: workload, name: objectName(name, text), port};
  }
  if (/^(?:pods?|po)(?::|$)/.test(text)) return {form: 'selected', port: splitPort(text, text).port};
  if (/^[\w.-]+:\d+(?:\/|$)|^\[[0-9a-f:]+\]:\d+/i.test(text)) return urlTarget(`http://${text}`);
  const hint = 'HOST:PORT, a URL, pod/NAME:PORT, deploy/NAME:PORT, component/NAME, node/NAME or control-plane';
  throw failure('USAGE', `${text} is not a target`, {}, hint);
}

/** The address of `/debug/pprof/` below a URL, which people give with or without it and with a profile's name behind. */
function urlTarget(text: string): Target {
  if (!URL.canParse(text)) throw failure('USAGE', `${maskUrl(text)} is not a URL`);
  const base = new URL(text);
  const at = base.pathname.indexOf('/debug/pprof');
  const above = at < 0 ? base.pathname.replace(/\/$/, '') : base.pathname.slice(0, at);
  base.pathname = `${above}/debug/pprof/`;
  base.search = '';
  base.hash = '';
  return {form: 'url', base, shown: `${base.host}${above}`};
}

function splitPort(text: string, target: string): {name: string; port: number | undefined} {
  const colon = text.indexOf(':');
  if (colon < 0) return {name: text, port: undefined};
  const port = Number(text.slice(colon + 1));
  if (Number.isInteger(port) && port > 0 && port < 65_536) return {name: text.slice(0, colon), port};
  throw failure('USAGE', `${target}: a port is a number from 1 to 65535`);
}

function objectName(name: string, target: string): string {
  if (isObjectName(name)) return name;
  throw failure('USAGE', `${target}: ${name === '' ? 'the name is missing' : `${name} is not an object name`}`);
}
