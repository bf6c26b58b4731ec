/**
 * Measures the cases and writes down what they took.
 *
 * usage: node bench/run.mjs [--slow] [--quick] [CASE…]
 *        node bench/run.mjs [--slow] viewer | VIEWER-CASE…
 *        node bench/run.mjs growth [--command NAME]… [SHAPE…]
 *
 * Each case runs its contenders in turns; a ratio is the median over the turns, so that what else the machine does
 * hits both sides. Results go to bench/results/CASE.json, and all results there are become the table in
 * docs/performance.md. With --quick (CI) nothing is written, and the exit code tells whether a budget is broken.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {availableParallelism, cpus} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {brokenBudgets} from './budgets.mjs';
import {CASES} from './cases.mjs';
import {measureGrowth, tooSteep} from './growth/run.mjs';
import {SHAPES} from './growth/shapes.mjs';
import {GROWTH_HEAD, growthRow} from './growth/table.mjs';
import {ROOT} from './inputs.mjs';
import {measureInTurns, median, requireTime} from './measure.mjs';
import {caseRow, TABLE_HEAD, updateTable} from './table.mjs';
import {VIEWER_CASES} from './viewer/cases.mjs';
import {runViewerCase} from './viewer/run.mjs';
import {VIEWER_HEAD, viewerRow} from './viewer/table.mjs';

const {positionals, values: options} = parseArgs({
  allowPositionals: true,
  options: {
    slow: {type: 'boolean', default: false},
    quick: {type: 'boolean', default: false},
    command: {type: 'string', multiple: true},
  },
});

const broken = [];
if (positionals.some((name) => name.startsWith('viewer'))) await runViewer();
else if (positionals[0] === 'growth') runGrowth(positionals.slice(1));
else runCommands();
for (const line of broken) console.error(`broken: ${line}`);
process.exitCode = broken.length === 0 ? 0 : 1;

function runCommands() {
  requireTime();
  console.log(TABLE_HEAD);
  for (const chosen of chosenCases()) {
    const result = runCase(chosen);
    if (result === undefined) continue;
    console.log(caseRow(result));
    broken.push(...result.wrong, ...(options.quick ? brokenBudgets(result) : []));
    if (!options.quick) keep(result);
  }
  if (!options.quick) updateTable(CASES.map(({id}) => id));
}

/** The page against other viewers, in Chromium. */
async function runViewer() {
  const isNamed = ({id}) => positionals.includes(id);
  const chosen = VIEWER_CASES.filter((each) =>
    positionals.includes('viewer') ? options.slow || !each.isSlow : isNamed(each),
  );
  if (chosen.length === 0) throw new Error(`no such case; there are ${VIEWER_CASES.map(({id}) => id).join(', ')}`);
  console.log(VIEWER_HEAD);
  for (const each of chosen) {
    const result = {...(await runViewerCase(each)), ...origin()};
    console.log(viewerRow(result));
    keep(result);
  }
  updateTable(
    VIEWER_CASES.map(({id}) => id),
    {name: 'viewer', head: VIEWER_HEAD, row: viewerRow},
  );
}

/** Time and memory against size; what grows faster than it may breaks the run. */
function runGrowth(shapes) {
  requireTime();
  for (const result of measureGrowth(shapes.length === 0 ? undefined : shapes, options.command)) {
    for (const {cpu, exponents, name} of result.commands) {
      const seconds = cpu.map((each) => each.toFixed(2)).join(' ');
      console.log(`${result.shape}, ${name}: ${seconds} s, power ${exponents.cpu.toFixed(2)}`);
    }
    broken.push(...tooSteep(result));
    if (options.command === undefined) keep({id: growthId(result.shape), ...origin(), ...result});
  }
  if (options.command !== undefined) return;
  updateTable(SHAPES.map(growthId), {name: 'growth', head: GROWTH_HEAD, row: growthRow});
}

function growthId(shape) {
  return `growth-${shape.replaceAll(' ', '-')}`;
}

function chosenCases() {
  const unknown = positionals.filter((id) => !CASES.some((known) => known.id === id));
  if (unknown.length > 0)
    throw new Error(`no case ${unknown.join(', ')}; there are ${CASES.map(({id}) => id).join(', ')}`);
  if (positionals.length > 0) return CASES.filter(({id}) => positionals.includes(id));
  return CASES.filter(({isQuick, isSlow}) => (options.quick ? isQuick : options.slow || !isSlow));
}

function runCase({absent, check, goals, id, prepare, rounds, title}) {
  const prepared = prepare();
  if (prepared === undefined) {
    console.log(`| ${title} | not run: ${absent} |`);
    return undefined;
  }
  const contenders = options.quick ? withoutLong(prepared) : prepared;
  const names = Object.keys(contenders);
  // Budgets are wide: they need fewer turns than the table.
  const turns = options.quick ? Math.ceil(rounds / 5) : rounds;
  const runs = measureInTurns(Object.values(contenders), turns);
  const byName = Object.fromEntries(names.map((name, i) => [name, summary(runs[i])]));
  const wrong = check?.();
  return {
    id,
    title,
    ...origin(),
    rounds: turns,
    contenders: byName,
    goals: goals
      .filter(({peer}) => peer === undefined || names.includes(peer))
      .map((goal) => ({...goal, measured: measuredGoal(goal, byName)})),
    wrong: wrong === undefined ? [] : [`${id}: ${wrong}`],
  };
}

/** CI compares with contenders that do not take longer than all else together. */
function withoutLong(contenders) {
  return Object.fromEntries(Object.entries(contenders).filter(([, {isLong = false}]) => !isLong));
}

function summary(runs) {
  const column = (key) => runs.map((run) => run[key]);
  return {
    wall: median(column('wall')),
    wallSpread: [Math.min(...column('wall')), Math.max(...column('wall'))],
    cpu: median(column('cpu')),
    rss: median(column('rss')),
    runs,
  };
}

/** The figure itself, its distance to a peer's, or the median of its ratios to the peer's, turn by turn. */
function measuredGoal({above, figure, peer}, byName) {
  const {ours} = byName;
  if (above !== undefined) return ours[figure] - byName[above][figure];
  if (peer === undefined) return ours[figure];
  const turns = byName[peer].runs;
  return median(turns.map((run, i) => ours.runs[i][figure] / run[figure]));
}

function origin() {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], {cwd: ROOT, encoding: 'utf8'}).trim(),
  };
}

function machine() {
  return `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, node ${process.version}`;
}

function keep(result) {
  const folder = join(ROOT, 'bench', 'results');
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, `${result.id}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
}
