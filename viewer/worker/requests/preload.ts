/**
 * Answers what a page will ask first, before there is one: `pprofx view` runs this worker beside its server and sends
 * the answers along with the page.
 */

import {encodeAnswers} from '../../answer-encoding.ts';
import type {PreloadedAnswer} from '../../preloaded-answers.ts';
import type {OpenedInputs, OpenRequest, PreloadRequest, Request} from '../../protocol.ts';
import {firstRequests} from './first-requests.ts';

/** @param answer  answers one request */
export async function preloadAnswers(
  {files, options}: PreloadRequest,
  answer: (request: Request) => Promise<{readonly result: unknown}>,
): Promise<string> {
  const open: OpenRequest = {kind: 'open', files, isOrdered: true, isFlameFirst: false, options};
  const opened = (await answer(open)).result as OpenedInputs;
  const answers: PreloadedAnswer[] = [{request: {...open, files: []}, result: opened}];
  for (const request of firstRequests(opened)) answers.push({request, result: (await answer(request)).result});
  return encodeAnswers(answers);
}
