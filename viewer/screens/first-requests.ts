/**
 * What the page asks of inputs that were just opened, where nobody has chosen anything.
 */
import type {OpenedInputs, Request} from '../protocol.ts';
import {FIRST_STATE} from '../state.ts';
import {comparisonPair, comparisonRequest, isComparison} from './comparison.ts';
import {flameRequest} from './flame-request.ts';

export function firstRequests(opened: OpenedInputs): Request[] {
  const {inputs} = opened;
  const pair = isComparison(opened) ? comparisonPair(inputs, FIRST_STATE) : '';
  return [
    typeof pair === 'string'
      ? {kind: 'flame', ...flameRequest({opened}, FIRST_STATE)}
      : {kind: 'compare', ...comparisonRequest(inputs, pair, FIRST_STATE)},
    {kind: 'diagnose'},
  ];
}
