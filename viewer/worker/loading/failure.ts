/**
 * Turns what was thrown into plain data for the error card.
 */

import {PprofxError} from '../../../src/base/errors.ts';
import {sayLater} from '../../../src/base/language/say.ts';
import type {Failure} from '../../protocol.ts';

export function describeFailure(error: unknown): Failure {
  if (error instanceof PprofxError) {
    const {byteOffset, field, input, line} = error.at;
    const where = [
      ...(byteOffset === undefined ? [] : [`at byte ${byteOffset}`]),
      ...(line === undefined ? [] : [`in line ${line}`]),
      ...(field === undefined ? [] : [`in ${field}`]),
    ].join(', ');
    return {code: error.code, message: error.message, input: input ?? '', where, hint: error.hint ?? ''};
  }
  const message = error instanceof Error ? error.message : String(error);
  return {code: 'INTERNAL', message, input: '', where: '', hint: sayLater('this is a bug in pprofx; please report it')};
}
