/**
 * The inputs of the cases: made on first use by the seeded generators in inputs/, kept in bench/tmp.
 *
 * Each function returns a path; nothing is downloaded. The corpus of real profiles is found as the tests find it.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, openSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {syntheticProfile} from './inputs/synthetic-profile.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const CACHE = join(ROOT, 'bench', 'tmp');
const generator = (name) => join(ROOT, 'bench', 'inputs', name);

/** Makes the file unless it is there; it appears under its name only when it is whole. */
function cached(name, make) {
  const path = join(CACHE, name);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, {recursive: true});
  if (!name.startsWith('heap-series')) process.stderr.write(`making ${name}\n`);
  // The ending stays last: it tells the generator whether to compress.
  const unfinished = join(CACHE, `unfinished-${process.pid}-${name}`);
  make(unfinished);
  renameSync(unfinished, path);
  return path;
}

const node = (args, stdout = 'inherit') => execFileSync(process.execPath, args, {stdio: ['ignore', stdout, 'inherit']});

/** A profile with labels; a million samples of the default seed are 125 MB raw. */
export function synthetic(samples, {functions = 50_000, seed = 1} = {}) {
  const args = ['--samples', samples, '--functions', functions, '--seed', seed, '--labels'].map(String);
  return cached(`synthetic-${samples}-${seed}.pb.gz`, (path) =>
    node([generator('synthetic-profile.mjs'), path, ...args]),
  );
}

/** A profile in which nearly every sample has a stack of its own: about nine nodes of the tree each. */
export function widelyBranched(samples) {
  const args = ['--samples', samples, '--functions', 20_000, '--seed', 1, '--new-stacks', 1, '--fork', 1].map(String);
  return cached(`branched-${samples}.pb.gz`, (path) => node([generator('synthetic-profile.mjs'), path, ...args]));
}

/** The same labelled samples of one type as pprof and as OpenTelemetry profiles. */
export function otlpPair(samples) {
  const name = `pair-${samples}`;
  const pprof = join(CACHE, `${name}.pb`);
  const otlp = cached(`${name}.otlp`, (path) => node([generator('otlp-pair.mjs'), String(samples), pprof, path]));
  return {otlp, pprof};
}

export function amplified(profile, times, name) {
  return cached(name, (path) => node([generator('amplified-profile.mjs'), profile, String(times), path]));
}

export function goroutines(count) {
  return cached(`goroutines-${count}.txt`, (path) =>
    node([generator('goroutine-dump.mjs'), String(count)], openSync(path, 'w')),
  );
}

/** Profiles of one program whose stacks differ, about 70 kB each. */
export function heapSeries(count) {
  return Array.from({length: count}, (_, i) =>
    cached(`heap-series-${i}.pb.gz`, (path) => {
      const blocks = [...syntheticProfile({samples: 1200, functions: 1900, seed: i + 1})];
      writeFileSync(path, gzipSync(Buffer.concat(blocks)));
    }),
  );
}

export function sample(...parts) {
  return join(ROOT, 'samples', ...parts);
}

/** google/pprof's own large CPU profile; undefined where the corpus is absent. */
export function largeCpu() {
  const corpus = join(process.env.PPROFX_SHARED ?? join(ROOT, '..', 'shared'), 'corpus');
  const path = join(corpus, 'files', 'pprof', 'internal', 'proftest', 'testdata', 'large.cpu');
  return existsSync(path) ? path : undefined;
}
