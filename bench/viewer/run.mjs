/**
 * Measures the page against other viewers, in turns, and writes down what each took.
 *
 * The load of the machine is part of every result: a page competes with whatever else runs.
 */
import {loadavg} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {launchChromium} from '../../scripts/chromium.mjs';
import {median} from '../measure.mjs';
import {CONTENDERS} from './contenders.mjs';
import {measureLoad, measureUse} from './page.mjs';

const TIMEOUT = 180_000;
const SETTLING = 1000;

/** @returns the result of a case, without what tells of the machine */
export async function runViewerCase({goals, id, only, path, peerRounds, rounds, title}) {
  const file = path();
  const runs = {};
  const loads = [];
  const use = [];
  const browser = await launchChromium();
  try {
    for (let round = 0; round < rounds; round++) {
      loads.push(loadavg()[0]);
      for (const name of only ?? Object.keys(CONTENDERS)) {
        if (name === 'ours' || round < (peerRounds ?? rounds)) await takeTurn(browser, name, file, runs);
      }
    }
    await useOurs(browser, file, use);
  } finally {
    await browser.close();
  }
  const contenders = Object.fromEntries(Object.entries(runs).map(([name, of]) => [name, summary(of)]));
  if (use[0] !== undefined) Object.assign(contenders.ours, use[0]);
  const measured = goals.map((goal) => ({...goal, measured: measuredGoal(goal, contenders)}));
  return {id, title, rounds, load: median(loads), contenders, goals: measured, wrong: []};
}

async function takeTurn(browser, name, file, runs) {
  const contender = CONTENDERS[name];
  const running = await contender.start(file);
  if (running === undefined) return;
  // What just started has things to finish, and the page is to be measured alone.
  await sleep(SETTLING);
  try {
    runs[name] ??= [];
    runs[name].push(await measureLoad(browser, running.url, contender, TIMEOUT));
  } finally {
    running.stop();
  }
}

async function useOurs(browser, file, use) {
  const running = await CONTENDERS.ours.start(file);
  try {
    use.push(await measureUse(browser, running.url, CONTENDERS.ours, TIMEOUT));
  } finally {
    running.stop();
  }
}

/** Medians of the turns that painted; null where one did not. */
function summary(runs) {
  const column = (key) => runs.map((run) => run?.[key] ?? Number.POSITIVE_INFINITY);
  const settled = (value) => (Number.isFinite(value) ? value : null);
  return {
    paint: settled(median(column('paint'))),
    whole: settled(median(column('whole'))),
    blocked: settled(median(column('blocked'))),
    longest: settled(median(column('longest'))),
    runs: runs.map((run) => run ?? null),
  };
}

/** Ours itself, or the median of its ratios to the faster of the peers, turn by turn; null where it cannot be told. */
function measuredGoal({figure, peers}, contenders) {
  if (peers === undefined) return contenders.ours[figure] ?? null;
  const present = peers.filter((peer) => contenders[peer] !== undefined);
  if (present.length === 0) return null;
  const turns = Math.max(...present.map((peer) => contenders[peer].runs.length));
  const ratios = contenders.ours.runs.slice(0, turns).map((run, turn) => {
    const times = present.map((peer) => contenders[peer].runs[turn]?.paint ?? Number.POSITIVE_INFINITY);
    return (run?.paint ?? Number.POSITIVE_INFINITY) / Math.min(...times);
  });
  return median(ratios);
}
