/**
 * For whom costly work is done: by stacks, or in a printed table by the cum of its rows.
 */

import {meetingPoint} from '../../analysis/evidence/meeting-point.ts';
import {rowAround, tableRows} from '../../analysis/evidence/printed-table.ts';
import {callerOfMarked, firstMarked, largest, markNames, sumByKey} from '../../analysis/names/frame-classes.ts';
import {isHelperMethod, layerOf} from '../../analysis/names/layers.ts';
import {NONE} from '../../base/columns.ts';
import {say} from '../../base/language/say.ts';
import {isStandardPackage, packageOf, parseSymbol, shortName} from '../../model/symbol.ts';
import type {FoundWork} from './found-work.ts';

/** The function that does most of the work; of a table the one with the largest cum. */
export function workerOf({input, marks}: Pick<FoundWork, 'input' | 'marks'>): string {
  const {frames} = input.stacks;
  const rows = tableRows(input);
  if (rows !== undefined) {
    return (rows.find(({name}) => marks[frames.names.indexOf(name)] === 1) ?? rows[0]).name;
  }
  const sums = sumByKey(input.stacks, firstMarked(input.stacks, marks), frames.names.length);
  return frames.names[Math.max(0, largest(sums))];
}

/**
 * The function of code that asks for the work; undefined where none stands out.
 *
 * @param least  part of the work that it must ask for
 * @param meets  part of the work that must meet under it; where undefined, the largest single asker is named
 */
export function askerOf(found: FoundWork, least: number, meets: number | undefined): string | undefined {
  const {input, marks, value} = found;
  const {stacks} = input;
  const rows = tableRows(input);
  if (rows !== undefined) return rowAround(rows, value, stacks.total, least)?.name;
  const isCode = (name: string): boolean => layerOf(name) === 'code';
  const largestAsker =
    meets === undefined
      ? (callerAmong(found, least, (name) => isCode(name) && !isHelperMethod(name)) ??
        callerAmong(found, least, isCode))
      : undefined;
  if (largestAsker !== undefined) return largestAsker;
  const first = firstMarked(stacks, marks);
  return meetingPoint(
    stacks,
    (stack) => first[stack] !== NONE,
    meets ?? MEETS,
    (name) => !isWorker(found, name),
  );
}

/** Part of the work that must meet under a function where no single asker stands out. */
const MEETS = 0.8;

function isWorker({input, marks}: FoundWork, name: string): boolean {
  return marks[input.stacks.frames.names.indexOf(name)] === 1;
}

function callerAmong(
  {input, marks, value}: FoundWork,
  least: number,
  accepts: (name: string) => boolean,
): string | undefined {
  const {stacks} = input;
  const callers = callerOfMarked(stacks, marks, markNames(stacks.frames, accepts));
  const sums = sumByKey(stacks, callers, stacks.frames.names.length);
  const best = largest(sums);
  return best !== NONE && sums[best] >= value * least ? stacks.frames.names[best] : undefined;
}

/** Calls of the standard library that are named between the asker and the work. */
const THROUGH = 2;
/** Part of the work that a row of a table must have to be on its way. */
const THROUGH_PART = 0.5;

/** ", through ioutil.ReadDir and os.Lstat": by which calls of the standard library the work is reached. */
export function throughText({input, marks, value}: FoundWork, stack: readonly string[]): string {
  const rows = tableRows(input);
  const {names} = input.stacks.frames;
  const ways =
    rows === undefined
      ? stack
          .slice(
            0,
            Math.max(
              0,
              stack.findIndex((name) => layerOf(name) === 'code'),
            ),
          )
          .toReversed()
      : rows.filter(({cum}) => cum >= value * THROUGH_PART).map(({name}) => name);
  const calls = ways.filter((name) => isPublicCall(name) && marks[names.indexOf(name)] !== 1).slice(0, THROUGH);
  return calls.length === 0 ? '' : say`, through ${calls.map(shortName).join(say(' and '))}`;
}

/** An exported function of the standard library proper, which is what people call. */
function isPublicCall(name: string): boolean {
  const {function: method, receiver} = parseSymbol(name);
  return layerOf(name) === 'standard' && isStandardPackage(packageOf(name)) && receiver === '' && /^[A-Z]/.test(method);
}
