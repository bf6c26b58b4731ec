/**
 * When a crowd of blocked goroutines is a leak: the questions that are asked of it, surest first.
 */
import {type BlockedCluster, siblingClusters} from '../../analysis/blocking/blocked-clusters.ts';
import {minutesText, trendText} from '../../analysis/blocking/goroutine-evidence.ts';
import type {GoroutineGroup} from '../../analysis/goroutines/census.ts';
import type {SignatureIndex} from '../../analysis/knowledge/signature-match.ts';
import {isTestFunction} from '../../analysis/names/layers.ts';
import {formatCount} from '../../base/units.ts';
import type {EvidenceLevel, Severity} from '../../model/finding.ts';
import {shortName} from '../../model/symbol.ts';
import type {LeakKind, LeakLimits} from './kind.ts';

export interface Verdict {
  readonly severity: Severity;
  readonly level: EvidenceLevel;
  readonly reason: string;
}

/** Dumps this small are read goroutine by goroutine: tests, tools, fragments. */
const SMALL_DUMP = 50;

export function neverByDesignVerdict(
  {census, count, share, waits}: BlockedCluster,
  limits: LeakLimits,
): Verdict | undefined {
  const isCrowd = count >= limits.crowd || (share >= limits.crowdShare && count >= limits.crowd / 5);
  const age = waits === undefined ? '' : `, for up to ${minutesText(waits.max)}`;
  if (isCrowd) {
    const isLasting = (waits?.median ?? 0) >= limits.longMinutes || count >= limits.crowd * 10;
    const reason = `${formatCount(count)} goroutines, limit ${limits.crowd}${age}`;
    return {severity: isLasting ? 'critical' : 'warning', level: 'likely', reason};
  }
  if (waits !== undefined && waits.min >= limits.longMinutes / 6) {
    const level = waits.min >= limits.longMinutes && count > 1 ? 'likely' : 'possible';
    return {severity: 'warning', level, reason: `waiting for at least ${minutesText(waits.min)}`};
  }
  if (census.total <= SMALL_DUMP && !census.isLive) {
    return {severity: 'warning', level: 'possible', reason: 'no other goroutine of this dump would release it'};
  }
  return undefined;
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
    excerptVerdict(cluster, limits) ??
    growth ??
    arrivalVerdict(cluster, kind, limits, signatures) ??
    majorityVerdict(cluster, kind, limits, signatures) ??
    multitudeVerdict(cluster, limits) ??
    isolatedVerdict(cluster, limits) ??
    smallDumpVerdict(cluster, kind)
  );
}

/** Somebody chose to show this row, so the number in it is what worried them. */
function excerptVerdict({census, count}: BlockedCluster, limits: LeakLimits): Verdict | undefined {
  if (!census.isExcerpt || count < limits.excerptCrowd) return undefined;
  const severity = count >= limits.crowd * 10 ? 'critical' : 'warning';
  const reason = `${formatCount(count)} alike in a fragment of a dump, limit ${limits.excerptCrowd}`;
  return {severity, level: 'possible', reason};
}

/** New ones all the time, and old ones that stay. */
function growthVerdict(cluster: BlockedCluster, limits: LeakLimits, signatures: SignatureIndex): Verdict | undefined {
  const {count, waits} = cluster;
  if (count < limits.crowd || waits === undefined || waits.max < limits.longMinutes) return undefined;
  if (waits.trend !== 'growing' || waits.min > waits.max / 4) return undefined;
  const reason = `${formatCount(count)} goroutines, ${trendText(waits)}`;
  return hasPartners(cluster, signatures)
    ? lowConfidence(reason, 'each has a partner that waits for the network, as on a connection that is open')
    : {severity: count >= limits.crowd * 10 ? 'critical' : 'warning', level: 'likely', reason};
}

/** Without ages, ids tell whether they came one by one. */
function arrivalVerdict(
  cluster: BlockedCluster,
  kind: LeakKind,
  limits: LeakLimits,
  signatures: SignatureIndex,
): Verdict | undefined {
  const {count, share} = cluster;
  if (count < limits.crowd || share < limits.crowdShare || !isSpreadOut(cluster)) return undefined;
  const reason = `${formatCount(count)} goroutines, started one by one over the life of the process`;
  if (isInFlight(cluster)) return lowConfidence(reason, 'requests in flight look the same');
  return verdictWithoutAges(reason, cluster, kind, signatures);
}

/** Where no age tells, connections that are open look like a leak. */
function verdictWithoutAges(
  reason: string,
  cluster: BlockedCluster,
  kind: LeakKind,
  signatures: SignatureIndex,
): Verdict {
  return kind.isCommonWhenHealthy || hasPartners(cluster, signatures)
    ? lowConfidence(reason, 'open connections look the same')
    : {severity: 'warning', level: 'possible', reason};
}

/** Without ages and ids, only a number that cannot be meant. */
function majorityVerdict(
  cluster: BlockedCluster,
  kind: LeakKind,
  limits: LeakLimits,
  signatures: SignatureIndex,
): Verdict | undefined {
  const {count, share} = cluster;
  if (count < limits.majority || share < MOST || isResting(cluster) || isPool(cluster)) return undefined;
  const reason = `${formatCount(count)} goroutines, which is most of the process, at a place whose name promises no waiting`;
  return verdictWithoutAges(reason, cluster, kind, signatures);
}

function multitudeVerdict({count, share}: BlockedCluster, limits: LeakLimits): Verdict | undefined {
  const limit = share < NEARLY_ALL ? limits.multitude : limits.multitude / 2;
  const reason = `${formatCount(count)} goroutines, limit ${limit}`;
  return count < limit ? undefined : {severity: 'warning', level: 'possible', reason};
}

/** Next to these the rest of the process counts for nothing: half of a multitude will do. */
const NEARLY_ALL = 0.9;

/** Told, but nobody is woken for it. */
function lowConfidence(reason: string, doubt: string): Verdict {
  return {severity: 'info', level: 'possible', reason: `${reason}, but ${doubt}`};
}

/** Half of the process alike: nobody plans that but for workers, watchers and the like. */
const MOST = 0.5;

/** Names of what is meant to wait. */
const RESTING =
  /work|pool|watch|serv|listen|loop|poll|dispatch|consum|subscri|daemon|background|alive|beat|monitor|tick|\bRun\b|handleConn|accept|idle|park/i;

function isResting({culprit, groups}: BlockedCluster): boolean {
  return RESTING.test(shortName(culprit)) || RESTING.test(shortName(groups[0].createdBy));
}

/** Ids handed out to others in between: not a pool that a loop started at once. */
const SPREAD_STRIDE = 1.8;

function isSpreadOut({idSpread}: BlockedCluster): boolean {
  return idSpread !== undefined && idSpread.stride >= SPREAD_STRIDE;
}

/** Started in one go, or all at work on one object: a pool, which is as large as somebody wanted it. */
function isPool(cluster: BlockedCluster): boolean {
  const {idSpread, sharesObject} = cluster;
  return sharesObject || (idSpread !== undefined && idSpread.stride < POOL_STRIDE);
}

/** Ids per member of a loop that starts them: a few go to whoever else starts something meanwhile. */
const POOL_STRIDE = 1.1;

/** One that waits for the network for each that waits for the program: the two ends of something open. */
function hasPartners(cluster: BlockedCluster, signatures: SignatureIndex): boolean {
  const isIo = cluster.waitClass === 'io';
  return siblingClusters(cluster, signatures, cluster.count).some(({waitClass}) => (waitClass === 'io') !== isIo);
}

/** Under the handler of a server: a client waits for the answer. */
function isInFlight({groups}: BlockedCluster): boolean {
  return groups.every(({createdBy, names}) => [...names, createdBy].some((name) => HANDLER.test(name)));
}

const HANDLER =
  /net\/http\.\(\*(?:conn|http2serverConn|Server)\)\.|http2\.\(\*serverConn\)\.|grpc\.\(\*Server\)\.|fasthttp\.\(\*(?:Server|workerPool)\)\.|net\/rpc\.\(\*(?:Server|service)\)\./;

/** Goroutines of a process's start have small ids; daemons live there. */
const STARTUP_IDS = 1000;

/** A few goroutines shown alone: only a late-born one that has waited for long is suspect. */
function isolatedVerdict(
  {census, count, facts, groups, waits}: BlockedCluster,
  limits: LeakLimits,
): Verdict | undefined {
  if (!census.isExcerpt || waits === undefined || waits.min < limits.longMinutes / 6) return undefined;
  const ids = facts.profile.goroutines?.id;
  const isLate = groups.every(({rows}) => rows.every((row) => (ids?.[row] ?? -1) >= STARTUP_IDS));
  if (!isLate) return undefined;
  const reason = `${formatCount(count)} shown alone, waiting for at least ${minutesText(waits.min)}, started late`;
  return {severity: 'warning', level: 'possible', reason};
}

/** A dump of a test that hangs, or a stack pasted without a header: what waits in it is the story. */
function smallDumpVerdict({census, culprit, groups}: BlockedCluster, kind: LeakKind): Verdict | undefined {
  const isTest = census.total <= SMALL_DUMP && census.groups.some(isOfTest);
  const isBare = kind.isSuspectAlone && census.isExcerpt && census.total <= FEW;
  if (!isTest && !isBare && !census.isLeakReport) return undefined;
  if (isTestFunction(culprit) || groups.some(({names}) => names.includes('main.main'))) return undefined;
  if (census.isLeakReport) return {severity: 'warning', level: 'possible', reason: 'a leak test found it left over'};
  const reason = isTest ? 'it is left over in the dump of a test that hangs' : 'it is shown alone';
  return {severity: 'warning', level: 'possible', reason};
}

/** Part of a test: run by the testing package, or by a goroutine that a test function started. */
export function isOfTest({createdBy, names}: GoroutineGroup): boolean {
  return names.some(isTestEntry) || isTestFunction(createdBy) || names.some(isTestFunction);
}

function isTestEntry(name: string): boolean {
  return name === 'testing.tRunner' || name === 'testing.(*T).Run';
}

/** So few goroutines that each was picked by hand. */
const FEW = 5;
