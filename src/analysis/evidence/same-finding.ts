/**
 * Whether two findings of different inputs are about the same trouble.
 */
import type {Finding} from '../../model/finding.ts';
import {enclosingFunction} from '../../model/symbol.ts';

/** By fingerprint; else the same rule on the same function, whichever closure of it. */
export function isSameFinding(a: Finding, b: Finding): boolean {
  if (a.fingerprint === b.fingerprint) return true;
  return a.id === b.id && enclosingFunction(a.culprit.function) === enclosingFunction(b.culprit.function);
}
