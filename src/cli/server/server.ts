/**
 * The local server of `pprofx view`: 127.0.0.1 only, a secret first part in every path, and fixed responses only.
 *
 * A page of another origin can neither guess the path nor pass the checks of Host and Origin, not even by DNS
 * rebinding. No request changes anything.
 */
import {randomBytes} from 'node:crypto';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {failure} from '../../base/errors.ts';
import {type PageOptions, servedPolicy} from '../../render/html/page.ts';
import {isQuicklyRead, preloadAnswers} from './preload.ts';
import {type Route, SAFE_HEADERS, type ServedInput, viewerRoutes} from './routes.ts';

export interface RunningServer {
  readonly url: string;
  /** Closes every connection at once. */
  close(): Promise<void>;
}

const TOKEN_BYTES = 16;
/** More than a browser opens; a new connection closes the one idle the longest. */
const MAX_CONNECTIONS = 64;
const IDLE_MILLIS = 30_000;
const MAX_HEADER_BYTES = 8192;

/** @param port  0 for any free one */
export async function startServer(
  inputs: readonly ServedInput[],
  port: number,
  options: PageOptions = {},
): Promise<RunningServer> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const preloaded = isQuicklyRead(inputs) ? preloadAnswers(inputs, options) : undefined;
  const routes = viewerRoutes(token, inputs, options, preloaded);
  const server = createServer({maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: IDLE_MILLIS}, (request, response) => {
    touch(request.socket);
    void answer(request, response, routes, (server.address() as AddressInfo | null)?.port ?? 0);
  });
  const touch = limitConnections(server);
  server.headersTimeout = IDLE_MILLIS;
  server.on('clientError', (_, socket) => socket.destroy());
  await listen(server, port);
  const {port: chosen} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${chosen}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Keeps at most MAX_CONNECTIONS: a thousand idle connections must not lock the page out.
 *
 * @returns a function to call on each request
 */
function limitConnections(server: Server): (socket: Socket) => void {
  /** Longest idle first. */
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (sockets.size <= MAX_CONNECTIONS) return;
    const [oldest] = sockets;
    sockets.delete(oldest);
    oldest.destroy();
  });
  return (socket) => {
    if (sockets.delete(socket)) sockets.add(socket);
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(failure('NETWORK', `cannot listen on port ${port}: ${error.message}`)));
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: ReadonlyMap<string, () => Route | Promise<Route>>,
  port: number,
): Promise<void> {
  const status = refusal(request, port);
  request.resume();
  const found = status === undefined ? await routes.get(request.url ?? '')?.() : undefined;
  const {body, policy, type} = found ?? errorRoute(status);
  response.writeHead(found === undefined ? (status ?? 404) : 200, {
    ...SAFE_HEADERS,
    'Content-Security-Policy': policy,
    'Content-Type': type,
    'Content-Length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function errorRoute(status: number | undefined): Route {
  const text = status === 405 ? 'only GET\n' : status === 403 ? 'forbidden\n' : 'not found\n';
  return {type: 'text/plain', body: new TextEncoder().encode(text), policy: servedPolicy()};
}

/** The status of a request that is refused, undefined for one that is answered. */
function refusal({headers, method}: IncomingMessage, port: number): number | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (!hosts.includes(headers.host ?? '')) return 403;
  if (headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`)) return 403;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 403;
  return method === 'GET' || method === 'HEAD' ? undefined : 405;
}
