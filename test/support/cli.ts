/**
 * Runs the built command line as a user would.
 */
import {execFileSync, type SpawnSyncOptionsWithBufferEncoding, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {MessageChannel, type MessagePort, receiveMessageOnPort, Worker} from 'node:worker_threads';

const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Threads that have loaded the bundle: one that this thread waits for, one that it does not. */
const threads = new Map<'waited for' | 'beside', Worker>();

/** What stands on standard input; nothing of a process of its own. */
interface CliOptions {
  readonly input?: string | Uint8Array;
}

/**
 * One command line, in a thread that has loaded the bundle already: that takes a tenth of the time that a process takes to
 * start.
 *
 * Needs a build: `npm run check` and `npm test` build first.
 */
export function pprofx(args: readonly string[], {input}: CliOptions = {}): CliResult {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const port = post('waited for', {args, input}, signal);
  if (Atomics.wait(signal, 0, 0, LONGEST_RUN) === 'timed-out') throw new Error(`no answer to ${args.join(' ')}`);
  const answer = receiveMessageOnPort(port) as {message: CliResult};
  port.close();
  return answer.message;
}

/** Hands a command line to a thread; the result arrives at the port, and then the signal is set. */
function post(
  name: 'waited for' | 'beside',
  line: {readonly args: readonly string[]; readonly input?: string | Uint8Array | undefined},
  signal = new Int32Array(new SharedArrayBuffer(4)),
): MessagePort {
  const worker = threads.get(name) ?? new Worker(new URL('cli-worker.mjs', import.meta.url));
  threads.set(name, worker);
  worker.unref();
  const {port1, port2} = new MessageChannel();
  worker.postMessage({...line, port: port2, signal}, [port2]);
  return port1;
}

/** Milliseconds, for the busiest of machines. */
const LONGEST_RUN = 170_000;

/** One command line in a process of its own, for what depends on the process. */
export function pprofxProcess(args: readonly string[], options: SpawnSyncOptionsWithBufferEncoding = {}): CliResult {
  const result = spawnSync(process.execPath, [BIN, ...args], {maxBuffer: 1 << 28, ...options});
  if (result.error !== undefined) throw result.error;
  return {code: result.status, stdout: result.stdout.toString(), stderr: result.stderr.toString()};
}

/** Many command lines, one after the other in one process with this environment. */
export function pprofxLines(lines: readonly (readonly string[])[], env: NodeJS.ProcessEnv): readonly CliResult[] {
  const script = fileURLToPath(new URL('cli-lines.mjs', import.meta.url));
  const output = execFileSync(process.execPath, [script, JSON.stringify(lines)], {env, maxBuffer: 1 << 28});
  return JSON.parse(output.toString());
}

/** In a thread too, without holding up this one: for runs that talk to a server in it. */
export async function pprofxBeside(args: readonly string[]): Promise<CliResult> {
  const port = post('beside', {args});
  const [result] = await once(port, 'message');
  port.close();
  return result;
}
