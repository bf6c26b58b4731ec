/**
 * A process that can be asked for profiles, however it is reached.
 */
import {failure, PprofxError} from '../../base/errors.ts';
import type {Forward, Kubectl} from '../cluster/kubectl.ts';
import {DEFAULT_FETCH_OPTIONS, type FetchOptions, fetchInput} from '../input/fetch-input.ts';
import {LONGEST_TIMER} from '../system/timers.ts';
import type {Step} from './kinds.ts';

export interface Endpoint {
  /** The body that answers a step. @throws NETWORK, LIMIT_EXCEEDED */
  readonly get: (step: Step) => AsyncIterable<Uint8Array>;
  /** What kubectl has said about a forwarded connection, '' where there is none. */
  readonly errors: () => string;
  readonly close: () => void;
}

/** What bounds requests. */
export interface Bounds {
  readonly maxBytes: number;
  /** Beyond the sampling time. */
  readonly timeoutMillis: number;
}

/** Metrics are a courtesy: a process that is slow with them is not waited for. */
const METRICS_MILLIS = 1000;
/** Both are read as a whole; no process has as much. */
const MAX_TEXT_BYTES = 32 * 2 ** 20;

/** @param base  ends in /debug/pprof/ */
export function urlEndpoint(base: URL, fetch: FetchOptions, bounds: Bounds): Endpoint {
  return {
    get: (step) => {
      const above = base.pathname.slice(0, base.pathname.indexOf('/debug/pprof/'));
      const url = step.kind === 'metrics' ? new URL(`${above}/metrics`, base) : new URL(step.path, base);
      url.username = base.username;
      url.password = base.password;
      return fetchInput(url.href, {
        ...fetch,
        isTalking: false,
        maxBodyBytes: maxBytesFor(step, bounds),
        totalMillis: millisFor(step, bounds),
      });
    },
    errors: () => '',
    close: () => undefined,
  };
}

/** A port of a pod, plain or with TLS, asked anonymously. */
export function forwardedEndpoint(
  forward: Forward,
  scheme: 'http' | 'https',
  fetch: FetchOptions,
  bounds: Bounds,
): Endpoint {
  const base = new URL(`${scheme}://127.0.0.1:${forward.port}/debug/pprof/`);
  return {...urlEndpoint(base, fetch, bounds), errors: forward.errors, close: forward.stop};
}

/**
 * Paths that the API server serves or proxies.
 *
 * @param prefix  before `/debug/pprof`, e.g. `/api/v1/nodes/n1/proxy`
 * @param extra   further arguments, e.g. another server
 */
export function rawEndpoint(
  kubectl: Kubectl,
  prefix: string,
  bounds: Bounds,
  extra: readonly string[] = [],
  forward?: Forward,
): Endpoint {
  const proxy = kubectl.proxy(extra);
  return {
    get: (step) => {
      const path = step.kind === 'metrics' ? `${prefix}/metrics` : `${prefix}/debug/pprof/${step.path}`;
      const [millis, maxBytes] = [millisFor(step, bounds), maxBytesFor(step, bounds)];
      const alone = (): AsyncIterable<Uint8Array> => {
        const ended = new AbortController();
        return bounded(kubectl.getRaw(path, extra, ended.signal), millis, maxBytes, ended);
      };
      const fetch = {...DEFAULT_FETCH_OPTIONS, maxBodyBytes: maxBytes, totalMillis: millis};
      return proxied(proxy.socketPath, path, fetch, alone);
    },
    errors: forward?.errors ?? (() => ''),
    close: () => {
      proxy.release();
      forward?.stop();
    },
  };
}

/** @param alone  the same request as a call of its own, whose words say more of what is wrong with kubectl or the cluster */
async function* proxied(
  socket: Promise<string | undefined>,
  path: string,
  fetch: FetchOptions,
  alone: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const socketPath = await socket;
  if (socketPath !== undefined) {
    try {
      return yield* fetchInput(`http://localhost${path}`, {...fetch, socketPath});
    } catch (error) {
      if (!isOfKubectl(error)) throw error;
    }
  }
  yield* alone();
}

/** Whether the proxy itself failed or could not reach the server, and not the process that was asked. */
function isOfKubectl(error: unknown): boolean {
  if (!(error instanceof PprofxError) || error.code !== 'NETWORK') return false;
  const isBusy = /already (?:in use|enabled)|WriteTimeout/.test(error.message);
  return !isBusy && /answered 5\d\d|cannot fetch \((?:ECONNREFUSED|ENOENT)\)/.test(error.message);
}

function millisFor({kind, seconds}: Step, {timeoutMillis}: Bounds): number {
  const millis = kind === 'metrics' ? Math.min(METRICS_MILLIS, timeoutMillis) : seconds * 1000 + timeoutMillis;
  return Math.min(millis, LONGEST_TIMER);
}

function maxBytesFor({kind}: Step, {maxBytes}: Bounds): number {
  return kind === 'metrics' || kind === 'cmdline' ? Math.min(maxBytes, MAX_TEXT_BYTES) : maxBytes;
}

/** What fetchInput promises of a URL, for a body that comes from kubectl. Ends kubectl on every path. */
async function* bounded(
  body: AsyncGenerator<Uint8Array>,
  millis: number,
  maxBytes: number,
  ended: AbortController,
): AsyncGenerator<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failure('NETWORK', `not finished within ${millis / 1000} s`)), millis);
  });
  let length = 0;
  try {
    for (;;) {
      const {done, value} = await Promise.race([body.next(), late]);
      if (done === true) return;
      length += value.length;
      if (length > maxBytes) throw failure('LIMIT_EXCEEDED', `the server sends more than ${maxBytes} bytes`);
      yield value;
    }
  } finally {
    clearTimeout(timer);
    // A generator that waits does not hear `return`.
    ended.abort();
  }
}
