/**
 * Before and after of the processes in folders and archives: of two, what both hold; of one, its first and last moment.
 */
import {failure} from '../../base/errors.ts';
import {groupBy} from '../../base/lists.ts';
import {historyOf, lastShown, type Placed, shownAt} from '../../incident/moments.ts';
import type {CaseProcess} from '../../incident/processes.ts';
import type {Profile} from '../../model/profile.ts';
import type {CaseChoices, InputOptions} from '../input/read-options.ts';
import {readShown} from './diagnose.ts';
import {openEvidence} from './open-evidence.ts';

export interface ProcessPair {
  readonly id: string;
  readonly before: readonly Profile[];
  readonly after: readonly Profile[];
}

/**
 * @param inputs  one folder or archive, or two
 * @throws USAGE when there is nothing to compare
 */
export async function readPairs(
  inputs: readonly string[],
  reading: InputOptions,
  choices: CaseChoices,
): Promise<ProcessPair[]> {
  if (inputs.length > 2) throw failure('USAGE', `diff takes two folders, not ${inputs.length}`);
  const cases: (readonly CaseProcess[])[] = [];
  for (const input of inputs) cases.push((await openEvidence([input], reading, choices)).processes);
  const sides = cases.length === 1 ? cases[0].flatMap(firstAndLast) : sharedProcesses(cases[0], cases[1]);
  const pairs: ProcessPair[] = [];
  for (const {after, before, id} of sides) {
    const pair = {id, before: await readShown(before, reading, []), after: await readShown(after, reading, [])};
    if (haveKindInCommon(pair)) pairs.push(pair);
  }
  if (pairs.length > 0) return pairs;
  const [only, other] = inputs;
  if (other === undefined) {
    const hint =
      'give an earlier folder too: pprofx diff EARLIER LATER; collect --twice 120s takes two moments into one folder';
    throw failure('USAGE', `${only} holds one moment, so there is nothing to compare it with`, {}, hint);
  }
  const message = `${only} and ${other} share no process and kind of profile`;
  throw failure('USAGE', message, {}, 'compare single files: pprofx diff BEFORE AFTER');
}

interface Sides {
  readonly id: string;
  readonly before: readonly Placed[];
  readonly after: readonly Placed[];
}

/** Of each kind the first moment that has it and the last; of a single moment, what was taken twice in it. */
function firstAndLast({id, moments}: CaseProcess): Sides[] {
  const shown = moments.flatMap(shownAt);
  const histories =
    moments.length > 1
      ? [...groupBy(shown, ({evidence}) => evidence.kind).values()]
      : (['goroutine', 'heap'] as const).map((kind) => historyOf(moments, kind));
  const twice = histories.filter((history) => history.length > 1);
  if (twice.length === 0) return [];
  return [{id, before: twice.map(([first]) => first), after: twice.map((history) => history[history.length - 1])}];
}

/** The same process by its name; where each side has only one, that. */
function sharedProcesses(before: readonly CaseProcess[], after: readonly CaseProcess[]): Sides[] {
  const old = new Map(before.map((process) => [process.id, process]));
  if (before.length === 1 && after.length === 1) old.set(after[0].id, before[0]);
  return after.flatMap((process) => {
    const earlier = old.get(process.id);
    return earlier === undefined
      ? []
      : [{id: process.id, before: lastShown(earlier.moments), after: lastShown(process.moments)}];
  });
}

function haveKindInCommon({after, before}: ProcessPair): boolean {
  return after.some(({kind}) => before.some((profile) => profile.kind === kind));
}
