/**
 * What every JSON says about inputs that were not whole or not valid: programs must not take such numbers for others.
 */
import type {Profile} from '../../model/profile.ts';
import {isPartial, isRepaired} from '../../model/warning-codes.ts';

export interface InputMarks {
  readonly partial?: true;
  readonly repaired?: true;
}

/** Fields for the top of a JSON result; none for whole, valid inputs. */
export function inputMarks(profiles: readonly Profile[]): InputMarks {
  return {
    ...(profiles.some(isPartial) ? {partial: true} : {}),
    ...(profiles.some(isRepaired) ? {repaired: true} : {}),
  };
}
