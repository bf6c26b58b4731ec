/**
 * The viewers: how each is started on a file, and how one sees that its flamegraph is there.
 *
 * A contender: `start(path)` → {url, stop} or undefined where it cannot run, and `isPainted`, a predicate that runs in
 * the page. Sources: google/pprof's HTML has an SVG with class d3-flame-graph; speedscope shows its view tabs only once a
 * profile is laid out.
 */
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {createServer as createSocket} from 'node:net';
import {basename, extname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {CACHE, ROOT} from '../inputs.mjs';

const SPEEDSCOPE = 'speedscope@1.25.0';
const TYPES = {'.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm'};

export const CONTENDERS = {
  ours: {
    start: startOurs,
    isPainted: () =>
      document.querySelector('.flame-canvas') !== null && document.querySelector('[aria-busy="true"]') === null,
    isWhole: () => document.querySelector('.flame-screen:not(.unpainted)') !== null,
  },
  'go tool pprof -http': {
    start: startPprof,
    isPainted: () => document.querySelector('svg.d3-flame-graph rect') !== null,
  },
  speedscope: {
    start: startSpeedscope,
    isPainted: () => (document.body?.innerText ?? '').includes('Left Heavy'),
  },
};

async function startOurs(path) {
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli/bin.js'), 'view', '--no-open', '--quiet', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(String(text).trim()));
    child.once('exit', (code) => reject(new Error(`view ended with ${code}`)));
  });
  // As the peer, which has read the profile before it listens: its answers are made when navigation begins.
  await fetch(url).then((response) => response.text());
  return {url: `${url}#screen=flame`, stop: () => child.kill()};
}

async function startPprof(path) {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  // Its own group: the go command starts the real one as a child.
  const child = spawn('go', ['tool', 'pprof', `-http=${address}`, '-no_browser', path], {
    stdio: 'ignore',
    detached: true,
    env: {...process.env, PPROF_TMPDIR: CACHE},
  });
  const url = `http://${address}/ui/flamegraph`;
  const stop = () => process.kill(-child.pid);
  for (let tries = 0; tries < 600; tries++) {
    // Any page tells that it has read the profile and listens; the flamegraph's is left to the browser.
    if (
      await fetch(`http://${address}/ui/nothing`).then(
        () => true,
        () => false,
      )
    )
      return {url, stop};
    await sleep(200);
  }
  stop();
  throw new Error('go tool pprof -http did not listen');
}

/** Unpacks the published package into bench/tmp; undefined where there is no registry. */
function speedscopeFolder() {
  const folder = join(CACHE, SPEEDSCOPE);
  const release = join(folder, 'package', 'dist', 'release');
  if (existsSync(release)) return release;
  try {
    mkdirSync(folder, {recursive: true});
    const args = ['pack', SPEEDSCOPE, '--silent', '--ignore-scripts', '--pack-destination', folder];
    const archive = execFileSync('npm', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
    execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
    return release;
  } catch {
    console.error(`${SPEEDSCOPE} is not measured: it could not be fetched from the registry`);
    return undefined;
  }
}

async function startSpeedscope(path) {
  const folder = speedscopeFolder();
  if (folder === undefined) return undefined;
  const server = createServer((request, response) => {
    const name = basename(new URL(request.url, 'http://localhost').pathname) || 'index.html';
    const file = name === 'profile' ? path : join(folder, name);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream'});
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return {url: `${origin}/index.html#profileURL=${encodeURIComponent(`${origin}/profile`)}`, stop};
}

function freePort() {
  return new Promise((resolve) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const {port} = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
