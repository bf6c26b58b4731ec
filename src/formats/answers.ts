/**
 * Names what a server or a fetching program said where a profile should be: an error text saved as a file, or the body
 * of a failed answer.
 */

/** What was said, and what to do about it. */
export interface Answer {
  readonly what: string;
  readonly hint?: string;
}

interface KnownAnswer {
  readonly pattern: RegExp;
  readonly what: string;
  readonly hint: string;
}

const RBAC_HINT =
  'give the user the RBAC rule nonResourceURLs: ["/debug/pprof/*"], verbs: ["get"] in a ClusterRole, and bind it';
const LOGIN_HINT = 'the credentials were not accepted; log in again, or send a token with --header @FILE';
const PATH_HINT =
  'check the path: Go serves profiles below /debug/pprof/ once net/http/pprof is imported; Kubernetes components want --profiling=true';
const DISABLED_HINT =
  'start it with --profiling=true (control plane, kube-proxy), or enableDebuggingHandlers and enableProfilingHandler (kubelet)';

/** Longest piece of an answer that a message repeats. */
const LONGEST_QUOTE = 300;

/** Asked in this order; `what` of '' repeats the line. */
const KNOWN: readonly KnownAnswer[] = [
  {
    pattern: /^Could not enable CPU profiling: .*in use/,
    what: '',
    hint: 'somebody takes a CPU profile of this process already; wait until it is done and fetch again',
  },
  {
    pattern: /^Unknown profile/,
    what: '',
    hint: 'Go knows allocs, block, goroutine, heap, mutex, threadcreate, profile (CPU) and trace',
  },
  {
    pattern: /duration exceeds server's WriteTimeout/,
    what: '',
    hint: 'ask for fewer seconds with --seconds N, or raise WriteTimeout in the server',
  },
  {pattern: /^404 page not found/, what: '', hint: PATH_HINT},
  {pattern: /\b(?:profiling|pprof|debug)\b.{0,40}\b(?:is|are) disabled/i, what: '', hint: DISABLED_HINT},
  {
    pattern: /^Client sent an HTTP request to an HTTPS server/,
    what: '',
    hint: 'fetch from https:// instead of http://',
  },
  {pattern: /^(?:Error from server \(Forbidden\)|forbidden: User )/, what: '', hint: RBAC_HINT},
  {pattern: /^Error from server \(NotFound\)/, what: '', hint: PATH_HINT},
  {
    pattern: /^(?:Error from server \(Unauthorized\)|error: You must be logged in|Unauthorized\b)/,
    what: '',
    hint: LOGIN_HINT,
  },
  {
    pattern: /^(?:Error from server|The connection to the server|Unable to connect to the server|error: )/,
    what: '',
    hint: 'kubectl could not fetch the profile; put right what it says and fetch again',
  },
  {
    pattern: /^curl: \(\d+\)/,
    what: '',
    hint: 'curl could not fetch the profile; put right what it says and fetch again',
  },
  {
    pattern: /^(?:upstream connect error|no healthy upstream|upstream request timeout)/,
    what: '',
    hint: 'a proxy answered for the process; reach it directly, for instance with kubectl port-forward',
  },
  {
    pattern: /^<a href="[^"]*">(?:Found|Moved Permanently|See Other|Temporary Redirect|Permanent Redirect)<\/a>/,
    what: 'a redirect, not a profile',
    hint: 'follow it: curl -L -o FILE URL',
  },
  {
    pattern: /^<html>\s*<head>\s*<title>\/debug\/pprof\/<\/title>/,
    what: 'the index page of net/http/pprof, not a profile',
    hint: 'name a profile below it, such as /debug/pprof/heap; pprofx collect takes all of them',
  },
  {
    pattern: /^(?:<!doctype|<html|<\?xml)/i,
    what: 'a web page, not a profile',
    hint: 'an error or login page, perhaps; check the address and your permissions',
  },
  {
    pattern: /^ *% Total +% Received/,
    what: "curl's progress display mixed into the profile",
    hint: 'keep standard error out of the file: curl -sS -o FILE URL',
  },
];

/** @param text  the beginning of what came instead of a profile */
export function answerInstead(text: string): Answer | undefined {
  const trimmed = text.trimStart();
  const status = apiStatus(trimmed);
  if (status !== undefined) return status;
  const known = KNOWN.find(({pattern}) => pattern.test(trimmed));
  if (known === undefined) return undefined;
  return {what: known.what === '' ? `an error text: ${firstLine(trimmed)}` : known.what, hint: known.hint};
}

/** The first line of a text, cut where it is long. */
export function firstLine(text: string): string {
  const line = text.trimStart().split(/\r?\n/, 1)[0].trimEnd();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
}

interface ApiStatus {
  readonly kind?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
}

/** The Status object of a Kubernetes API server. */
function apiStatus(text: string): Answer | undefined {
  if (!text.startsWith('{') || !/"kind":\s*"Status"/.test(text)) return undefined;
  const {code, kind, message} = parsedStatus(text);
  if (kind !== 'Status') return undefined;
  const what = `the refusal of an API server: ${firstLine(typeof message === 'string' ? message : 'without a message')}`;
  const hint = STATUS_HINTS.get(Number(code));
  return hint === undefined ? {what} : {what, hint};
}

function parsedStatus(text: string): ApiStatus {
  try {
    return JSON.parse(text) as ApiStatus;
  } catch {
    return {};
  }
}

const STATUS_HINTS: ReadonlyMap<number, string> = new Map([
  [401, LOGIN_HINT],
  [403, RBAC_HINT],
  [404, PATH_HINT],
]);
