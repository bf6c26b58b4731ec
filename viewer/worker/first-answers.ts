/**
 * Answers what a page will ask first, before there is one: `pprofx view` runs this worker beside its server and sends
 * the answers along with the page.
 */
import type {FirstAnswer} from '../first-answers.ts';
import {pack} from '../packed.ts';
import type {FlameRequest, OpenRequest, Request} from '../protocol.ts';

/**
 * @param answer  answers one request
 * @param firstFlame  the flamegraph's first request, once the inputs are open
 * @returns FirstAnswer[], packed
 */
export async function firstAnswers(
  open: OpenRequest,
  answer: (request: Request) => Promise<{readonly result: unknown}>,
  firstFlame: () => FlameRequest,
): Promise<ArrayBuffer> {
  const answers: FirstAnswer[] = [{request: {...open, files: []}, result: (await answer(open)).result}];
  for (const request of [{kind: 'flame', ...firstFlame()}, {kind: 'diagnose'}] as const)
    answers.push({request, result: (await answer(request)).result});
  return pack(answers);
}
