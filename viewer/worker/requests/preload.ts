/**
 * Answers what a page will ask first: `pprofx view` runs this worker beside its server and puts the answers into the page.
 */

import {encodeAnswers} from '../../answer-encoding.ts';
import type {PreloadedAnswer} from '../../preloaded-answers.ts';
import type {OpenedInputs, OpenRequest, PreloadRequest, Request} from '../../protocol.ts';
import {comparisonPair, comparisonRequest, isComparison} from '../../screens/compare/pair.ts';
import {flameRequest} from '../../screens/flame/request.ts';
import {FIRST_STATE} from '../../state.ts';

/** @param answer  answers one request */
export async function preloadAnswers(
  {files, options}: PreloadRequest,
  answer: (request: Request) => Promise<{readonly result: unknown}>,
): Promise<string> {
  const open: OpenRequest = {kind: 'open', files, isOrdered: true, isFlameFirst: false, options};
  const opened = (await answer(open)).result as OpenedInputs;
  const answers: PreloadedAnswer[] = [{request: {...open, files: [], options: {}}, result: opened}];
  for (const request of firstRequests(opened)) answers.push({request, result: (await answer(request)).result});
  return encodeAnswers(answers);
}

/** What the page asks of inputs that were just opened, before anything is chosen. */
function firstRequests(opened: OpenedInputs): Request[] {
  const {inputs} = opened;
  const pair = isComparison(opened) ? comparisonPair(inputs, FIRST_STATE) : '';
  return [
    typeof pair === 'string'
      ? {kind: 'flame', ...flameRequest({opened}, FIRST_STATE)}
      : {kind: 'compare', ...comparisonRequest(inputs, pair, FIRST_STATE)},
    {kind: 'diagnose'},
  ];
}
