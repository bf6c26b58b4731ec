/**
 * When a crowd of blocked goroutines is a leak: the questions that are asked of it, surest first.
 */

import type {BlockedCluster} from '../../analysis/blocking/blocked-clusters.ts';
import {minutesText, trendText} from '../../analysis/blocking/goroutine-evidence.ts';
import {isOpenPopulation, otherLayers} from '../../analysis/blocking/populations.ts';
import type {SignatureIndex} from '../../analysis/knowledge/signature-match.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {formatCount, percent} from '../../base/units.ts';
import type {WaitClass} from '../../model/profile.ts';
import type {LeakKind, LeakLimits} from './kind.ts';
import {exhaustedVerdict} from './semaphores.ts';
import {
  isInFlight,
  isLifelong,
  isOfCrash,
  isOwnLoop,
  isPool,
  isResting,
  isSpreadOut,
  STARTUP_IDS,
  starterOf,
} from './shapes.ts';
import {smallDumpVerdict} from './small-dump.ts';
import {FEW, lowConfidence, SMALL_DUMP, type Verdict} from './verdict.ts';

export function neverByDesignVerdict(
  cluster: BlockedCluster,
  limits: LeakLimits,
  signatures: SignatureIndex,
): Verdict | undefined {
  const {count, share, waits} = cluster;
  if (isFed(cluster)) return lowConfidence(say`${formatCount(count)} goroutines`, say(SLOW_READER));
  const isCrowd = count >= limits.crowd || (share >= limits.crowdShare && count >= limits.crowd / CROWD_PART);
  const age = waits === undefined ? '' : say`, for up to ${minutesText(waits.max)}`;
  if (isCrowd) {
    const isLasting = (waits?.median ?? 0) >= limits.longMinutes || count >= limits.crowd * 10;
    const reason = say`${formatCount(count)} goroutines, ${crowdLimit(count, limits)}${age}`;
    return {severity: isLasting ? 'critical' : 'warning', level: 'likely', reason};
  }
  if (waits !== undefined && waits.min >= limits.longMinutes / 6) {
    const level = waits.min >= limits.longMinutes && count > 1 ? 'likely' : 'possible';
    return {severity: 'warning', level, reason: say`waiting for at least ${minutesText(waits.min)}`};
  }
  return smallProcessVerdict(cluster, signatures);
}

/** A few senders, none of whom has waited for long, beside a function that was started by the same one and is at work. */
function isFed({census, count, groups, waitClass, waits}: BlockedCluster): boolean {
  if (waitClass !== 'send' || !census.isLive || waits !== undefined || count > FED) return false;
  const starters = new Set(groups.map(starterOf).filter((name) => name !== ''));
  return census.groups.some((group) => AT_WORK.has(group.waitClass) && starters.has(starterOf(group)));
}

/** More than any reader is meant to serve. */
const FED = 50;

const AT_WORK: ReadonlySet<WaitClass> = new Set<WaitClass>(['running', 'sleep', 'io', 'syscall']);

const SLOW_READER = sayLater('whoever reads may only be slow: what was started beside them is at work');

/** Where they are a large share of the process, this part of a crowd is enough. */
const CROWD_PART = 5;

/** The limit that made them a crowd. */
function crowdLimit(count: number, {crowd, crowdShare}: LeakLimits): string {
  if (count >= crowd) return say`limit ${crowd}`;
  return say`limit ${formatCount(crowd / CROWD_PART)} from ${percent(crowdShare)} of the process on`;
}

/** So few goroutines of one kind are read one by one, or as a part of a small process. */
function smallProcessVerdict(cluster: BlockedCluster, signatures: SignatureIndex): Verdict | undefined {
  const {census, count, share} = cluster;
  const isReadOneByOne = census.total <= SMALL_DUMP && !census.isLive;
  if (isLargePart(cluster) && (isReadOneByOne || !isResting(cluster))) {
    const reason = say`${count} of only ${census.total} goroutines, ${percent(share)} of a small process`;
    if (isPipeline(cluster, signatures))
      return lowConfidence(reason, say('stages that wait for a slow one look the same'));
    return {severity: 'warning', level: 'possible', reason};
  }
  if (!isReadOneByOne) return undefined;
  if (isOfCrash(cluster)) return lowConfidence(say('no other goroutine of this dump would release it'), say(CRASH));
  return {severity: 'warning', level: 'possible', reason: say('no other goroutine of this dump would release it')};
}

const CRASH = sayLater('this is the traceback of a crash, which finds some goroutines in the middle of their work');

/** As many that do the same elsewhere, in a process at work: stages before one that does not keep up. */
function isPipeline(cluster: BlockedCluster, signatures: SignatureIndex): boolean {
  return (
    cluster.census.isLive && otherLayers(cluster, signatures).some(({waitClass}) => waitClass === cluster.waitClass)
  );
}

/** In a process this small, a fixed limit would let everything pass: what part of it is alike decides. */
const SMALL_PROCESS = 200;
const LARGE_PART = 0.2;

function isLargePart({census, count, share}: BlockedCluster): boolean {
  return census.total <= SMALL_PROCESS && count >= FEW && share >= LARGE_PART;
}

export function commonWaitVerdict(
  cluster: BlockedCluster,
  kind: LeakKind,
  limits: LeakLimits,
  signatures: SignatureIndex,
): Verdict | undefined {
  const growth = growthVerdict(cluster, limits, signatures);
  // Who pastes a crowd has a reason, and growth without doubt is a better one.
  if (growth !== undefined && growth.severity !== 'info') return growth;
  return (
    excerptVerdict(cluster, limits, signatures) ??
    growth ??
    arrivalVerdict(cluster, kind, limits, signatures) ??
    majorityVerdict(cluster, kind, limits, signatures) ??
    multitudeVerdict(cluster, limits, signatures) ??
    exhaustedVerdict(cluster, limits) ??
    isolatedVerdict(cluster, limits) ??
    smallDumpVerdict(cluster, kind)
  );
}

/** Somebody chose to show this row, so the number in it is what worried them. */
function excerptVerdict(cluster: BlockedCluster, limits: LeakLimits, signatures: SignatureIndex): Verdict | undefined {
  const {census, count} = cluster;
  const limit = excerptLimit(cluster, limits);
  if (!census.isExcerpt || count < limit) return undefined;
  const severity = count >= limits.crowd * 10 ? 'critical' : 'warning';
  const reason = say`${formatCount(count)} alike in a fragment of a dump, limit ${limit}`;
  if (isOpenPopulation(cluster, signatures)) return lowConfidence(reason, say(OPEN));
  return {severity, level: 'possible', reason};
}

/** Of a small process whose size the header gives, the share of the row that was chosen decides. */
function excerptLimit(cluster: BlockedCluster, {excerptCrowd}: LeakLimits): number {
  const {listed, total} = cluster.census;
  const isSmall = listed < total && total <= SMALL_PROCESS && !isResting(cluster);
  return isSmall ? Math.min(excerptCrowd, Math.max(FEW, Math.ceil(total * LARGE_PART))) : excerptCrowd;
}

/** New ones all the time, and old ones that stay. */
function growthVerdict(cluster: BlockedCluster, limits: LeakLimits, signatures: SignatureIndex): Verdict | undefined {
  const {count, waits} = cluster;
  if (count < limits.crowd || waits === undefined || waits.max < limits.longMinutes) return undefined;
  if (waits.trend !== 'growing' || waits.min > waits.max / 4) return undefined;
  const reason = say`${formatCount(count)} goroutines, ${trendText(waits)}`;
  return isOpenPopulation(cluster, signatures)
    ? lowConfidence(reason, say(OPEN))
    : {severity: count >= limits.crowd * 10 ? 'critical' : 'warning', level: 'likely', reason};
}

/** Without ages, ids show whether they came one by one. */
function arrivalVerdict(
  cluster: BlockedCluster,
  kind: LeakKind,
  limits: LeakLimits,
  signatures: SignatureIndex,
): Verdict | undefined {
  const {count, share} = cluster;
  if (count < limits.crowd || share < limits.crowdShare || !isSpreadOut(cluster)) return undefined;
  const reason = say`${formatCount(count)} goroutines, started one by one over the life of the process`;
  if (isInFlight(cluster)) return lowConfidence(reason, say('requests in flight look the same'));
  return verdictWithoutAges(reason, cluster, kind, signatures);
}

/** Without ages, open connections look like a leak. */
function verdictWithoutAges(
  reason: string,
  cluster: BlockedCluster,
  kind: LeakKind,
  signatures: SignatureIndex,
): Verdict {
  if (kind.isCommonWhenHealthy || isOpenPopulation(cluster, signatures)) {
    return lowConfidence(reason, say('open connections look the same'));
  }
  if (isOneOfLoops(cluster, signatures))
    return lowConfidence(reason, say('as many loops beside it are parts of the same'));
  return {severity: 'warning', level: 'possible', reason};
}

/** As many that loop or serve by their name, on either side: the parts of something that is there so many times. */
function isOneOfLoops(cluster: BlockedCluster, signatures: SignatureIndex): boolean {
  const layers = otherLayers(cluster, signatures);
  return layers.length > 0 && [cluster, ...layers].some((one) => isResting(one) || isLifelong(one) || isInFlight(one));
}

/** Without ages and ids, only a number that cannot be meant. */
function majorityVerdict(
  cluster: BlockedCluster,
  kind: LeakKind,
  limits: LeakLimits,
  signatures: SignatureIndex,
): Verdict | undefined {
  const {count, share} = cluster;
  if (count < limits.majority || share < MOST || isResting(cluster) || isLifelong(cluster) || isPool(cluster)) {
    return undefined;
  }
  const reason = say`${formatCount(count)} goroutines, which is most of the process, at a place whose name promises no waiting`;
  if (kind.twin !== undefined) return lowConfidence(reason, say`${say(kind.twin)} look the same${idHint(cluster)}`);
  if (isOwnLoop(cluster)) return lowConfidence(reason, say('workers that a loop started look the same'));
  return verdictWithoutAges(reason, cluster, kind, signatures);
}

/** What would distinguish a pool from a leak where the form prints no ids. */
function idHint({idSpread}: BlockedCluster): string {
  return idSpread === undefined ? say('; the ids of a debug=2 dump would show whether they came one by one') : '';
}

function multitudeVerdict(
  cluster: BlockedCluster,
  limits: LeakLimits,
  signatures: SignatureIndex,
): Verdict | undefined {
  const {count, share} = cluster;
  const limit = share < NEARLY_ALL ? limits.multitude : limits.multitude * LONE_PART;
  const reason = say`${formatCount(count)} goroutines, limit ${limit}`;
  if (count < limit || isPool(cluster)) return undefined;
  return isOpenPopulation(cluster, signatures)
    ? lowConfidence(reason, say(OPEN))
    : {severity: 'warning', level: 'possible', reason};
}

/** Next to these the rest of the process counts for nothing, and a part of a multitude will do. */
const NEARLY_ALL = 0.9;

/** More than the 5 000 that a consumer of as many partitions parks. */
const LONE_PART = 0.6;

const OPEN = sayLater('as many others wait for the network or rest by design, as the layers of an open connection do');

/** Half of the process alike: nobody plans that but for workers, watchers and the like. */
const MOST = 0.5;

/** A few goroutines shown alone: only a late-born one that has waited for long is suspect. */
function isolatedVerdict(cluster: BlockedCluster, limits: LeakLimits): Verdict | undefined {
  const {census, count, facts, groups, waits} = cluster;
  if (!census.isExcerpt || waits === undefined || waits.min < limits.longMinutes / 6) return undefined;
  const ids = facts.profile.goroutines?.id;
  const isLate = groups.every(({rows}) => rows.every((row) => (ids?.[row] ?? -1) >= STARTUP_IDS));
  if (!isLate) return undefined;
  const reason = say`${formatCount(count)} shown alone, waiting for at least ${minutesText(waits.min)}, started late`;
  if (isOfCrash(cluster)) return lowConfidence(reason, say(CRASH));
  return {severity: 'warning', level: 'possible', reason};
}
