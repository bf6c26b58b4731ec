/**
 * Objects with finalizers pile up: one finalizer blocks, or they are made faster than one goroutine can finalize them.
 */

import {type BlockedCluster, blockedClusters} from '../analysis/blocking/blocked-clusters.ts';
import {clusterEvidence, minutesText} from '../analysis/blocking/goroutine-evidence.ts';
import type {Case} from '../analysis/case/case.ts';
import {MIB} from '../analysis/case/profile-values.ts';
import {culpritOf, goroutineKey, makeFinding} from '../analysis/evidence/make-finding.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {say, sayLater} from '../base/language/say.ts';
import type {Finding} from '../model/finding.ts';
import type {WaitClass} from '../model/profile.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';
import {type PiledObject, pileFindings} from './support/heap-makers.ts';

const LIMITS = {
  /** At some 50 bytes each this is hundreds of thousands. */
  bytes: 16 * MIB,
  share: 0.1,
  /** Minutes that a finalizer may wait for a lock or a file. */
  minutes: 1,
};

const ONE_GOROUTINE = sayLater(
  'One goroutine runs all finalizers, and an object with one lives through at least two collections; a finalizer that blocks keeps all of them.',
);
const CLOSE_INSTEAD = sayLater(
  'Close what has a Close instead of leaving it to the finalizer: files, connections, cgo handles.',
);

export const finalizerQueue: Detector = {
  id: 'finalizer-queue',
  title: sayLater('Objects with finalizers pile up'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: [
      ...blockedFinalizers(subject, {...LIMITS, ...limits}),
      ...pileFindings(subject, PILE, {...LIMITS, ...limits}),
    ],
    suppressed: [],
  }),
};

const PILE: PiledObject = {
  id: 'finalizer-queue',
  makers: /^runtime\.(?:SetFinalizer|addfinalizer|queuefinalizer|createfing|AddCleanup\S*|addCleanup)$/,
  plural: sayLater('finalizer records'),
  bytesEach: 48,
  cause: ONE_GOROUTINE,
  advice: [
    sayLater('Look at the finalizer goroutine in a dump: what runs above runtime.runfinq blocks all others.'),
    CLOSE_INSTEAD,
  ],
};

/** Where finalizers run; cleanups have goroutines of their own. */
const RUNS_FINALIZERS = /^runtime\.(?:runfinq|runFinalizers)$/;

/** Waits for another goroutine, which no finalizer may depend on: it can be long or for ever. */
const FOR_OTHERS: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'send',
  'recv',
  'select',
  'nilchan',
  'select-empty',
  'waitgroup',
  'cond',
]);

function blockedFinalizers(subject: Case, {minutes}: typeof LIMITS): Finding[] {
  return subject
    .ofKind('goroutine', 'goroutineleak')
    .flatMap((facts) => blockedClusters(facts, subject.options.signatures))
    .filter((cluster) => layerOf(cluster.culprit) !== 'runtime' && runsFinalizers(cluster))
    .filter(({waitClass, waits}) => FOR_OTHERS.has(waitClass) || (waits?.min ?? 0) >= minutes)
    .map((cluster) => blockedFinalizer(cluster, minutes));
}

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
    id: 'finalizer-queue',
    severity: 'warning',
    evidenceLevel: isLong ? 'likely' : 'possible',
    title: say`The finalizer goroutine is blocked in ${shortName(culprit)}`,
    why: say`It waits for another goroutine${since}. ${say(ONE_GOROUTINE)}`,
    advice: [sayLater('Let the finalizer start a goroutine for whatever may wait, and return.'), CLOSE_INSTEAD],
    culprit: culpritOf(culprit, facts.profile, groups[0].stack),
    evidence: clusterEvidence(cluster),
    weight: share,
    explains: [goroutineKey(culprit)],
    precedence: 4,
  });
}
