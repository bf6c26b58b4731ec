/**
 * The user's own kubectl: `get --raw` and `proxy` for all that the API server reaches, `port-forward` for the rest.
 *
 * Arguments are an array that no shell parses, and standard input is closed: without credentials kubectl asks for a user
 * name and would wait forever. Tokens stay in kubectl; this process never holds one.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import type {Readable} from 'node:stream';
import {failure, type PprofxError} from '../../base/errors.ts';
import {noteChild} from '../system/children.ts';
import {Proxies, type ProxyLease} from './proxy.ts';

export interface KubectlOptions {
  readonly kubectl: string;
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
}

/** How long a list may take. */
const LIST_SECONDS = 20;
/** How long a forward may take until it listens. */
const FORWARD_MILLIS = 15_000;
/**
 * Becomes the program, beside a shell that waits for the end of standard input, which comes when this process is gone,
 * even by SIGKILL, and then ends the program.
 */
const ENDING_WITH_US = 'exec 3<&0; { read -r _ <&3 || kill $$; } >/dev/null 2>&1 & exec "$@" </dev/null 3<&-';
/** What a shell exits with when it cannot start the program. */
const NOT_STARTED: ReadonlyMap<number | null, string> = new Map([
  [126, 'EACCES'],
  [127, 'ENOENT'],
]);
const MAX_ERROR_BYTES = 4096;
const MAX_LIST_BYTES = 256 * 2 ** 20;

type KubectlProcess = ChildProcess & {stdout: Readable; stderr: Readable};

export class Kubectl {
  private readonly options: KubectlOptions;
  private readonly proxies = new Proxies((args) => this.start(args));

  constructor(options: KubectlOptions) {
    this.options = options;
  }

  /** A list or object of the API. @throws NETWORK in kubectl's words */
  async getJson(path: string): Promise<unknown> {
    return this.json(['get', '--raw', path, `--request-timeout=${LIST_SECONDS}s`]);
  }

  /** The current context of the kubeconfig; secrets come blanked, and nothing of it is kept. */
  async currentConfig(): Promise<unknown> {
    return this.json(['config', 'view', '--minify', '-o', 'json']);
  }

  /**
   * The body of a path as it arrives.
   *
   * @param signal  ends kubectl, also while it is silent
   * @throws NETWORK in kubectl's words when it fails
   */
  async *getRaw(path: string, extra: readonly string[], signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const child = this.start(['get', '--raw', path, ...extra]);
    signal.addEventListener('abort', () => child.kill('SIGTERM'));
    const errors = keepStart(child.stderr);
    const closed = once(child, 'close');
    closed.catch(() => undefined);
    yield* child.stdout;
    const [code] = await this.closing(closed);
    if (code !== 0) throw this.failed(errors(), code);
  }

  /** For many such requests. @param extra  as above */
  proxy(extra: readonly string[]): ProxyLease {
    return this.proxies.lease(extra);
  }

  /** Forwards a free port of 127.0.0.1 to a port of a pod. */
  async forward(namespace: string, pod: string, port: number): Promise<Forward> {
    const child = this.start(['port-forward', '--address=127.0.0.1', '-n', namespace, `pod/${pod}`, `:${port}`]);
    const errors = keepStart(child.stderr);
    const closed = once(child, 'close');
    closed.catch(() => undefined);
    const stop = (): void => {
      child.kill('SIGTERM');
    };
    let timer: NodeJS.Timeout | undefined;
    try {
      const local = await Promise.race([
        listening(child.stdout),
        this.closing(closed).then(([code]) => {
          throw this.failed(errors(), code, 'port-forward');
        }),
        new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(failure('NETWORK', 'kubectl port-forward does not listen')), FORWARD_MILLIS);
        }),
      ]);
      return {port: local, errors, stop};
    } catch (error) {
      stop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private async json(args: readonly string[]): Promise<unknown> {
    const child = this.start(args);
    const errors = keepStart(child.stderr);
    const closed = once(child, 'close');
    closed.catch(() => undefined);
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of child.stdout) {
      length += (chunk as Buffer).length;
      if (length > MAX_LIST_BYTES) {
        child.kill('SIGTERM');
        throw failure('LIMIT_EXCEEDED', 'a list of the cluster is larger than 256 MiB');
      }
      chunks.push(chunk as Buffer);
    }
    const [code] = await this.closing(closed);
    if (code !== 0) throw this.failed(errors(), code, args.join(' '));
    try {
      return JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch {
      throw failure('NETWORK', `kubectl ${args[0]} ${args[1]} did not print JSON`);
    }
  }

  /** Where there is no shell, SIGKILL to this process leaves it running. */
  private start(args: readonly string[]): KubectlProcess {
    const line = this.lineOf(args);
    const isGuarded = process.platform !== 'win32';
    const [program, ...words] = isGuarded ? ['/bin/sh', '-c', ENDING_WITH_US, 'sh', ...line] : line;
    const child = spawn(program, words, {stdio: [isGuarded ? 'pipe' : 'ignore', 'pipe', 'pipe']}) as KubectlProcess;
    noteChild(child);
    return child;
  }

  private lineOf(args: readonly string[]): string[] {
    const {context, kubeconfig, kubectl} = this.options;
    const global = [
      ...(context === undefined ? [] : [`--context=${context}`]),
      ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ];
    return [kubectl, ...global, ...args];
  }

  private async closing(closed: Promise<unknown[]>): Promise<[code: number | null]> {
    let code: number | null;
    try {
      [code] = (await closed) as [number | null];
    } catch (error) {
      throw this.notStarted((error as NodeJS.ErrnoException).code);
    }
    const reason = NOT_STARTED.get(code);
    if (reason !== undefined) throw this.notStarted(reason);
    return [code];
  }

  private notStarted(code: string | undefined): PprofxError {
    const reason = code === 'ENOENT' ? 'is not installed or not on the PATH' : `cannot be started (${code})`;
    return failure('NETWORK', `${this.options.kubectl} ${reason}`, {}, 'install kubectl, or give --kubectl PATH');
  }

  /** kubectl's own first line, and which command was run where the path does not say it. */
  private failed(text: string, code: number | null, command?: string): PprofxError {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const line = lines.find((each) => /^(?:error|Error|The connection|Unable)/.test(each)) ?? lines[0];
    const said = line ?? `it ended with exit code ${code}`;
    const run = command === undefined ? '' : ` (kubectl ${command})`;
    return failure('NETWORK', `${this.options.kubectl}: ${said}${run}`, {}, hintFor(text));
  }
}

/** What kubectl says when it does not know where the cluster is, or may not go there. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /localhost:8080|no configuration has been provided|stat .*no such file|context .* does not exist|current-context/i,
    'choose a cluster with --context NAME or --kubeconfig FILE; without one, name the process: pprofx collect HOST:PORT',
  ],
  // What says that it cannot connect may go on to say why: the certificate, or who asks.
  [/certificate|x509/i, 'the kubeconfig does not trust this API server; kubectl get --raw /version shows the same'],
  [/You must be logged in|Unauthorized|getting credentials/i, 'log in as you do for kubectl'],
  [
    /was refused|no such host|i\/o timeout|TLS handshake timeout|no route to host|Unable to connect/i,
    'is the cluster reachable? kubectl get --raw /version asks it the same way',
  ],
  [
    /Forbidden/,
    'allow get and list on pods and nodes (docs/collect.md has the role); component/kube-apiserver needs only nonResourceURLs',
  ],
];

function hintFor(text: string): string | undefined {
  return HINTS.find(([pattern]) => pattern.test(text))?.[1];
}

export interface Forward {
  /** On 127.0.0.1. */
  readonly port: number;
  /** What kubectl has said on standard error so far. */
  readonly errors: () => string;
  readonly stop: () => void;
}

/** The port that kubectl says it forwards from. Keeps reading after it: kubectl writes a line for each connection. */
function listening(stdout: Readable): Promise<number> {
  return new Promise((resolve) => {
    let text = '';
    stdout.on('data', (chunk) => {
      if (text.length > MAX_ERROR_BYTES) return;
      text += String(chunk);
      const match = /Forwarding from 127\.0\.0\.1:(\d{1,5}) /.exec(text);
      if (match !== null) resolve(Number(match[1]));
    });
  });
}

function keepStart(stream: Readable): () => string {
  let text = '';
  stream.on('data', (chunk) => {
    if (text.length < MAX_ERROR_BYTES) text += String(chunk);
  });
  return () => text;
}
