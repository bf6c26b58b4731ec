/**
 * How many goroutines stand in which function of the application, or what else samples count: what a watcher follows from
 * round to round, and what instances of a service have in common.
 */
import {NONE} from '../../base/columns.ts';
import {functionName, type Profile, stackFunctions} from '../../model/profile.ts';
import {identityName, isStandardPackage, packageOf} from '../../model/symbol.ts';

/** Values of a sample type by the innermost function outside the standard library, the largest first. */
export function shapeCounts(profile: Profile, sampleType = 0): [name: string, count: number][] {
  const nameOfStack = new Map<number, string>();
  const counts = new Map<string, number>();
  const {length, stack, values} = profile.samples;
  for (let row = 0; row < length; row++) {
    const known = nameOfStack.get(stack[row]);
    const name = known ?? applicationFunction(profile, stack[row]);
    if (known === undefined) nameOfStack.set(stack[row], name);
    counts.set(name, (counts.get(name) ?? 0) + values[sampleType][row]);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

function applicationFunction(profile: Profile, stack: number): string {
  let last = '';
  for (const fn of stackFunctions(profile, stack)) {
    if (fn === NONE) continue;
    const name = functionName(profile, fn);
    if (!isStandardPackage(packageOf(name))) return identityName(name);
    last = name;
  }
  return last === '' ? '(no frames)' : identityName(last);
}
