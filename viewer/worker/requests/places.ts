/**
 * Where functions stand in the source.
 */
import {NONE} from '../../../src/base/columns.ts';
import type {CallTree} from '../../../src/model/call-tree.ts';
import {functionFile, type Profile} from '../../../src/model/profile.ts';

/** `file:line` of the function behind each name, '' when unknown. */
export function places(profile: Profile, tree: CallTree): string[] {
  return Array.from(tree.functionOf, (fn) => placeOf(profile, fn));
}

export function placeOf(profile: Profile, fn: number): string {
  if (fn === NONE || fn >= profile.functions.length) return '';
  const file = functionFile(profile, fn);
  const line = profile.functions.startLine[fn];
  return line > 0 && file !== '' ? `${file}:${line}` : file;
}
