/**
 * Which two inputs to compare. What comes of it is the core's to say.
 */

import {say} from '../../../src/base/language/say.ts';
import type {CompareRequest, InputSummary, OpenedInputs} from '../../protocol.ts';
import {FIRST_STATE, type ViewState} from '../../state.ts';
import {sampleTypeOf} from '../screen.ts';

export interface Pair {
  readonly before: number;
  readonly after: number;
}

/** Two of one kind and nothing else were opened to be compared. */
export function isComparison({inputs}: OpenedInputs): boolean {
  return (
    inputs.length === 2 && inputs[0].kind === inputs[1].kind && typeof comparisonPair(inputs, FIRST_STATE) !== 'string'
  );
}

/** What to ask of two inputs. */
export function comparisonRequest(inputs: readonly InputSummary[], pair: Pair, state: ViewState): CompareRequest {
  const after = inputs[pair.after];
  const sampleType = after.sampleTypes[sampleTypeOf(after, state)]?.type ?? '';
  return {...pair, sampleType, scale: state.scale, filters: state.filters};
}

/** Inputs that can stand on either side of a pair. */
export function alikeInputs(inputs: readonly InputSummary[], {after}: Pair): number[] {
  const {comparableKind} = inputs[after];
  return [...inputs.keys()].filter((index) => inputs[index].comparableKind === comparableKind);
}

/** The inputs to compare, or why there are none. */
export function comparisonPair(inputs: readonly InputSummary[], {base, input}: ViewState): Pair | string {
  if (inputs.length < 2) {
    return say(
      'Open a second profile of the same kind to compare: drop it anywhere on this page, or start with pprofx view BEFORE AFTER.',
    );
  }
  const isAlike = (a: number, b: number): boolean =>
    a !== b &&
    inputs[a] !== undefined &&
    inputs[b] !== undefined &&
    inputs[a].comparableKind === inputs[b].comparableKind;
  if (base >= 0 && isAlike(base, input)) return {before: base, after: input};
  const other = inputs.findIndex((_, index) => isAlike(index, input));
  const [first, second] = other >= 0 ? [input, other] : alikePair(inputs, isAlike);
  if (first < 0) {
    const kinds = [...new Set(inputs.map(({kind}) => kind))].join(say(' and '));
    return say`These inputs measure different things (${kinds}), so their values have no difference. With a second profile of either kind there is one.`;
  }
  return first < second ? {before: first, after: second} : {before: second, after: first};
}

function alikePair(inputs: readonly InputSummary[], isAlike: (a: number, b: number) => boolean): [number, number] {
  for (let a = 0; a < inputs.length; a++) {
    for (let b = a + 1; b < inputs.length; b++) if (isAlike(a, b)) return [a, b];
  }
  return [-1, -1];
}
