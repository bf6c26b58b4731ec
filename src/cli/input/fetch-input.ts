/**
 * Fetches an input from a URL: bounded in time and size, and careful with what it sends where.
 *
 * Redirects stay on their origin unless the user allows more, never go from https to http, and lose the user's headers
 * when they leave the origin. Built on node:http(s), because fetch keeps custom headers across origins.
 */
import {readFileSync} from 'node:fs';
import type {IncomingMessage, RequestOptions} from 'node:http';
import {failure, type PprofxError} from '../../base/errors.ts';
import type {Header} from './header-file.ts';
import {maskUrl} from './mask-url.ts';

export interface FetchOptions {
  readonly headers: readonly Header[];
  /** PEM file of an authority to trust. */
  readonly caFile: string | undefined;
  readonly isInsecure: boolean;
  readonly followsAnywhere: boolean;
  /** Compressed or not, as it comes over the wire. */
  readonly maxBodyBytes: number;
  readonly connectMillis: number;
  /** Longest silence within a body. */
  readonly idleMillis: number;
  /** For everything; by default what the URL's `seconds` needs, and then some. */
  readonly totalMillis: number | undefined;
}

export const DEFAULT_FETCH_OPTIONS: FetchOptions = {
  headers: [],
  caFile: undefined,
  isInsecure: false,
  followsAnywhere: false,
  maxBodyBytes: 2 ** 30,
  connectMillis: 10_000,
  idleMillis: 30_000,
  totalMillis: undefined,
};

const MAX_REDIRECTS = 3;

/** Yields the body. @throws NETWORK, LIMIT_EXCEEDED; no message holds a secret of the URL */
export async function* fetchInput(address: string, options: FetchOptions): AsyncGenerator<Uint8Array> {
  const first = parseUrl(address);
  const deadline = new Deadline(options.totalMillis ?? totalMillisFor(first));
  try {
    const response = await follow(first, options, deadline);
    yield* body(response, options, deadline);
  } catch (error) {
    throw deadline.isOver ? timedOut(deadline.millis) : asNetworkFailure(error);
  } finally {
    deadline.clear();
  }
}

/** A server that samples for N seconds says nothing before; half as much again and half a minute for the rest. */
function totalMillisFor(url: URL): number {
  const seconds = Number(url.searchParams.get('seconds') ?? 0);
  return (Number.isFinite(seconds) && seconds > 0 ? seconds * 1500 : 0) + 30_000;
}

async function follow(first: URL, options: FetchOptions, deadline: Deadline): Promise<IncomingMessage> {
  let url = first;
  for (let hops = 0; ; hops++) {
    const response = await request(url, options, url.origin === first.origin ? options.headers : [], deadline);
    const status = response.statusCode ?? 0;
    const {location} = response.headers;
    if (status >= 200 && status < 300) return response;
    response.destroy();
    if (status < 300 || status >= 400 || location === undefined) {
      throw failure('NETWORK', `the server answered ${status} ${response.statusMessage ?? ''}`.trimEnd());
    }
    if (hops === MAX_REDIRECTS) throw failure('NETWORK', `more than ${MAX_REDIRECTS} redirects`);
    url = redirected(url, location, options);
  }
}

function redirected(from: URL, location: string, options: FetchOptions): URL {
  if (!URL.canParse(location, from.href)) throw failure('NETWORK', 'a redirect to something that is no URL');
  const to = new URL(location, from);
  const shown = maskUrl(to.href);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') {
    throw failure('NETWORK', `a redirect to the scheme ${to.protocol}`);
  }
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw failure('NETWORK', `a redirect from https to http: ${shown}`);
  }
  if (to.origin === from.origin || options.followsAnywhere) return to;
  throw failure('NETWORK', `a redirect to another host: ${shown}`, {}, 'add --follow if you trust it');
}

async function request(
  url: URL,
  options: FetchOptions,
  headers: readonly Header[],
  deadline: Deadline,
): Promise<IncomingMessage> {
  const settings: RequestOptions = {
    headers: Object.fromEntries(headers.map(({name, value}) => [name, value])),
    agent: false,
    signal: deadline.signal,
    timeout: options.connectMillis,
    ...(url.protocol === 'https:' ? tlsSettings(options) : {}),
  };
  const {get} = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const sent = get(url, settings, resolve);
    sent.once('error', reject);
    sent.once('timeout', () => {
      sent.destroy(failure('NETWORK', `no connection within ${options.connectMillis / 1000} s`));
    });
    const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
    // Once connected, only the deadline counts until the answer begins: a CPU profile is silent while it samples.
    sent.once('socket', (socket) => socket.once(connected, () => sent.setTimeout(0)));
  });
}

function tlsSettings(options: FetchOptions): {rejectUnauthorized: boolean; ca?: string} {
  const rejectUnauthorized = !options.isInsecure;
  if (options.caFile === undefined) return {rejectUnauthorized};
  try {
    return {rejectUnauthorized, ca: readFileSync(options.caFile, 'utf8')};
  } catch {
    throw failure('READ_FAILED', 'cannot read the certificate file', {input: options.caFile});
  }
}

async function* body(response: IncomingMessage, options: FetchOptions, deadline: Deadline): AsyncGenerator<Uint8Array> {
  let length = 0;
  response.setTimeout(options.idleMillis, () => {
    response.destroy(failure('NETWORK', `the server sent nothing for ${options.idleMillis / 1000} s`));
  });
  for await (const chunk of response) {
    if (deadline.isOver) throw timedOut(deadline.millis);
    length += (chunk as Uint8Array).length;
    if (length > options.maxBodyBytes) {
      response.destroy();
      throw failure('LIMIT_EXCEEDED', `the server sends more than ${options.maxBodyBytes} bytes`);
    }
    yield chunk as Uint8Array;
  }
}

function parseUrl(address: string): URL {
  if (!URL.canParse(address)) throw failure('USAGE', 'this is no URL');
  return new URL(address);
}

function timedOut(millis: number): PprofxError {
  const hint = 'raise it with --timeout SECONDS';
  return failure('NETWORK', `not finished within ${millis / 1000} s`, {}, hint);
}

function asNetworkFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || 'kind' in error) return error;
  const code = String(error.code);
  if (code === 'ECONNRESET') return failure('NETWORK', 'the connection broke off (ECONNRESET)');
  return failure('NETWORK', `cannot fetch (${code})`, {}, NETWORK_HINTS.get(code));
}

const NETWORK_HINTS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there; is the process running, and does it serve pprof on this port?'],
  ['ENOTFOUND', 'the name of the host is unknown'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'give its authority with --ca FILE'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'give its authority with --ca FILE'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'give its authority with --ca FILE'],
]);

/** One clock for redirects, answer and body. */
class Deadline {
  readonly millis: number;
  isOver = false;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(millis: number) {
    this.millis = millis;
    this.timer = setTimeout(() => {
      this.isOver = true;
      this.controller.abort();
    }, millis);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  clear(): void {
    clearTimeout(this.timer);
  }
}
