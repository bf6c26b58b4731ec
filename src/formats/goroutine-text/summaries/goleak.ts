/**
 * What go.uber.org/goleak prints of goroutines that are left over.
 */
import {type Rule, rule} from './rule.ts';

/** goleak: `[Goroutine 37 in state select, with pkg.Func on top of the stack:`. */
const goleak = rule(/^\W*Goroutine (\d+) in state (.+?), with (\S+) on top of the stack:?/, ([, id, state], writer) => {
  writer.begin(Number(id), state);
  return 'frames';
});

export const GOLEAK: readonly Rule[] = [goleak];
