/**
 * Goroutines that wait for their turn: others came the same way and are further in the same function by now.
 *
 * Who waits for a slot of a semaphore, for another's fetch or for a sync.Once stands before a line that somebody has passed.
 * A crowd that nobody gets past shows no such goroutine.
 */
import {NONE} from '../../base/columns.ts';
import {functionName, type Profile, type WaitClass} from '../../model/profile.ts';
import type {GoroutineCensus, GoroutineGroup} from '../goroutines/census.ts';

/** Where a goroutine that is past the place makes no headway either. */
const STUCK: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'send',
  'nilchan',
  'select-empty',
  'mutex',
  'rwmutex-r',
  'rwmutex-w',
  'semaphore',
]);

interface Line {
  readonly name: string;
  readonly line: number;
}

/** How many goroutines are past the place where the group waits. */
export function countPast({groups, profile}: GoroutineCensus, waiting: GoroutineGroup): number {
  const own = linesOf(profile, waiting.stack);
  let past = 0;
  for (const group of groups) {
    if (group === waiting || group.createdBy !== waiting.createdBy || STUCK.has(group.waitClass)) continue;
    if (isFurther(linesOf(profile, group.stack), own)) past += group.count;
  }
  return past;
}

/** Whether the first difference of two stacks is a later line of one function. */
function isFurther(other: readonly Line[], own: readonly Line[]): boolean {
  const at = own.findIndex(({line, name}, i) => other[i]?.name !== name || other[i].line !== line);
  return at >= 0 && other[at]?.name === own[at].name && own[at].line > 0 && other[at].line > own[at].line;
}

/** Outermost first. */
function linesOf(profile: Profile, leaf: number): Line[] {
  const {locations, stacks} = profile;
  const lines: Line[] = [];
  for (let stack = leaf; stack !== NONE; stack = stacks.parent[stack]) {
    const location = stacks.location[stack];
    for (let at = locations.lineStart[location]; at < locations.lineStart[location + 1]; at++) {
      const fn = locations.lineFunction[at];
      const name = fn === NONE ? '' : functionName(profile, fn);
      lines.push({name, line: locations.lineNumber[at]});
    }
  }
  return lines.reverse();
}
