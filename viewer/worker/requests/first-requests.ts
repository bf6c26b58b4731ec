/**
 * What the page asks of inputs that were just opened, where nobody has chosen anything.
 */
import type {OpenedInputs, Request} from '../../protocol.ts';
import {comparisonPair, comparisonRequest, isComparison} from '../../screens/compare/pair.ts';
import {flameRequest} from '../../screens/flame/request.ts';
import {FIRST_STATE} from '../../state.ts';

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
