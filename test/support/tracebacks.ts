/**
 * Tracebacks of programs of a recent Go, which stand in node_modules: what they print on SIGQUIT at the moment it arrives.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {setTimeout} from 'node:timers/promises';

const here = createRequire(import.meta.url);
const PLATFORM = `${process.platform}-${process.arch}`;

/** With all addresses and the runtime's frames and goroutines. */
const SYSTEM = {...process.env, GOTRACEBACK: 'system'};

/** esbuild in serve mode, with so many connections that say nothing. */
export async function esbuildServing(connections: number): Promise<string> {
  const binary = createRequire(here.resolve('esbuild/package.json')).resolve(`@esbuild/${PLATFORM}/bin/esbuild`);
  const child = program(binary, ['--servedir=.', '--serve=127.0.0.1:0', '--watch']);
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(await textUntil(child, '127.0.0.1:'))?.[1]);
  const sockets = Array.from({length: connections}, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  return tracebackOf(child);
}

/** The language server of TypeScript, which waits for its client. */
export function languageServer(): Promise<string> {
  return tracebackOf(program(compiler(), ['--lsp', '--stdio']));
}

/** The compiler of TypeScript, which waits for a file to change. */
export async function watchingCompiler(): Promise<string> {
  const child = program(compiler(), ['--watch', '--noEmit', 'a.ts']);
  await textUntil(child, 'Watching for');
  return tracebackOf(child);
}

function compiler(): string {
  const platform = createRequire(here.resolve('typescript/package.json')).resolve(
    `@typescript/typescript-${PLATFORM}/package.json`,
  );
  return join(dirname(platform), 'lib', 'tsc');
}

function program(binary: string, args: readonly string[]): ChildProcess {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-traceback-'));
  writeFileSync(join(folder, 'a.ts'), 'export const one: number = 1;\n');
  return spawn(binary, args, {cwd: folder, env: SYSTEM, stdio: ['pipe', 'pipe', 'pipe']});
}

/** What the program has printed once it says so. */
function textUntil(child: ChildProcess, sign: string): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      text += chunk;
      if (text.includes(sign)) resolve(text);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject).once('close', () => reject(new Error(`it ended: ${text}`)));
  });
}

/** A moment later its goroutines wait. */
async function tracebackOf(child: ChildProcess): Promise<string> {
  const output: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
  await setTimeout(1000);
  child.kill('SIGQUIT');
  await new Promise((resolve) => child.once('close', resolve));
  return Buffer.concat(output).toString();
}
