/**
 * Runs pprofx in this process and gives what it writes.
 */
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {main} from '../../src/cli/main.ts';
import type {DifferentialCase} from './matrix.ts';
import {memoryFolder} from './memory-folder.ts';

/** Options of go tool pprof that are switches there, not `name=value`. */
const CHOICES: readonly string[] = ['granularity', 'sort'];

/** The case as a command line of pprofx, options spelled as in go tool pprof. */
export function commandLine(sources: readonly string[], wanted: DifferentialCase, extra: readonly string[]): string[] {
  const {kind, pattern, settings} = wanted;
  const options = Object.entries(settings).map(([name, value]) =>
    CHOICES.includes(name) ? `-${value}` : `-${name}=${value}`,
  );
  const hasNames = ['top', 'tree', 'peek', 'traces', 'list'].includes(kind) ? ['--full'] : [];
  return [kind, ...options, ...hasNames, ...extra, ...(pattern === undefined ? [] : [pattern]), ...sources];
}

/** What the command writes; undefined when it refuses. */
export async function runPprofx(args: readonly string[]): Promise<Uint8Array | undefined> {
  const folder = mkdtempSync(join(memoryFolder(), 'pprofx-own-'));
  const output = join(folder, 'out');
  const write = process.stderr.write.bind(process.stderr);
  // Warnings and refusals are part of the comparison only as "refused".
  process.stderr.write = () => true;
  try {
    await main([...args, '--quiet', '-o', output]);
    return existsSync(output) ? new Uint8Array(readFileSync(output)) : undefined;
  } finally {
    process.stderr.write = write;
    rmSync(folder, {recursive: true, force: true});
  }
}
