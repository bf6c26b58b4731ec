/**
 * The goroutine that runs all finalizers waits for another: no object with a finalizer is freed any more.
 */
import {type BlockedCluster, blockedClusters} from '../analysis/blocking/blocked-clusters.ts';
import {clusterEvidence, minutesText} from '../analysis/blocking/goroutine-evidence.ts';
import {culpritOf, goroutineKey, makeFinding} from '../analysis/evidence/make-finding.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {say, sayLater} from '../base/language/say.ts';
import type {Finding} from '../model/finding.ts';
import type {WaitClass} from '../model/profile.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Minutes that a finalizer may wait for a lock or a file. */
  minutes: 1,
};

export const finalizerBlocked: Detector = {
  id: 'finalizer-blocked',
  title: sayLater('A finalizer blocks, and all others with it'),
  limits: LIMITS,
  detect: (subject, given) => {
    const {minutes} = {...LIMITS, ...given};
    const findings = subject
      .ofKind('goroutine', 'goroutineleak')
      .flatMap((facts) => blockedClusters(facts, subject.options.signatures))
      .filter((cluster) => layerOf(cluster.culprit) !== 'runtime' && runsFinalizers(cluster))
      .filter(({waitClass, waits}) => FOR_OTHERS.has(waitClass) || (waits?.min ?? 0) >= minutes)
      .map((cluster) => blockedFinalizer(cluster, minutes));
    return {findings, suppressed: []};
  },
};

/** Where finalizers run; cleanups have goroutines of their own. */
const RUNS_FINALIZERS = /^runtime\.(?:runfinq|runFinalizers)$/;

/** Waits for another goroutine, which no finalizer may depend on: they can be long, or never end. */
const FOR_OTHERS: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'send',
  'recv',
  'select',
  'nilchan',
  'select-empty',
  'waitgroup',
  'cond',
]);

function runsFinalizers({census, facts, groups}: BlockedCluster): boolean {
  if (groups.some(({names}) => names.some((name) => RUNS_FINALIZERS.test(name)))) return true;
  const ids = facts.profile.goroutines?.id;
  if (ids === undefined || !census.isLive || census.isExcerpt) return false;
  // Text hides the runtime's frames: of all goroutines that Go code did not start, main and this one show others.
  const orphans = census.groups.filter(
    ({createdBy, names, rows}) =>
      createdBy === '' && !names.includes('main.main') && !rows.some((row) => ids[row] === 1),
  );
  return orphans.length === 1 && groups.includes(orphans[0]) && orphans[0].count === 1 && !orphans[0].names.some(isOfC);
}

function isOfC(name: string): boolean {
  return /^_cgo|cgocallback|^runtime\.goexit$/.test(name);
}

function blockedFinalizer(cluster: BlockedCluster, minutes: number): Finding {
  const {culprit, facts, groups, share, waits} = cluster;
  const isLong = waits !== undefined && waits.min >= minutes;
  const since = isLong ? say`, for ${minutesText(waits.min)}` : '';
  return makeFinding({
    id: 'finalizer-blocked',
    severity: 'warning',
    evidenceLevel: isLong ? 'likely' : 'possible',
    title: say`The finalizer goroutine is blocked in ${shortName(culprit)}`,
    why: say`It waits for another goroutine${since}. One goroutine runs all finalizers: until this one returns, no object with a finalizer is freed.`,
    advice: [
      sayLater('Let the finalizer start a goroutine for whatever may wait, and return.'),
      sayLater('Close what has a Close instead of leaving it to the finalizer: files, connections, cgo handles.'),
    ],
    culprit: culpritOf(culprit, facts.profile, groups[0].stack),
    evidence: clusterEvidence(cluster),
    weight: share,
    explains: [goroutineKey(culprit)],
    precedence: 4,
  });
}
