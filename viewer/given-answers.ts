/**
 * Answers that a server has beside the page, asked for before the page's own script is there.
 */
import type {FirstAnswer} from './first-answers.ts';
import {unpack} from './packed.ts';

declare global {
  /** FirstAnswer[], packed; first-picture.ts fetches them, where there are any. */
  var pprofxAnswers: Promise<ArrayBuffer> | undefined;
}

/** Whether the page came with its first picture. */
export function isPrepared(): boolean {
  return globalThis.pprofxAnswers !== undefined;
}

/** Undefined where none came. */
export async function givenAnswers(): Promise<FirstAnswer[] | undefined> {
  const packed = await globalThis.pprofxAnswers?.catch(() => undefined);
  return packed === undefined ? undefined : (unpack(packed) as FirstAnswer[]);
}
