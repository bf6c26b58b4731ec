/**
 * What is said when a profile cannot be had: the reason and the remedy, from the answer of the server or of kubectl.
 *
 * kubectl loses status and headers, so both are recognised by their words.
 */
import {PprofxError} from '../../base/errors.ts';
import type {CollectFailure} from '../../model/collection.ts';
import {maskUrls} from '../input/mask-url.ts';
import type {KindName} from './kinds.ts';

/** What the words are about. */
export interface Asked {
  readonly kind: KindName;
  readonly path: string;
  /** Port and pod of a forwarded connection. */
  readonly pod?: {readonly name: string; readonly port: number; readonly declaredPorts: readonly number[]};
}

type Rule = readonly [pattern: RegExp, make: (asked: Asked, text: string) => CollectFailure];

const RBAC_HINT =
  'allow get on nonResourceURLs /debug/pprof/* and /metrics; for kubelets get on nodes/proxy; for pods create on pods/portforward';

const RULES: readonly Rule[] = [
  [
    /cpu profiling already in use/i,
    () => ({code: 'busy', reason: 'another CPU profile is running in this process; only one can'}),
  ],
  [
    /tracing is already enabled/i,
    () => ({code: 'busy', reason: 'another execution trace is running in this process; only one can'}),
  ],
  [
    /exceeds server's WriteTimeout/i,
    () => ({
      code: 'write-timeout',
      reason: 'the server ends answers after its WriteTimeout',
      hint: 'use fewer --seconds',
    }),
  ],
  [
    /connection refused[\s\S]*$/i,
    ({pod}) =>
      pod === undefined
        ? {code: 'not-listening', reason: 'nothing listens there (connection refused)'}
        : {
            code: 'not-listening',
            reason: `nothing listens on port ${pod.port} in ${pod.name}`,
            hint:
              pod.declaredPorts.length === 0
                ? 'its containers declare no ports'
                : `its containers declare ${pod.declaredPorts.join(', ')}`,
          },
  ],
  [/ECONNREFUSED/, () => ({code: 'not-listening', reason: 'nothing listens there (connection refused)'})],
  [/\b403\b|Forbidden/, ({path}, text) => ({code: 'forbidden', reason: forbiddenReason(path, text), hint: RBAC_HINT})],
  [
    /asks for a client certificate/,
    () => ({
      code: 'unauthorized',
      reason: 'the process asks for a client certificate',
      hint: 'give one with --cert FILE and --key FILE',
    }),
  ],
  [
    /\b401\b|Unauthorized|You must be logged in/,
    () => ({
      code: 'unauthorized',
      reason: 'the process requires authentication',
      hint: 'for a URL --header @FILE; in a cluster --show-identity',
    }),
  ],
  [
    /Unknown profile|\b404\b|NotFound|not found/i,
    ({kind}) => ({code: 'absent', reason: `this process has no ${kind}`}),
  ],
  [
    /broke off|ECONNRESET|socket hang up|unexpected EOF|aborted/i,
    ({kind}) => ({
      code: 'broken',
      reason: 'the connection was reset',
      ...(kind === 'cpu' ? {hint: 'a load balancer may cut silent connections after 60 s; try --seconds 50'} : {}),
    }),
  ],
  [
    /a redirect to/,
    (_, text) => ({
      code: 'redirect',
      reason: `the answer is ${maskUrls(firstLine(text))}`,
      hint: 'nothing was sent there; if it is the process, give its address',
    }),
  ],
  [
    /not finished within|sent nothing for|no connection within/i,
    (_, text) => ({code: 'silent', reason: firstLine(text)}),
  ],
  [/sends more than/i, (_, text) => ({code: 'too-large', reason: firstLine(text), hint: 'raise it with --max-bytes'})],
];

/**
 * @param said  what kubectl said about a forwarded connection; it knows why the pod refused
 * @throws what is no matter of this profile: a disk that is full, a bug
 */
export function failureOf(error: unknown, asked: Asked, said: string): CollectFailure {
  if (!(error instanceof PprofxError) || error.code === 'WRITE_FAILED') throw error;
  // A forwarded connection just ends; why stands in the words of kubectl.
  const text = /hang up|ECONNRESET|cannot fetch/i.test(error.message) && said !== '' ? said : error.message;
  const rule = RULES.find(([pattern]) => pattern.test(text));
  if (rule !== undefined) return rule[1](asked, text);
  const reason = maskUrls(firstLine(text));
  return {code: 'failed', reason, ...(error.hint === undefined ? {} : {hint: error.hint})};
}

/** Which user it was, where the answer says so. */
function forbiddenReason(path: string, text: string): string {
  const user = /User \\?"([^"\\]{1,200})\\?"/i.exec(text)?.[1];
  return `${user === undefined ? 'you' : user} may not get ${path}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0].slice(0, 300);
}

/** What a component needs so that it serves profiles. */
const TURN_ON: ReadonlyMap<string, string> = new Map([
  ['kube-apiserver', 'remove --profiling=false from its flags'],
  ['kube-controller-manager', 'remove --profiling=false from its flags'],
  ['kube-scheduler', 'remove --profiling=false, or set enableProfiling: true in its configuration'],
  ['kube-proxy', 'set enableProfiling: true in its configuration'],
  ['kubelet', 'set enableDebuggingHandlers: true and enableProfilingHandler: true in its configuration'],
  ['etcd', 'start it with --enable-pprof; its metrics port does not serve profiles'],
]);

/** All profiles are missing: it is not this one that is unknown, profiling is off. */
export function profilingIsOff(component: string | undefined): CollectFailure {
  const hint = TURN_ON.get(component ?? '') ?? 'import net/http/pprof, or check port and path';
  return {code: 'off', reason: 'this process serves no profiles under /debug/pprof', hint};
}

/** Whether a body is a page or an error message instead of a profile, by its first bytes. */
export function isNoProfile(kind: KindName, head: Uint8Array): boolean {
  if (kind === 'metrics' || kind === 'cmdline') return /^\s*</.test(text(head));
  if (kind === 'stacks') return !/^goroutine \d/.test(text(head));
  if (kind === 'trace') return !/^go 1\.\d+ trace/.test(text(head));
  return !(head[0] === 0x1f && head[1] === 0x8b);
}

function text(head: Uint8Array): string {
  return Buffer.from(head).toString('latin1');
}

export const NO_PROFILE: CollectFailure = {
  code: 'not-a-profile',
  reason: 'the answer is not a profile: a proxy or login page is in front of the process',
};
