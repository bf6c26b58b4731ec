/**
 * A cluster that is a file, behind a program that stands for kubectl and writes down what it was asked.
 */
import {chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';

export interface ClusterFacts {
  /** Answers of `get --raw`, by path. */
  readonly paths: Readonly<Record<string, object>>;
  /** What `config view` prints. */
  readonly config?: object;
  /** Ports of this machine, by `NAMESPACE/POD:PORT`. */
  readonly ports?: Readonly<Record<string, number>>;
}

export interface KubectlCall {
  readonly args: readonly string[];
  readonly hasInput: boolean;
  readonly pid: number;
}

export interface FakeCluster {
  /** The program, for --kubectl. */
  readonly kubectl: string;
  readonly calls: () => readonly KubectlCall[];
}

export function fakeCluster(facts: ClusterFacts): FakeCluster {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  const [file, log, kubectl] = ['cluster.json', 'log', 'kubectl'].map((name) => join(folder, name));
  writeFileSync(file, JSON.stringify({config: {}, ports: {}, ...facts, log}));
  const stub = `'${process.execPath}' '${resolve('test/support/kubectl.mjs')}'`;
  writeFileSync(kubectl, `#!/bin/sh\nKUBECTL_CLUSTER='${file}' exec ${stub} "$@"\n`);
  chmodSync(kubectl, 0o755);
  const lines = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
  return {
    kubectl,
    calls: () => lines().flatMap((line) => (line === '' ? [] : [JSON.parse(line) as KubectlCall])),
  };
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
