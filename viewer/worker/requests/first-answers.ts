/**
 * Answers what a page will ask first, before there is one: `pprofx view` runs this worker beside its server and sends
 * the answers along with the page.
 */
import type {FirstAnswer} from '../../first-answers.ts';
import {pack} from '../../packed.ts';
import type {FirstRequest, OpenedInputs, OpenRequest, Request} from '../../protocol.ts';
import {firstRequests} from './first-requests.ts';

/** @param answer  answers one request */
export async function firstAnswers(
  {files, options}: FirstRequest,
  answer: (request: Request) => Promise<{readonly result: unknown}>,
): Promise<string> {
  const open: OpenRequest = {kind: 'open', files, isOrdered: true, isFlameFirst: false, options};
  const opened = (await answer(open)).result as OpenedInputs;
  const answers: FirstAnswer[] = [{request: {...open, files: []}, result: opened}];
  for (const request of firstRequests(opened)) answers.push({request, result: (await answer(request)).result});
  return pack(answers);
}
