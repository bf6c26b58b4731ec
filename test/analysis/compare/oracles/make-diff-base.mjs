/**
 * Asks go tool pprof for the differences that ../pprof.test.ts and ../pprof.shared.test.ts expect.
 *
 * usage: node test/analysis/compare/oracles/make-diff-base.mjs [--check]
 *
 * Writes diff-base.json beside it, and diff-base-corpus.json where the corpus is at hand; --check compares instead.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const SAMPLE_PAIRS = [
  [
    'samples/deletecollection-leak/goroutine-before.pb.gz',
    'samples/deletecollection-leak/goroutine-after.pb.gz',
    'goroutine',
  ],
  ['samples/deletecollection-leak/heap-before.pb.gz', 'samples/deletecollection-leak/heap-after.pb.gz', 'inuse_space'],
  [
    'samples/deletecollection-leak/heap-before.pb.gz',
    'samples/deletecollection-leak/heap-after.pb.gz',
    'alloc_objects',
  ],
  ['samples/replicaset-flood/heap-before.pb.gz', 'samples/replicaset-flood/heap-after.pb.gz', 'inuse_space'],
  ['samples/replicaset-flood/allocs-before.pb.gz', 'samples/replicaset-flood/allocs-after.pb.gz', 'alloc_space'],
  ['samples/replicaset-flood/cpu-before.pb.gz', 'samples/replicaset-flood/cpu-after.pb.gz', 'cpu'],
  ['samples/nodeips-hot/cpu-before.pb.gz', 'samples/nodeips-hot/cpu-after.pb.gz', 'cpu'],
  ['samples/nodeips-hot/cpu-after.pb.gz', 'samples/nodeips-hot/cpu-before.pb.gz', 'samples'],
];

const CORPUS_PAIRS = [
  [
    'corpus/parca/pkg/query/testdata/many/1644509272337470000.pb.gz',
    'corpus/parca/pkg/query/testdata/many/1644509299337903000.pb.gz',
    'inuse_space',
  ],
  ['corpus/pyroscope/pkg/pprof/testdata/heap', 'corpus/pyroscope/pkg/pprof/testdata/heap_delta', 'inuse_space'],
  ['corpus/pyroscope/pkg/pprof/testdata/profile_python', 'corpus/pyroscope/pkg/pprof/testdata/profile_ruby', 'samples'],
  [
    'corpus/pyroscope/pkg/og/convert/pprof/testdata/cpu-exemplars.pb.gz',
    'corpus/pyroscope/pkg/phlaredb/testdata/profile_uncompressed',
    'cpu',
  ],
];

const UNITS = {inuse_space: 'B', alloc_space: 'B', cpu: 'ns'};

const CORPUS = join(process.env.PPROFX_SHARED ?? '../shared', 'corpus');

function pathOf(name) {
  if (!name.startsWith('corpus/')) return name;
  return join(CORPUS, 'files', name.slice('corpus/'.length));
}

function top(before, after, sampleIndex, mode) {
  const unit = UNITS[sampleIndex];
  const args = [
    ...['tool', 'pprof', '-symbolize=none', '-top', '-nodecount=60', '-nodefraction=0', '-edgefraction=0'],
    ...[`-sample_index=${sampleIndex}`, ...(unit === undefined ? [] : [`-unit=${unit}`])],
    ...(mode === 'normalize' ? ['-normalize', `-base=${pathOf(before)}`] : [`-${mode}=${pathOf(before)}`]),
    pathOf(after),
  ];
  const {stdout} = spawnSync('go', args, {encoding: 'utf8', maxBuffer: 1 << 26});
  const lines = stdout.split('\n');
  const start = lines.findIndex((line) => /^ *flat +flat%/.test(line)) + 1;
  return lines
    .slice(start)
    .map((line) => /^ *(-?\d+)[a-zA-Z]* +\S+ +\S+ +(-?\d+)[a-zA-Z]* +\S+ +(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, flat, cum, name]) => `${flat} ${cum} ${name.replace(/ \((?:partial-)?inline\)$/, '')}`);
}

function answers(pairs) {
  return pairs.flatMap(([before, after, sampleIndex]) =>
    ['base', 'diff_base', 'normalize'].map((mode) => ({
      before,
      after,
      sampleIndex,
      mode,
      rows: top(before, after, sampleIndex, mode),
    })),
  );
}

record('diff-base.json', SAMPLE_PAIRS);
if (existsSync(CORPUS)) record('diff-base-corpus.json', CORPUS_PAIRS);

function record(name, pairs) {
  const file = new URL(name, import.meta.url);
  const text = `${JSON.stringify(answers(pairs), undefined, 2)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (text !== readFileSync(file, 'utf8')) {
    console.error(`${name} is not what go tool pprof answers; npm run goldens writes it`);
    process.exitCode = 1;
  }
}
