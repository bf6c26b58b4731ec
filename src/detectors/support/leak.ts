/**
 * How the goroutine-leak detectors decide: one procedure, a few numbers per kind of wait.
 *
 * A count is not a leak and age is not either; what convicts is a crowd that grows, a wait that cannot end, or a
 * known shape. A blocked sender or a nil channel is strong by itself, since nobody parks there by design; a receive or
 * a select is how healthy goroutines spend their lives, so those need growth, age or field knowledge beside the count.
 */
import {type BlockedCluster, blockedClusters, shapeOfGroup, siblingClusters} from '../../analysis/blocked-clusters.ts';
import type {Case, ProfileFacts} from '../../analysis/case.ts';
import {clusterEvidence, courseText, minutesText, percent} from '../../analysis/goroutine-evidence.ts';
import {isTestFunction} from '../../analysis/layers.ts';
import {culpritOf, goroutineKey, makeFinding} from '../../analysis/make-finding.ts';
import {formatCount} from '../../base/units.ts';
import type {EvidenceLevel, Finding, Severity} from '../../model/finding.ts';
import type {WaitClass} from '../../model/profile.ts';
import type {Signature} from '../../model/signature.ts';
import {shortName} from '../../model/symbol.ts';

export interface LeakKind {
  readonly id: string;
  readonly classes: readonly WaitClass[];
  /** Nobody waits like this by design. */
  readonly isStrong: boolean;
  /** A single one shown without its process is suspect: nobody pastes such a stack of a healthy process. */
  readonly isLonelySuspect?: boolean;
  /** After a count: "goroutines stuck sending to a channel in". */
  readonly phrase: string;
  /** Why such a wait does not end, one sentence. */
  readonly cause: string;
  readonly advice: readonly string[];
}

/** Limits that every leak detector has; each gives its own numbers. */
export interface LeakLimits extends Readonly<Record<string, number>> {
  /** Goroutines at one place that are a crowd by themselves. */
  readonly crowd: number;
  /** Share of the process that makes a smaller crowd count. */
  readonly crowdShare: number;
  /** Minutes after which one wait is long. */
  readonly longMinutes: number;
  /** A crowd in a pasted fragment: somebody chose to show it. */
  readonly excerptCrowd: number;
  /** A crowd that is most of the process, at a place whose name promises no waiting. */
  readonly majority: number;
  /** So many that they are trouble whatever they wait for. */
  readonly multitude: number;
}

interface Verdict {
  readonly severity: Severity;
  readonly level: EvidenceLevel;
  readonly reason: string;
}

/** Families that other detectors speak for. */
const FOREIGN = ['connection-leak', 'deadlock', 'timer-leak', 'context-leak'] as const;

export function leakFindings(subject: Case, kind: LeakKind, limits: LeakLimits): Finding[] {
  return subject.ofKind('goroutine', 'goroutineleak').flatMap((facts) => leaksOfDump(subject, facts, kind, limits));
}

function leaksOfDump(subject: Case, facts: ProfileFacts, kind: LeakKind, limits: LeakLimits): Finding[] {
  const findings: Finding[] = [];
  const {book} = subject.options;
  for (const cluster of blockedClusters(facts, book)) {
    const shape = {...shapeOfGroup(cluster.groups[0]), count: cluster.count};
    const signature = book.find(shape, 'goroutine-leak');
    if (!kind.classes.includes(effectiveClass(cluster, signature)) || cluster.idle !== undefined) continue;
    if (book.find(shape, ...FOREIGN) !== undefined) continue;
    const verdict = judge(cluster, kind, limits, signature);
    if (verdict !== undefined) findings.push(leakFinding(subject, cluster, kind, verdict, signature));
  }
  return findings;
}

/** Where the dump does not print the wait, a known shape knows it. */
function effectiveClass({waitClass}: BlockedCluster, signature: Signature | undefined): WaitClass {
  return waitClass === 'other' ? (signature?.states?.[0] ?? waitClass) : waitClass;
}

function judge(
  cluster: BlockedCluster,
  kind: LeakKind,
  limits: LeakLimits,
  signature: Signature | undefined,
): Verdict | undefined {
  const verdict = kind.isStrong ? judgeStrong(cluster, limits) : judgeWeak(cluster, kind, limits);
  if (signature === undefined) return verdict;
  const reason = verdict?.reason ?? `a known shape, ${formatCount(cluster.count)} goroutines`;
  const severity = verdict?.severity ?? 'warning';
  return {severity: severity === 'info' ? 'warning' : severity, level: 'likely', reason};
}

/** Dumps this small are read goroutine by goroutine: tests, tools, fragments. */
const SMALL_DUMP = 50;

function judgeStrong({census, count, share, waits}: BlockedCluster, limits: LeakLimits): Verdict | undefined {
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
  if (census.total <= SMALL_DUMP) {
    return {severity: 'warning', level: 'possible', reason: 'no other goroutine of this dump would release it'};
  }
  return undefined;
}

function judgeWeak(cluster: BlockedCluster, kind: LeakKind, limits: LeakLimits): Verdict | undefined {
  const {census, count, share, waits} = cluster;
  if (census.isExcerpt && count >= limits.excerptCrowd) {
    const severity = count >= limits.crowd * 10 ? 'critical' : 'warning';
    const reason = `${formatCount(count)} alike in a fragment of a dump, limit ${limits.excerptCrowd}`;
    return {severity, level: 'possible', reason};
  }
  const isLasting = waits !== undefined && waits.max >= limits.longMinutes;
  if (count >= limits.crowd && isLasting && waits.course === 'growing' && waits.min <= waits.max / 4) {
    return {severity: 'warning', level: 'likely', reason: `${formatCount(count)} goroutines, ${courseText(waits)}`};
  }
  if (count >= limits.crowd && share >= limits.crowdShare && isSpreadOut(cluster)) {
    const reason = `${formatCount(count)} goroutines, started one by one over the life of the process`;
    return {severity: 'warning', level: 'possible', reason};
  }
  if (count >= limits.majority && share >= MOST && !isResting(cluster)) {
    const reason = `${formatCount(count)} goroutines, which is most of the process, at a place whose name promises no waiting`;
    return {severity: 'warning', level: 'possible', reason};
  }
  if (count >= limits.multitude) {
    return {
      severity: 'warning',
      level: 'possible',
      reason: `${formatCount(count)} goroutines, limit ${limits.multitude}`,
    };
  }
  return judgeLonely(cluster, limits) ?? judgeSmall(cluster, kind);
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

/** Goroutines of a process's start have small ids; daemons live there. */
const STARTUP_IDS = 1000;

/** A few goroutines shown alone: only a late-born one that has waited for long is suspect. */
function judgeLonely({census, count, facts, groups, waits}: BlockedCluster, limits: LeakLimits): Verdict | undefined {
  if (!census.isExcerpt || waits === undefined || waits.min < limits.longMinutes / 6) return undefined;
  const ids = facts.profile.goroutines?.id;
  const isLate = groups.every(({rows}) => rows.every((row) => (ids?.[row] ?? -1) >= STARTUP_IDS));
  if (!isLate) return undefined;
  const reason = `${formatCount(count)} shown alone, waiting for at least ${minutesText(waits.min)}, started late`;
  return {severity: 'warning', level: 'possible', reason};
}

/** A dump of a test that hangs, or a stack pasted without a header: what waits in it is the story. */
function judgeSmall({census, culprit, groups}: BlockedCluster, kind: LeakKind): Verdict | undefined {
  const isTest = census.total <= SMALL_DUMP && census.groups.some(({names}) => names.some(isTestEntry));
  const isBare = kind.isLonelySuspect && census.isExcerpt && census.total <= FEW;
  if (!isTest && !isBare) return undefined;
  if (isTestFunction(culprit) || groups.some(({names}) => names.includes('main.main'))) return undefined;
  const reason = isTest ? 'it is left over in the dump of a test that hangs' : 'it is shown alone';
  return {severity: 'warning', level: 'possible', reason};
}

function isTestEntry(name: string): boolean {
  return name === 'testing.tRunner' || name === 'testing.(*T).Run';
}

/** Only a fragment, no age and no known shape: a count alone. */
function isThin({census, waits}: BlockedCluster, {level}: Verdict, signature: Signature | undefined): boolean {
  return level === 'likely' && census.isExcerpt && waits === undefined && signature === undefined;
}

/** So few goroutines that each was picked by hand. */
const FEW = 5;

function leakFinding(
  subject: Case,
  cluster: BlockedCluster,
  kind: LeakKind,
  verdict: Verdict,
  signature: Signature | undefined,
): Finding {
  const {count, culprit, facts, groups, share, waits} = cluster;
  const course = waits === undefined ? '' : ` In time: ${courseText(waits)}.`;
  const name = shortName(culprit);
  const many = count === 1 ? 'One goroutine is' : `${formatCount(count)} goroutines are`;
  const part = count === 1 ? '' : `, ${percent(share)} of the process`;
  return makeFinding({
    id: kind.id,
    ...(signature === undefined ? {} : {signature: signature.id}),
    severity: verdict.severity,
    evidenceLevel: isThin(cluster, verdict, signature) ? 'possible' : verdict.level,
    title: `${many} ${kind.phrase} ${name}`,
    why: `${signature === undefined ? kind.cause : signature.title} Decided on: ${verdict.reason}${part}.${course}`,
    advice: [...(signature?.advice ?? []), ...kind.advice],
    culprit: culpritOf(culprit, facts.profile, groups[0].stack),
    evidence: clusterEvidence(cluster),
    references: signature?.references ?? [],
    weight: Math.max(share, count / 100_000),
    explains: [culprit, ...siblingClusters(cluster, subject.options.book, count).map((sibling) => sibling.culprit)].map(
      goroutineKey,
    ),
    precedence: signature === undefined ? (kind.isStrong ? 2 : 1) : 3,
  });
}
