/**
 * The local server of `pprofx view`: 127.0.0.1 only, a secret first part in every path, and fixed responses only,
 * but for source files where the user named their folders.
 *
 * A page of another origin can neither guess the path nor pass the checks of Host and Origin, not even by DNS
 * rebinding. No request changes anything.
 */
import {randomBytes} from 'node:crypto';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {failure} from '../../base/errors.ts';
import {type PageOptions, servedPolicy} from '../../render/html/page.ts';
import {type Language, languageOfBrowser} from '../options/language.ts';
import {Entrance, leadingTo} from './entrance.ts';
import {isQuicklyRead, preloadAnswers} from './preload.ts';
import {type Ranking, rankingRoutes} from './ranking-routes.ts';
import {type Route, SAFE_HEADERS, type ServedInput, type ServedSeries, viewerRoutes} from './routes.ts';
import {sourceRoute} from './source-route.ts';

export interface RunningServer {
  readonly url: string;
  /** Leads to the page and a part of it once; for a browser that some other site or file sends here. */
  entranceUrl(fragment: string): string;
  /** Closes every connection at once. */
  close(): Promise<void>;
}

const TOKEN_BYTES = 16;
/** More than a browser opens; a new connection closes the one idle the longest, never a download. */
const MAX_CONNECTIONS = 64;
const IDLE_MILLIS = 30_000;
const HTTP_PORT = 80;
const MAX_HEADER_BYTES = 8192;

/** @param accepted  the request's Accept-Language */
type Find = (path: string, accepted: string | undefined) => Route | undefined | Promise<Route | undefined>;

/** What the page of some inputs has besides. */
export interface ServedBeside {
  readonly moments?: ServedSeries | undefined;
  /** Directories with source files, separated by colons. */
  readonly sourcePath?: string | undefined;
  /** Undefined for what the browser prefers. */
  readonly language?: Language | undefined;
}

/** @param port  0 for any free one */
export function startServer(
  inputs: readonly ServedInput[],
  port: number,
  options: PageOptions = {},
  {language, moments, sourcePath}: ServedBeside = {},
): Promise<RunningServer> {
  const token = newToken();
  // A page with a series begins with that, and asks for other inputs than it came with.
  const preload = (shown: PageOptions) =>
    moments === undefined && isQuicklyRead(inputs) ? preloadAnswers(inputs, shown) : undefined;
  const routes = viewerRoutes(token, inputs, options, preload, moments);
  const page = `/${token}/`;
  return serve(
    token,
    port,
    (path, accepted) =>
      routes.get(path === page && language === undefined ? `${page}?lang=${languageOfBrowser(accepted)}` : path)?.() ??
      sourceRoute(token, sourcePath, path),
  );
}

/** @param port  0 for any free one */
export function startRankingServer(ranking: Ranking, port: number, options: PageOptions): Promise<RunningServer> {
  const token = newToken();
  return serve(token, port, rankingRoutes(token, ranking, options));
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

async function serve(token: string, port: number, find: Find): Promise<RunningServer> {
  const entrance = new Entrance();
  const server = createServer({maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: IDLE_MILLIS}, (request, response) => {
    const {port: own} = server.address() as AddressInfo;
    if (refusal(request, own, true) === undefined && entrance.admits(request.url)) {
      const body = new TextEncoder().encode(leadingTo(`/${token}/${entrance.fragment}`));
      send(request, response, {type: 'text/html; charset=utf-8', body, policy: servedPolicy()});
    } else void answer(request, response, find, own);
  });
  limitConnections(server);
  server.headersTimeout = IDLE_MILLIS;
  server.on('clientError', (_, socket) => socket.destroy());
  await listen(server, port);
  const {port: chosen} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${chosen}/${token}/`,
    entranceUrl: (fragment) => {
      entrance.fragment = fragment;
      return `http://127.0.0.1:${chosen}${entrance.path}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Keeps at most MAX_CONNECTIONS: a thousand idle connections must not lock the page out. A connection whose answer is on
 * its way is not idle.
 */
function limitConnections(server: Server): void {
  /** Those that wait for a request, the longest idle first. */
  const idle = new Set<Socket>();
  const busy = new Set<Socket>();
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.on('close', () => {
      idle.delete(socket);
      busy.delete(socket);
    });
    if (idle.size + busy.size <= MAX_CONNECTIONS) return;
    const [oldest] = idle;
    idle.delete(oldest);
    oldest.destroy();
  });
  server.on('request', ({socket}, response) => {
    if (!idle.delete(socket)) return;
    busy.add(socket);
    response.on('close', () => {
      if (busy.delete(socket) && !socket.destroyed) idle.add(socket);
    });
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(failure('NETWORK', `cannot listen on port ${port}: ${error.message}`)));
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, find: Find, port: number): Promise<void> {
  const status = refusal(request, port, false);
  const found = status === undefined ? await find(request.url ?? '', request.headers['accept-language']) : undefined;
  send(request, response, found ?? errorRoute(status ?? 404));
}

function send(request: IncomingMessage, response: ServerResponse, answered: Route): void {
  const {body, policy, status = 200, type} = answered;
  request.resume();
  response.writeHead(status, {
    ...SAFE_HEADERS,
    ...(status === 405 ? {Allow: 'GET, HEAD'} : {}),
    'Content-Security-Policy': policy,
    'Content-Type': type,
    'Content-Length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const ERRORS: ReadonlyMap<number, string> = new Map([
  [400, 'one Host header, please\n'],
  [403, 'forbidden\n'],
  [404, 'not found\n'],
  [405, 'only GET\n'],
]);

function errorRoute(status: number): Route {
  return {status, type: 'text/plain', body: new TextEncoder().encode(ERRORS.get(status)), policy: servedPolicy()};
}

/**
 * The status of a request that is refused, undefined for one that is answered.
 *
 * @param isFromAnywhere  whether other sites may send the browser here
 */
function refusal(request: IncomingMessage, port: number, isFromAnywhere: boolean): number | undefined {
  const {headers, headersDistinct, method} = request;
  if (headersDistinct['host']?.length !== 1) return 400;
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  // Browsers leave the port of the scheme out.
  const hosts = [...names.map((name) => `${name}:${port}`), ...(port === HTTP_PORT ? names : [])];
  if (!hosts.includes(headers.host ?? '')) return 403;
  if (headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`)) return 403;
  const site = headers['sec-fetch-site'];
  if (!isFromAnywhere && site !== undefined && site !== 'same-origin' && site !== 'none') return 403;
  return method === 'GET' || method === 'HEAD' ? undefined : 405;
}
