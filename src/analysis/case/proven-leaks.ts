/**
 * How many goroutines the runtime itself calls leaked, out of how many there are.
 */
import type {Case} from './case.ts';

export interface ProvenLeaks {
  readonly leaked: number;
  /** Of the process; undefined where no input counts all of its goroutines. */
  readonly total: number | undefined;
}

/** Undefined where nothing is proven. A leak profile and a dump of one process show the same goroutines. */
export function provenLeaks(subject: Case): ProvenLeaks | undefined {
  let leaked = 0;
  let total: number | undefined;
  for (const facts of subject.ofKind('goroutine', 'goroutineleak')) {
    const census = facts.census();
    const marked = census.groups.reduce((sum, {leakedCount}) => sum + leakedCount, 0);
    leaked = Math.max(leaked, marked);
    if (facts.profile.kind === 'goroutine') total = Math.max(total ?? 0, census.total);
  }
  // A dump of an earlier moment may hold fewer.
  return leaked === 0 ? undefined : {leaked, total: total !== undefined && total >= leaked ? total : undefined};
}
