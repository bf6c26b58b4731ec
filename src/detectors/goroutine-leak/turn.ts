/**
 * A crowd that waits for its turn is no leak: what others have passed, it passes too.
 */

import type {BlockedCluster} from '../../analysis/blocking/blocked-clusters.ts';
import {countPast} from '../../analysis/blocking/turns.ts';
import {say} from '../../base/language/say.ts';
import {formatCount} from '../../base/units.ts';
import type {LeakLimits} from './kind.ts';
import {lowConfidence, type Verdict} from './verdict.ts';

/** So many may wait for one that is past the place where they do. */
const MOST_WAITING_EACH = 500;

/** Who waits for a turn that others have had is not stuck, unless it has waited for too long. */
export function inTurn(cluster: BlockedCluster, verdict: Verdict | undefined, limits: LeakLimits): Verdict | undefined {
  const {census, count, groups, waits} = cluster;
  if (verdict === undefined || verdict.severity === 'info' || (waits?.max ?? 0) >= limits.longMinutes) return verdict;
  const past = countPast(census, groups[0]);
  if (past === 0 || count > past * MOST_WAITING_EACH) return verdict;
  return lowConfidence(
    verdict.reason,
    say`${formatCount(past)} that came the same way are past it, so they take turns`,
  );
}
