/**
 * Real Go processes to take dumps of: a program of our own with goroutines in every blocking state, and esbuild.
 */
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {atRest} from './at-rest.ts';
import {cacheFolder} from './temporary-folder.ts';

/** The program of test/live/blocked. */
export function blockedProgram(): string {
  return builtProgram('blocked');
}

/** The program of test/live/NAME; built once per version of its source and kept in the system's temporary folder. */
export function builtProgram(name: string): string {
  const source = fileURLToPath(new URL(`../live/${name}/main.go`, import.meta.url));
  const version = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), 'pprofx-live');
  const binary = join(folder, `${name}-${version}`);
  if (existsSync(binary)) return binary;
  mkdirSync(folder, {recursive: true});
  const build = mkdtempSync(join(folder, 'build-'));
  cpSync(source, join(build, 'main.go'));
  const env = {
    ...process.env,
    GO111MODULE: 'off',
    CGO_ENABLED: '0',
    GOCACHE: process.env.GOCACHE ?? join(folder, 'cache'),
  };
  const result = spawnSync('go', ['build', '-o', name, 'main.go'], {cwd: build, env, encoding: 'utf8'});
  if (result.error !== undefined)
    throw new Error('these tests need the go command (Debian: apt-get install golang-go)');
  if (result.status !== 0) throw new Error(`go build failed: ${result.stderr}`);
  renameSync(join(build, name), binary);
  return binary;
}

/** Dumps of one moment of the program: the protobuf, debug=1 and debug=2. */
export function blockedDumps(): Record<'proto' | 'debug1' | 'debug2', Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-dumps-'));
  execFileSync(blockedProgram(), ['0', '1', '2'], {cwd: folder});
  const read = (level: number): Uint8Array => new Uint8Array(readFileSync(join(folder, `dump${level}`)));
  return {proto: read(0), debug1: read(1), debug2: read(2)};
}

/** What the program prints when it panics, with as much as GOTRACEBACK says. */
export function blockedPanic(traceback: string): string {
  const env = {...process.env, GOTRACEBACK: traceback};
  const result = spawnSync(blockedProgram(), ['panic'], {encoding: 'utf8', env, cwd: tmpdir()});
  return result.stderr;
}

/** What esbuild (a Go program of a recent version) prints in serve mode on SIGQUIT, with as much as GOTRACEBACK says. */
export async function esbuildDump(traceback = 'all'): Promise<string> {
  const require = createRequire(createRequire(import.meta.url).resolve('esbuild/package.json'));
  const binary = require.resolve(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-serve-'));
  const env = {...process.env, GOTRACEBACK: traceback};
  const flags = ['--servedir=.', '--serve=127.0.0.1:0'];
  const child = spawn(binary, flags, {cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe']});
  const output: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    output.push(chunk);
    // It says where it serves as soon as its goroutines run.
    if (chunk.includes('http://')) void atRest(child.pid ?? 0).then(() => child.kill('SIGQUIT'));
  });
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return Buffer.concat(output).toString();
}
