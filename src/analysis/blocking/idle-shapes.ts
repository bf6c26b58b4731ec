/**
 * Goroutines that were set aside because they are idle by design, so that a report can list them.
 */
import {say} from '../../base/language/say.ts';
import type {Suppressed} from '../../model/finding.ts';
import type {Case} from '../case/case.ts';
import {blockedClusters} from './blocked-clusters.ts';

/** What was set aside, most goroutines first. */
export function suppressedShapes(subject: Case): Suppressed[] {
  const known = new Map<string, {count: number; reason: string}>();
  for (const facts of subject.ofKind('goroutine', 'goroutineleak')) {
    for (const {count, idle} of blockedClusters(facts, subject.options.signatures)) {
      if (idle === undefined) continue;
      const before = known.get(idle.id)?.count ?? 0;
      known.set(idle.id, {count: before + count, reason: say(idle.title)});
    }
  }
  return [...known].map(([id, rest]) => ({id, ...rest})).sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}
