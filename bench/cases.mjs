/**
 * The registry of cases, in the order of the table.
 *
 * A case: `id`, `title`, `rounds`, `prepare()` → contenders by name, `ours` first; `goals`, each a figure with the
 * most it may be. A contender: {args, stdin?, rounds?}. `isSlow` cases run only with --slow or when named;
 * `isQuick` ones are the fast subset of CI. `check()` says what is wrong with the answer itself, or nothing.
 */
import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {amplified, goroutines, heapSeries, largeCpu, otlpPair, ROOT, sample, synthetic} from './inputs.mjs';

const CLI = join(ROOT, 'dist', 'cli', 'bin.js');
const NODE = process.execPath;
/** Node itself starts in half the time from 24 on. */
const isLaterNode = Number(process.versions.node.split('.')[0]) >= 24;
const MB = 1e6;
const MIB = 2 ** 20;

const pprofx = (...args) => ({args: [NODE, CLI, ...args]});
const goTop = (path) => ({args: ['go', 'tool', 'pprof', '-top', path]});
const gunzip = (path) => ({args: ['gzip', '-dc', path]});
const bareNode = {args: [NODE, '-e', '0']};

const wallAgainst = (peer, atMost) => ({figure: 'wall', peer, atMost});
const cpuAgainst = (peer, atMost) => ({figure: 'cpu', peer, atMost});
const memoryAgainst = (peer, atMost) => ({figure: 'rss', peer, atMost});
const memory = (atMost) => ({figure: 'rss', atMost});
const wall = (atMost) => ({figure: 'wall', atMost});
const memoryAbove = (peer, atMost) => ({figure: 'rss', above: peer, atMost});

const AMPLIFIED_TOTAL = 260_714_650_000_000;

export const CASES = [
  {
    id: 'small-top',
    title: 'heap profile of 60 kB, `top`',
    isQuick: true,
    rounds: 15,
    prepare: () => ({ours: pprofx('top', SMALL), 'node -e 0': bareNode, 'go tool pprof -top': goTop(SMALL)}),
    goals: [wallAgainst('node -e 0', isLaterNode ? 1.5 : 1.9)],
  },
  {
    id: 'small-analyze',
    title: 'heap profile of 60 kB, `analyze`',
    isQuick: true,
    rounds: 15,
    prepare: () => ({ours: pprofx('analyze', SMALL), 'node -e 0': bareNode}),
    goals: [wallAgainst('node -e 0', isLaterNode ? 1.8 : 2.3)],
  },
  {
    id: 'labelled-100k',
    title: '100 k labelled samples, `top`',
    isQuick: true,
    rounds: 5,
    prepare: () => {
      const path = synthetic(100_000);
      const go = {...goTop(path), rounds: 2, isLong: true};
      return {ours: pprofx('top', path), 'gzip -dc': gunzip(path), 'go tool pprof -top': go};
    },
    goals: [
      wallAgainst('go tool pprof -top', 1 / 25),
      memoryAgainst('go tool pprof -top', 1 / 9),
      wallAgainst('gzip -dc', 3),
    ],
  },
  {
    id: 'labelled-1m',
    title: '1 M labelled samples, `top`',
    rounds: 5,
    prepare: () => {
      const path = synthetic(1_000_000);
      return {ours: pprofx('top', path), 'gzip -dc': gunzip(path)};
    },
    goals: [wallAgainst('gzip -dc', 3), memory(140 * MB)],
  },
  {
    id: 'otlp-1m',
    title: '1 M labelled samples of one type as OTLP, `top`',
    rounds: 3,
    prepare: () => {
      const {otlp, pprof} = otlpPair(1_000_000);
      return {ours: pprofx('top', otlp), 'the same as pprof': pprofx('top', pprof)};
    },
    goals: [cpuAgainst('the same as pprof', 1.3)],
  },
  {
    id: 'labelled-1m-go',
    title: '1 M labelled samples, `top`, against Go (minutes, 8 GB)',
    isSlow: true,
    rounds: 3,
    prepare: () => {
      const path = synthetic(1_000_000);
      return {ours: pprofx('top', path), 'go tool pprof -top': {...goTop(path), rounds: 1}};
    },
    goals: [wallAgainst('go tool pprof -top', 1 / 50), memoryAgainst('go tool pprof -top', 1 / 60)],
  },
  {
    id: 'amplified-cpu',
    title: 'large.cpu × 1085 (1 GiB raw), `top`',
    rounds: 2,
    prepare: () => {
      const path = amplifiedCpu();
      return path && {ours: pprofx('top', path), 'gzip -dc': gunzip(path)};
    },
    absent: 'the corpus is not there (PPROFX_SHARED)',
    check: () => {
      const {total} = JSON.parse(
        execFileSync(NODE, [CLI, 'top', '--format', 'json', amplifiedCpu()], {maxBuffer: 2 ** 28}),
      );
      return total === AMPLIFIED_TOTAL ? undefined : `the total is ${total}, not ${AMPLIFIED_TOTAL}`;
    },
    goals: [memory(256 * MIB), wall(60)],
  },
  {
    id: 'memory-law',
    title: 'samples × 1 against × 1000, `top`',
    isQuick: true,
    rounds: 3,
    prepare: () => {
      const source = sample('nodeips-hot', 'cpu-before.pb.gz');
      const many = amplified(source, 1000, 'nodeips-hot-1000.pb.gz');
      return {ours: pprofx('top', many), '× 1': pprofx('top', source)};
    },
    goals: [memoryAbove('× 1', 16 * MB)],
  },
  {
    id: 'goroutines-100k',
    title: '100 k goroutines of text, `top`',
    isQuick: true,
    rounds: 3,
    prepare: () => textCase(100_000),
    goals: [memory(128 * MB)],
  },
  {
    id: 'goroutines-1m',
    title: '1 M goroutines of text (1 GB), `top`',
    rounds: 3,
    prepare: () => textCase(1_000_000),
    goals: [wallAgainst('wc -l', 8), memory(128 * MB)],
  },
  {
    id: 'merge-1000',
    title: 'merge of 1 000 heap profiles of 70 kB',
    rounds: 2,
    prepare: () => {
      const paths = heapSeries(1000);
      const merged = join(ROOT, 'bench', 'tmp', 'merged.pb.gz');
      return {
        ours: pprofx('merge', '--force', '-o', merged, ...paths),
        'go tool pprof -proto': {args: ['go', 'tool', 'pprof', '-proto', '-output', `${merged}.go`, ...paths]},
      };
    },
    goals: [wallAgainst('go tool pprof -proto', 1 / 4)],
  },
  {
    id: 'diff-1m',
    title: '`diff` of two profiles of 1 M labelled samples',
    rounds: 3,
    prepare: () => {
      const [before, after] = [synthetic(1_000_000), synthetic(1_000_000, {seed: 2})];
      return {ours: pprofx('diff', before, after), 'one `top`': pprofx('top', before)};
    },
    goals: [wallAgainst('one `top`', 2.3)],
  },
];

const SMALL = sample('replicaset-flood', 'heap-before.pb.gz');

function amplifiedCpu() {
  const source = largeCpu();
  return source && amplified(source, 1085, 'large-cpu-1085.pb.gz');
}

function textCase(count) {
  const path = goroutines(count);
  return {ours: pprofx('top', path), 'wc -l': {args: ['wc', '-l', path]}};
}
