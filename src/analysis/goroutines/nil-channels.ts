/**
 * Which stacks wait for a nil channel, in profiles that keep the runtime's frames and lines but print no state.
 *
 * `runtime.chansend` and `runtime.chanrecv` park at two lines each: one for nil channels, one for all others.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';
import {functionName} from '../../model/profile.ts';

/** Lines of runtime/chan.go where a nil channel parks, in Go 1.14 to 1.23, 1.25 and 1.26; no other park has one of them. */
const NIL_LINES: ReadonlyMap<string, readonly number[]> = new Map([
  ['runtime.chansend', [147, 163, 164, 165, 176, 181]],
  ['runtime.chanrecv', [434, 461, 466, 467, 469, 516, 536]],
]);

/** How deep below the leaf the operation can lie. */
const DEPTH = 3;

/** Whether the goroutines of a row of StackTable wait for a nil channel; false where no line says so. */
export function nilChannelStacks(profile: Profile): (stack: number) => boolean {
  const {locations, stacks} = profile;
  const isNilPark = new Uint8Array(locations.length);
  for (let location = 0; location < locations.length; location++) {
    for (let line = locations.lineStart[location]; line < locations.lineStart[location + 1]; line++) {
      const fn = locations.lineFunction[line];
      if (fn === NONE) continue;
      if (NIL_LINES.get(functionName(profile, fn))?.includes(locations.lineNumber[line]) === true)
        isNilPark[location] = 1;
    }
  }
  return (leaf) => {
    for (let stack = leaf, depth = 0; stack !== NONE && depth < DEPTH; stack = stacks.parent[stack], depth++) {
      if (isNilPark[stacks.location[stack]] === 1) return true;
    }
    return false;
  };
}
