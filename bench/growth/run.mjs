/**
 * How the time and the memory of every command grow with what an input is made of.
 *
 * Each command reads each shape at four sizes. The smallest says what starting costs and is taken off the others; the
 * exponent is then the slope from the third to the fourth: 1 is linear, 1.1 is n log n at these sizes, 2 is quadratic.
 * A slope above the limit is measured again, and the best of the runs at each size counts: a busy machine only adds.
 */
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {CACHE, ROOT} from '../inputs.mjs';
import {measure} from '../measure.mjs';
import {DUMP_SHAPES, SHAPES, shapeOf} from './shapes.mjs';

export const SIZES = [1250, 5000, 20_000, 80_000];
export const MOST = 1.2;
const MORE_RUNS = 4;
const CLI = join(ROOT, 'dist', 'cli', 'bin.js');
/** Growth below this is what other work on the machine adds. */
const FLOOR = {cpu: 0.25, rss: 24e6};

const one = (...words) => [words[0], (path) => [...words.slice(1), path]];
const COMMANDS = [
  one('top', 'top'),
  one('top, all rows', 'top', '--nodecount', '0'),
  one('top, filtered', 'top', '--focus', 'main.f1', '--ignore', 'main.f2$'),
  one('top, lines', 'top', '--lines'),
  one('tree', 'tree'),
  one('peek', 'peek', 'main'),
  one('list', 'list', 'main.(f|wait)1$|Server'),
  one('traces', 'traces'),
  one('raw', 'raw'),
  one('tags', 'tags'),
  one('top, tag roots', 'top', '--tagroot', 'request'),
  one('dot', 'dot'),
  one('graph', 'graph'),
  one('callgrind', 'callgrind'),
  one('topproto', 'topproto'),
  one('proto', 'proto'),
  one('flame', 'flame'),
  one('flame, HTML', 'flame', '--format', 'html'),
  one('flame, text', 'flame', '--format', 'text'),
  one('convert, folded', 'convert', '--to', 'folded'),
  one('convert, speedscope', 'convert', '--to', 'speedscope'),
  one('convert, JSON', 'convert', '--to', 'json'),
  one('redact', 'convert', '--to', 'pprof', '--redact'),
  ['merge', (path) => ['merge', path, path]],
  ['diff', (path) => ['diff', path, path]],
  one('analyze', 'analyze'),
  one('analyze, JSON', 'analyze', '--format', 'json'),
  one('analyze, HTML', 'analyze', '--format', 'html'),
];
const OF_DUMPS = [
  one('goroutines', 'goroutines'),
  one('goroutines, JSON', 'goroutines', '--format', 'json'),
  one('goroutines by creator', 'goroutines', '--by', 'creator'),
  one('explain, why not', 'explain', '--why-not', 'main'),
];
/** A detector that has findings in the shape: `explain` writes all of them. */
const FOUND_BY = {
  'goroutines alike': 'goroutine-leak-chan-receive',
  'goroutines distinct': 'deadlock',
  'lines a goroutine': 'goroutine-crowd',
};

/**
 * One result a shape: {shape, commands: {name, cpu, rss: four figures, exponents: {cpu, rss}}[]}.
 *
 * @param names  of commands, where not all of them are wanted
 */
export function* measureGrowth(shapes = SHAPES, names = undefined) {
  for (const shape of shapes) {
    const paths = SIZES.map((size) => inputOf(shape, size));
    const commands = commandsFor(shape).filter(([name]) => names?.includes(name) ?? true);
    yield {shape, commands: commands.map(([name, line]) => ({name, ...growthOf(paths, line)}))};
  }
}

function commandsFor(shape) {
  if (!DUMP_SHAPES.includes(shape)) return COMMANDS;
  return [...COMMANDS, ...OF_DUMPS, one('explain', 'explain', FOUND_BY[shape])];
}

/** What grows faster than it may, a line each. */
export function tooSteep({commands, shape}) {
  return commands.flatMap(({exponents, name}) =>
    Object.entries(exponents)
      .filter(([, exponent]) => exponent > MOST)
      .map(([figure, exponent]) => `${shape}, ${name}: ${figure} grows with the power ${exponent.toFixed(2)}`),
  );
}

function growthOf(paths, line) {
  const best = SIZES.map(() => ({cpu: Infinity, rss: Infinity}));
  for (let round = 0; round <= MORE_RUNS; round++) {
    for (const [i, path] of paths.entries()) {
      const {cpu, rss} = measure({args: [process.execPath, CLI, ...line(path)]});
      best[i] = {cpu: Math.min(best[i].cpu, cpu), rss: Math.min(best[i].rss, rss)};
    }
    const exponents = {cpu: exponentOf(best, 'cpu'), rss: exponentOf(best, 'rss')};
    const isGood = exponents.cpu <= MOST && exponents.rss <= MOST;
    if (isGood || round === MORE_RUNS) return {cpu: best.map(({cpu}) => cpu), rss: best.map(({rss}) => rss), exponents};
  }
}

/** Slope of the last step on logarithmic scales, above what the smallest costs; 0 where next to nothing grows. */
function exponentOf(figures, key) {
  const [start, , before, last] = figures.map((figure) => figure[key]);
  if (last - start < FLOOR[key]) return 0;
  const step = Math.max(before - start, FLOOR[key] / 4);
  return Math.max(0, Math.log((last - start) / step) / Math.log(SIZES[3] / SIZES[2]));
}

function inputOf(shape, size) {
  const {bytes, name} = shapeOf(shape, size);
  const path = join(CACHE, name);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, {recursive: true});
  writeFileSync(path, bytes);
  return path;
}
