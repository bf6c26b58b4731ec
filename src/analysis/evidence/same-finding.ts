/**
 * Which findings of different inputs are about the same trouble.
 */
import {groupBy} from '../../base/lists.ts';
import type {Finding} from '../../model/finding.ts';
import {enclosingFunction} from '../../model/symbol.ts';

/** Same trouble is the same fingerprint, or the same rule on the same function. */
export interface FindingIndex {
  has(finding: Finding): boolean;
  /** The first about the same trouble that was not taken yet. */
  take(finding: Finding): Finding | undefined;
}

/** Rows in ascending order, and how many of them are gone. */
interface Queue {
  readonly rows: number[];
  next: number;
}

/** Whichever closure of a function it is, it is that function's. */
const placeOf = ({culprit, id}: Finding): string => `${id} ${enclosingFunction(culprit.function)}`;

export function indexFindings(findings: readonly Finding[]): FindingIndex {
  const byFingerprint = queues(findings, ({fingerprint}) => fingerprint);
  const byPlace = queues(findings, placeOf);
  const taken = new Set<number>();
  const first = (queue: Queue | undefined): number => {
    if (queue === undefined) return Number.POSITIVE_INFINITY;
    while (taken.has(queue.rows[queue.next])) queue.next++;
    return queue.rows[queue.next] ?? Number.POSITIVE_INFINITY;
  };
  return {
    has: (finding) => byFingerprint.has(finding.fingerprint) || byPlace.has(placeOf(finding)),
    take(finding) {
      const row = Math.min(first(byFingerprint.get(finding.fingerprint)), first(byPlace.get(placeOf(finding))));
      if (row === Number.POSITIVE_INFINITY) return undefined;
      taken.add(row);
      return findings[row];
    },
  };
}

function queues(findings: readonly Finding[], keyOf: (finding: Finding) => string): Map<string, Queue> {
  const groups = groupBy(findings.keys(), (row) => keyOf(findings[row]));
  return new Map([...groups].map(([key, rows]) => [key, {rows, next: 0}]));
}
