/**
 * Which two inputs to compare, how to scale them, what is noise, and the verdict in words.
 */

import {percent, shownName, signedPercent, signedValue, value} from '../base/text.ts';
import type {Difference} from '../flame/colors.ts';
import type {FlamePayload, InputSummary, TablePayload} from '../protocol.ts';
import type {ViewState} from '../state.ts';

export interface Pair {
  readonly before: number;
  readonly after: number;
}

/** The inputs to compare, or why there are none. */
export function comparisonPair(inputs: readonly InputSummary[], {base, input}: ViewState): Pair | string {
  if (inputs.length < 2) {
    return 'Open a second profile of the same kind to compare: drop it anywhere on this page, or start with pprofx view BEFORE AFTER.';
  }
  const isAlike = (a: number, b: number): boolean =>
    a !== b &&
    inputs[a] !== undefined &&
    inputs[b] !== undefined &&
    inputs[a].sampleTypes.some(({type, unit}) =>
      inputs[b].sampleTypes.some((other) => other.type === type && other.unit === unit),
    );
  if (base >= 0 && isAlike(base, input)) return {before: base, after: input};
  const other = inputs.findIndex((_, index) => isAlike(index, input));
  const [first, second] = other >= 0 ? [input, other] : alikePair(inputs, isAlike);
  if (first < 0) {
    const kinds = [...new Set(inputs.map(({kind}) => kind))].join(' and ');
    return `These inputs measure different things (${kinds}), so there is nothing to compare. Open a second profile of one kind.`;
  }
  // The older one is the side before; without times the order given decides.
  const [a, b] = [inputs[first], inputs[second]];
  const isReversed = a.timeMillis > 0 && b.timeMillis > 0 ? a.timeMillis > b.timeMillis : first > second;
  return isReversed ? {before: second, after: first} : {before: first, after: second};
}

function alikePair(inputs: readonly InputSummary[], isAlike: (a: number, b: number) => boolean): [number, number] {
  for (let a = 0; a < inputs.length; a++) {
    for (let b = a + 1; b < inputs.length; b++) if (isAlike(a, b)) return [a, b];
  }
  return [-1, -1];
}

/** Deviations a change must pass to be more than chance. */
const SIGNIFICANT = 3;

/** How the two sides are put on one scale, and which changes are chance. */
export function comparison(
  before: InputSummary,
  after: InputSummary,
  {tree}: FlamePayload,
  isRelative: boolean,
): Difference {
  const scale = durationScale(before, after, tree.unit);
  const perSample = samplesPerUnit(after, tree.unit);
  return {
    isRelative,
    scale,
    isNoise: (a, b) => {
      const [left, right] = [Math.abs(a * scale) * perSample, Math.abs(b) * perSample];
      return Math.abs(left - right) <= SIGNIFICANT * Math.sqrt(left + right);
    },
  };
}

/** CPU profiles of different length are compared per second. */
export function durationScale(before: InputSummary, after: InputSummary, unit: string): number {
  const isTime = unit === 'nanoseconds' && after.kind === 'cpu';
  return isTime && before.durationSeconds > 0 && after.durationSeconds > 0
    ? after.durationSeconds / before.durationSeconds
    : 1;
}

/** One sample stands for a period of the same unit, or for one thing counted. */
function samplesPerUnit({period, periodUnit}: InputSummary, unit: string): number {
  if (period > 0 && periodUnit === unit) return 1 / period;
  return 1;
}

/** A sentence to paste into a pull request. */
export function verdictSentence(
  before: InputSummary,
  after: InputSummary,
  table: TablePayload,
  {type}: ViewState,
): string {
  const {baseTotal, rows, total, unit} = table;
  const scale = durationScale(before, after, unit);
  const delta = total - baseTotal * scale;
  const what =
    after.sampleTypes.find((sampleType) => sampleType.type === type)?.type ??
    after.sampleTypes[after.defaultSampleType]?.type ??
    '';
  const perSecond = scale === 1 ? '' : ', per second';
  const word = Math.abs(delta) < 0.02 * Math.max(1, baseTotal * scale) ? 'about the same' : delta < 0 ? 'less' : 'more';
  let largest = rows[0];
  for (const row of rows) {
    if (
      largest === undefined ||
      Math.abs(row.flat - row.baseFlat * scale) > Math.abs(largest.flat - largest.baseFlat * scale)
    )
      largest = row;
  }
  const cause =
    largest === undefined || delta === 0
      ? ''
      : ` Largest change of its own: ${shownName(largest.name)} ${signedValue(largest.flat - largest.baseFlat * scale, unit)} (${percent(Math.abs(largest.flat - largest.baseFlat * scale), Math.abs(delta))} of the change).`;
  return `${what}: ${value(baseTotal * scale, unit)} before, ${value(total, unit)} after${perSecond}: ${word}${word === 'about the same' ? '' : ` by ${signedPercent(delta, baseTotal * scale).replace(/^[+−]/, '')}`}.${cause}`;
}
