/**
 * Names one cause that browsers word in ways nobody understands: a part of the page did not load, since what serves the
 * page is gone or the connection to it is.
 */

import {say, sayLater} from '../../src/base/language/say.ts';

/** Chromium, Firefox and Safari, for scripts and for other files. */
const LOAD_FAILURES = /imported module|module script failed|failed to fetch|^NetworkError|^Load failed/i;

export const UNREACHABLE = sayLater('the server of this page does not answer');

export const UNREACHABLE_HINT = sayLater('check that pprofx view runs, then try again');

/** What went wrong, in words that name the cause. */
export function causeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return isUnreachable(message) ? `${say(UNREACHABLE)}; ${say(UNREACHABLE_HINT)}` : message;
}

/** Whether a browser says by this message that it could not load something. */
export function isUnreachable(message: string): boolean {
  return LOAD_FAILURES.test(message);
}
