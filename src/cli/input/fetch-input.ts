/**
 * Fetches an input from a URL: bounded in time and size, and careful with what it sends where.
 *
 * Redirects stay on their origin unless the user allows more, never go from https to http, and lose the user's headers
 * when they leave the origin. Built on node:http(s), because fetch keeps custom headers across origins.
 */
import type {IncomingMessage, RequestOptions} from 'node:http';
import {failure, type PprofxError} from '../../base/errors.ts';
import {readBoundedFile} from '../system/bounded-file.ts';
import {decodedBody} from './content-encoding.ts';
import {failedAnswer} from './failed-answer.ts';
import type {Header} from './header-file.ts';
import {maskUrl} from './mask-url.ts';

/** All authorities that a system trusts are a fifth of it. */
const MAX_CERTIFICATE_BYTES = 2 ** 20;

export interface FetchOptions {
  readonly headers: readonly Header[];
  /** PEM file of an authority to trust. */
  readonly caFile: string | undefined;
  /** PEM files of a client's certificate and its key. */
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly isInsecure: boolean;
  readonly followsAnywhere: boolean;
  /** Compressed or not, as it comes over the wire. */
  readonly maxBodyBytes: number;
  /** Bound on what is behind a Content-Encoding. */
  readonly maxDecodedBytes: number;
  readonly connectMillis: number;
  /** Longest silence within a body. */
  readonly idleMillis: number;
  /** How long the process samples; goes into the URL in place of its own `seconds`. */
  readonly seconds: number | undefined;
  /** For everything; by default what the process samples for, and then some. */
  readonly totalMillis: number | undefined;
  /** A socket of this machine to connect to, whatever the host. */
  readonly socketPath?: string;
  /** Whether to say on standard error that a process samples for a while. */
  readonly isTalking: boolean;
}

export const DEFAULT_FETCH_OPTIONS: FetchOptions = {
  headers: [],
  caFile: undefined,
  certFile: undefined,
  keyFile: undefined,
  isInsecure: false,
  followsAnywhere: false,
  maxBodyBytes: 2 ** 30,
  maxDecodedBytes: 2 ** 32,
  connectMillis: 10_000,
  idleMillis: 30_000,
  seconds: undefined,
  totalMillis: undefined,
  isTalking: false,
};

/** What is posted. */
export interface SentBody {
  /** Of media. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Those of node:tls that come from the user. */
interface TlsSettings {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const MAX_REDIRECTS = 3;
const INSECURE_SCHEME = /^https\+insecure:/i;

/**
 * Yields the body of the answer.
 *
 * @param sent  what to post; such a request follows no redirect
 * @throws NETWORK, LIMIT_EXCEEDED; no message holds a secret of the URL
 */
export async function* fetchInput(address: string, wanted: FetchOptions, sent?: SentBody): AsyncGenerator<Uint8Array> {
  // As in google/pprof, the scheme can say that certificates are not verified.
  const options = {...wanted, isInsecure: wanted.isInsecure || INSECURE_SCHEME.test(address)};
  const first = parseUrl(address.replace(INSECURE_SCHEME, 'https:'));
  if (options.seconds !== undefined) first.searchParams.set('seconds', String(options.seconds));
  const sampling = samplingMillis(first);
  const note = options.isTalking ? noteSampling(first, sampling) : undefined;
  // Half as much again, because a busy process is late, and half a minute for the rest.
  const deadline = new Deadline(options.totalMillis ?? sampling * 1.5 + 30_000);
  try {
    const response = await follow(first, options, deadline, sent);
    const came = body(response, options.idleMillis + sampling, options.maxBodyBytes, deadline);
    yield* decodedBody(came, response.headers['content-encoding'], options.maxDecodedBytes);
  } catch (error) {
    throw deadline.isOver ? timedOut(deadline.millis) : asNetworkFailure(error);
  } finally {
    clearTimeout(note);
    deadline.clear();
  }
}

const PATIENCE_MILLIS = 2000;

/** Says once why nothing happens: at once to a person, and to a log when it takes more than a moment. */
function noteSampling(url: URL, millis: number): NodeJS.Timeout | undefined {
  if (millis < PATIENCE_MILLIS) return undefined;
  const line = `${url.host} samples for ${millis / 1000} s; --seconds changes that\n`;
  return setTimeout(() => process.stderr.write(line), process.stderr.isTTY ? 0 : PATIENCE_MILLIS);
}

/** How long net/http/pprof samples when the URL does not say; the other profiles are there at once. */
const OWN_SECONDS: readonly (readonly [RegExp, number])[] = [
  [/\/profile\/?$/, 30],
  [/\/trace\/?$/, 1],
];

/** How long the process samples, and may be silent. */
function samplingMillis(url: URL): number {
  const wanted = Number(url.searchParams.get('seconds') ?? 0);
  if (Number.isFinite(wanted) && wanted > 0) return wanted * 1000;
  return (OWN_SECONDS.find(([path]) => path.test(url.pathname))?.[1] ?? 0) * 1000;
}

/** What of a request must not come back in a message. */
function secretsOf(url: URL, {headers}: FetchOptions): string[] {
  return [url.password, ...url.searchParams.values(), ...headers.map(({value}) => value)].filter(
    (text) => text.length > 3,
  );
}

async function follow(
  first: URL,
  options: FetchOptions,
  deadline: Deadline,
  sent: SentBody | undefined,
): Promise<IncomingMessage> {
  let url = first;
  for (let hops = 0; ; hops++) {
    const headers = url.origin === first.origin ? options.headers : [];
    const response = await request(url, {options, headers, deadline, sent});
    const status = response.statusCode ?? 0;
    const {location} = response.headers;
    if (status >= 200 && status < 300) return response;
    if (status < 300 || status >= 400 || location === undefined) {
      throw await failedAnswer(response, secretsOf(first, options));
    }
    response.destroy();
    if (sent !== undefined) throw failure('NETWORK', `a redirect to ${maskUrl(location)}`, {}, 'give that address');
    if (hops === MAX_REDIRECTS) throw failure('NETWORK', `more than ${MAX_REDIRECTS} redirects`);
    url = redirected(url, location, options);
  }
}

function redirected(from: URL, location: string, options: FetchOptions): URL {
  if (!URL.canParse(location, from.href)) throw failure('NETWORK', 'a redirect to an invalid URL');
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

interface RequestParts {
  readonly options: FetchOptions;
  readonly headers: readonly Header[];
  readonly deadline: Deadline;
  readonly sent: SentBody | undefined;
}

async function request(url: URL, {options, headers, deadline, sent}: RequestParts): Promise<IncomingMessage> {
  const settings: RequestOptions = {
    method: sent === undefined ? 'GET' : 'POST',
    headers: {
      ...Object.fromEntries(headers.map(({name, value}) => [name, value])),
      ...(sent === undefined ? {} : {'Content-Type': sent.type, 'Content-Length': String(sent.bytes.length)}),
    },
    agent: false,
    signal: deadline.signal,
    timeout: options.connectMillis,
    ...(options.socketPath === undefined ? {} : {socketPath: options.socketPath}),
    ...(url.protocol === 'https:' ? tlsSettings(options) : {}),
  };
  const {request: open} = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const opened = open(url, settings, resolve);
    opened.once('error', reject);
    opened.once('timeout', () => {
      opened.destroy(failure('NETWORK', `no connection within ${options.connectMillis / 1000} s`));
    });
    const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
    // Once connected, only the deadline counts until the answer begins: a CPU profile is silent while it samples.
    opened.once('socket', (socket) => socket.once(connected, () => opened.setTimeout(0)));
    opened.end(sent?.bytes);
  });
}

function tlsSettings({caFile, certFile, isInsecure, keyFile}: FetchOptions): TlsSettings {
  return {
    rejectUnauthorized: !isInsecure,
    ...(caFile === undefined ? {} : {ca: pem(caFile)}),
    ...(certFile === undefined ? {} : {cert: pem(certFile)}),
    ...(keyFile === undefined ? {} : {key: pem(keyFile)}),
  };
}

function pem(path: string): string {
  return readBoundedFile(path, MAX_CERTIFICATE_BYTES, 'certificate file');
}

async function* body(
  response: IncomingMessage,
  idleMillis: number,
  maxBytes: number,
  deadline: Deadline,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  response.setTimeout(idleMillis, () => {
    response.destroy(failure('NETWORK', `the server sent nothing for ${idleMillis / 1000} s`));
  });
  for await (const chunk of response) {
    if (deadline.isOver) throw timedOut(deadline.millis);
    length += (chunk as Uint8Array).length;
    if (length > maxBytes) {
      response.destroy();
      throw failure('LIMIT_EXCEEDED', `the server sends more than ${maxBytes} bytes`);
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
  if (code === 'ECONNRESET') return failure('NETWORK', 'the connection was reset (ECONNRESET)');
  if (WANTS_CERTIFICATE.test(code)) {
    const hint = 'give one with --cert FILE and --key FILE';
    return failure('NETWORK', `the server asks for a client certificate that it trusts (${code})`, {}, hint);
  }
  return failure('NETWORK', `cannot fetch (${code})`, {}, NETWORK_HINTS.get(code));
}

/** Alerts of a server that got no client certificate, or one of an authority that it does not know. */
const WANTS_CERTIFICATE = /ALERT_(?:BAD_CERTIFICATE|CERTIFICATE_REQUIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA)$/;

const NETWORK_HINTS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there; is the process running, and does it serve pprof on this port?'],
  ['ENOTFOUND', 'the name of the host is unknown'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'give its authority with --ca FILE'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'give its authority with --ca FILE'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name; use that one'],
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
