#!/usr/bin/env node
/**
 * Stops how long a stranger waits for a first finding: from a clone by `npm run demo`, and from the tarball on a live Go
 * program, by `npm install` and `npx pprofx URL`.
 *
 * usage: node scripts/stopwatch.mjs    needs git, Go, curl and the registry
 *
 * npm begins with an empty cache. The program is that of examples/ci: a service that leaks a goroutine per request.
 */
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'pprofx-stopwatch-'));
const service = join(folder, 'service');
let running;
try {
  const clone = join(folder, 'clone');
  await stop('git clone, npm run demo → first finding', [
    ['git', ['clone', '--quiet', '--no-hardlinks', ROOT, clone], folder],
    ['npm', ['run', '--silent', 'demo'], clone],
  ]);
  const [tarball] = (await run('npm', ['pack', '--silent', '--pack-destination', folder], clone))
    .trim()
    .split('\n')
    .slice(-1);
  await run('go', ['build', '-o', service, 'examples/ci/service/main.go'], clone);
  running = spawn(service, ['-leak'], {stdio: ['ignore', 'pipe', 'inherit']});
  const address = String(await once(running.stdout, 'data')).trim();
  await run('curl', ['-sS', '-o', '/dev/null', `http://${address}/work?[1-150]`], folder);
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  writeFileSync(join(empty, 'package.json'), '{"private": true}\n');
  await stop('npm install of the tarball, npx pprofx URL → first finding', [
    ['npm', ['install', '--silent', join(folder, tarball)], empty],
    ['npx', ['pprofx', `http://${address}/debug/pprof/goroutine`], empty],
  ]);
} finally {
  running?.kill();
  rmSync(folder, {recursive: true});
}

/** Runs commands one after the other, of which the last prints a finding, and says how long they took. */
async function stop(name, commands) {
  const start = Date.now();
  const env = {...process.env, npm_config_cache: join(folder, `cache-${start}`), npm_config_audit: 'false'};
  const laps = [];
  let printed = '';
  for (const [command, args, cwd] of commands) {
    const lap = Date.now();
    printed = await run(command, args, cwd, env);
    laps.push(`${command} ${args[0]} ${seconds(lap)}`);
  }
  if (!/^(?:CRITICAL|WARNING) /m.test(printed)) throw new Error(`no finding in:\n${printed}`);
  console.log(`${name}: ${seconds(start)} (${laps.join(', ')})`);
}

/** What a command prints; this process continues meanwhile, for the service writes to it. */
async function run(command, args, cwd, env = process.env) {
  const {stdout} = await promisify(execFile)(command, args, {cwd, env, maxBuffer: 2 ** 26});
  return stdout;
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
