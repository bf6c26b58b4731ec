/**
 * `kubectl proxy` for profiles: one program for all requests to a server, where each `get --raw` costs a start of 90 ms.
 *
 * It adds the user's identity to what it is asked, so nobody else may ask it: it listens on a socket in a folder of this
 * user alone, and takes nothing but reads of profiles and metrics. A port would be open to everybody on the machine.
 */
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import {forgetTemporary, noteTemporary} from '../system/temporary-files.ts';

/** A share in a proxy, which ends with the last of them. */
export interface ProxyLease {
  /** Where it listens; undefined where kubectl has no proxy for us. */
  readonly socketPath: Promise<string | undefined>;
  readonly release: () => void;
}

/** Starts kubectl. */
type Start = (args: readonly string[]) => ChildProcess & {stdout: Readable; stderr: Readable};

interface Proxy {
  readonly socketPath: Promise<string | undefined>;
  readonly stop: () => void;
}

const START_MILLIS = 5000;
const PATHS = '^(/api/v1/(nodes|namespaces/[^/]+/pods)/[^/]+/proxy)?/(debug/pprof/[a-z]+|metrics)$';

export class Proxies {
  private readonly start: Start;
  private readonly running = new Map<string, Proxy & {users: number}>();

  constructor(start: Start) {
    this.start = start;
  }

  /** @param server  arguments that name another server than that of the context */
  lease(server: readonly string[]): ProxyLease {
    const key = server.join(' ');
    const proxy = this.running.get(key) ?? {...startProxy(this.start, server), users: 0};
    this.running.set(key, proxy);
    proxy.users++;
    return {
      socketPath: proxy.socketPath,
      release: () => {
        proxy.users--;
        if (proxy.users > 0) return;
        this.running.delete(key);
        proxy.stop();
      },
    };
  }
}

function startProxy(start: Start, server: readonly string[]): Proxy {
  const folder = privateFolder();
  if (folder === undefined) return {socketPath: Promise.resolve(undefined), stop: () => undefined};
  const path = join(folder, 'socket');
  const limits = [`--accept-paths=${PATHS}`, '--reject-methods=^(POST|PUT|PATCH|DELETE)$'];
  const child = start(['proxy', `--unix-socket=${path}`, ...limits, ...server]);
  child.stderr.resume();
  const ended = once(child, 'close').then(
    () => undefined,
    () => undefined,
  );
  const isServing = once(child.stdout, 'data').then(() => path);
  return {
    socketPath: Promise.race([isServing, ended, pause(START_MILLIS, undefined, {ref: false})]),
    stop: () => {
      child.kill('SIGTERM');
      rmSync(folder, {recursive: true, force: true});
      forgetTemporary(folder);
    },
  };
}

/** Undefined where there is none to be had: Node has no such sockets on Windows. */
function privateFolder(): string | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    const folder = mkdtempSync(join(tmpdir(), 'pprofx-proxy-'));
    noteTemporary(folder);
    return folder;
  } catch {
    return undefined;
  }
}
