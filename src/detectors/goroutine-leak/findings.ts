/**
 * How the goroutine-leak detectors decide: one procedure, a few numbers per kind of wait.
 *
 * A count is not a leak and age is not either; what convicts is a crowd that grows, a wait that cannot end, or a
 * known shape. A blocked sender or a nil channel is strong by itself, since nobody parks there by design; a receive or
 * a select is how healthy goroutines spend their lives, so those need growth, age or field knowledge beside the count.
 */

import {
  type BlockedCluster,
  blockedClusters,
  shapeOfGroup,
  siblingClusters,
} from '../../analysis/blocking/blocked-clusters.ts';
import {clusterEvidence, minutesText, trendText} from '../../analysis/blocking/goroutine-evidence.ts';
import {objectWait} from '../../analysis/blocking/object-waits.ts';
import type {Case, ProfileFacts} from '../../analysis/case/case.ts';
import {culpritOf, goroutineKey, LAST_WORD, makeFinding} from '../../analysis/evidence/make-finding.ts';
import type {WaitFacts} from '../../analysis/goroutines/waits.ts';
import type {SignatureIndex} from '../../analysis/knowledge/signature-match.ts';
import {isTableOnly} from '../../analysis/names/frame-classes.ts';
import {layerOf} from '../../analysis/names/layers.ts';
import {say} from '../../base/language/say.ts';
import {formatCount, percent} from '../../base/units.ts';
import type {Finding} from '../../model/finding.ts';
import type {WaitClass} from '../../model/profile.ts';
import type {Signature} from '../../model/signature.ts';
import {shortName} from '../../model/symbol.ts';
import type {LeakKind, LeakLimits} from './kind.ts';
import {commonWaitVerdict, neverByDesignVerdict} from './questions.ts';
import {isOfTest} from './shapes.ts';
import {inTurn} from './turn.ts';
import type {Verdict} from './verdict.ts';

/** Families that other detectors speak for. */
const FOREIGN = ['connection-leak', 'deadlock', 'timer-leak', 'context-leak'] as const;

export function leakFindings(subject: Case, kind: LeakKind, limits: LeakLimits): Finding[] {
  return subject.ofKind('goroutine', 'goroutineleak').flatMap((facts) => leaksOfDump(subject, facts, kind, limits));
}

function leaksOfDump(subject: Case, facts: ProfileFacts, kind: LeakKind, limits: LeakLimits): Finding[] {
  const findings: Finding[] = [];
  const {signatures} = subject.options;
  for (const cluster of blockedClusters(facts, signatures)) {
    // Ten kinds ask; the class is known at once where the dump prints the wait.
    if (cluster.waitClass !== 'other' && !kind.classes.includes(cluster.waitClass)) continue;
    if (isPlaceAlone(cluster)) continue;
    const shape = {...shapeOfGroup(cluster.groups[0]), count: cluster.count};
    const signature = signatures.find(shape, 'goroutine-leak');
    if (!kind.classes.includes(effectiveClass(cluster, signature)) || isSetAside(cluster)) continue;
    if (signatures.find(shape, ...FOREIGN) !== undefined) continue;
    const verdict = assess(subject, cluster, kind, limits, signature);
    if (verdict !== undefined) findings.push(leakFinding(subject, cluster, kind, verdict, signature));
  }
  return findings;
}

/** Nothing but frames of the runtime, or the place where anybody may wait, in a table or a list that shows no callers. */
function isPlaceAlone({culprit, facts, groups}: BlockedCluster): boolean {
  const layer = layerOf(culprit);
  if (layer === 'runtime' || layer === 'code') return layer === 'runtime';
  return isTableOnly(facts.profile) || groups.every(({createdBy, names}) => names.length === 1 && createdBy === '');
}

/** Idle by design; but in a process that is stuck, or where nothing should be left, only daemons of the process are. */
function isSetAside({census, idle}: BlockedCluster): boolean {
  if (idle === undefined || census.isAllAsleep) return false;
  return !census.isLeakReport || PROCESS_DAEMONS.test(idle.id);
}

/** What packages and the test itself start once; leak tests list it too. */
const PROCESS_DAEMONS =
  /^(?:idle\/(?:package-daemon|log-flush|klog-flush|opencensus-worker|signal|testing|main|runtime-main)|gcp\/spanner-latency)$/;

/** Where the dump does not print the wait, a known shape knows it. */
function effectiveClass({waitClass}: BlockedCluster, signature: Signature | undefined): WaitClass {
  return waitClass === 'other' ? (signature?.states?.[0] ?? waitClass) : waitClass;
}

function assess(
  subject: Case,
  cluster: BlockedCluster,
  kind: LeakKind,
  limits: LeakLimits,
  signature: Signature | undefined,
): Verdict | undefined {
  if (cluster.census.isAllAsleep) return asleep();
  const verdict = kind.isNeverByDesign
    ? neverByDesignVerdict(cluster, limits, subject.options.signatures)
    : commonWaitVerdict(cluster, kind, limits, subject.options.signatures);
  if (signature === undefined) {
    return objectVerdict(cluster, subject.options.signatures) ?? inTurn(cluster, verdict, limits);
  }
  const reason = verdict?.reason ?? say`a known shape, ${formatCount(cluster.count)} goroutines`;
  const severity = verdict?.severity ?? 'warning';
  return {severity: severity === 'info' ? 'warning' : severity, level: 'likely', reason};
}

function objectVerdict(cluster: BlockedCluster, signatures: SignatureIndex): Verdict | undefined {
  const event = objectWait(cluster, signatures);
  if (event === undefined) return undefined;
  const {address, clusters, closing, minutes} = event;
  const methods = clusters.map(({culprit}) => shortName(culprit)).join(say(' and '));
  const reason = say`${methods} wait for one object (0x${address.toString(16)}) since the same minute, ${minutesText(minutes)} ago, and ${shortName(closing)} would end it: the answer was lost`;
  return {severity: 'warning', level: 'likely', reason};
}

function asleep(): Verdict {
  return {severity: 'critical', level: 'likely', reason: say('the runtime found all goroutines asleep and gave up')};
}

/** Of all that hangs in one deadlock or one test, what says most; main only waits for the others. */
function weightOf({census, count, groups, share}: BlockedCluster): number {
  if (census.isAllAsleep && groups.some(({names}) => names.includes('main.main'))) return 0;
  return Math.max(share, count / 100_000) + (groups.some(isOfTest) ? 1 : 0);
}

/** So many of a deadlock are named by each of its findings; that makes them one. */
const MOST_COMPANIONS = 50;

/** What the finding speaks for beside its own place: parts of the same thing, or of the same deadlock. */
function companions(cluster: BlockedCluster, signatures: SignatureIndex): readonly BlockedCluster[] {
  if (cluster.census.isAllAsleep) return blockedClusters(cluster.facts, signatures).slice(0, MOST_COMPANIONS);
  const event = objectWait(cluster, signatures);
  return [...siblingClusters(cluster, signatures, cluster.count), ...(event?.clusters ?? [])];
}

/** Only a fragment, no age and no known shape: a count alone. */
function isThin({census, waits}: BlockedCluster, {level}: Verdict, signature: Signature | undefined): boolean {
  return level === 'likely' && census.isExcerpt && waits === undefined && signature === undefined;
}

/** '' where the reason says it already: the trend itself or, of ages that show none, the greatest of them. */
function trendSentence(waits: WaitFacts, {reason}: Verdict): string {
  const news = waits.trend === 'unknown' ? minutesText(waits.max) : trendText(waits);
  return reason.includes(news) ? '' : say` Over time: ${trendText(waits)}.`;
}

function precedenceOf(kind: LeakKind, {isLastWord}: Verdict, signature: Signature | undefined): number {
  if (signature !== undefined) return 3;
  if (isLastWord === true) return LAST_WORD;
  return kind.isNeverByDesign ? 2 : 1;
}

function leakFinding(
  subject: Case,
  cluster: BlockedCluster,
  kind: LeakKind,
  verdict: Verdict,
  signature: Signature | undefined,
): Finding {
  const {count, culprit, facts, groups, share, waits} = cluster;
  const trend = waits === undefined ? '' : trendSentence(waits, verdict);
  const name = shortName(culprit);
  const many = count === 1 ? say('One goroutine is') : say`${formatCount(count)} goroutines are`;
  const {advice, cause: known} = verdict.words ?? kind;
  const cause = say(signature?.title ?? (verdict.severity === 'info' ? '' : known));
  const part = count === 1 ? '' : say`, ${percent(share)} of the process`;
  return makeFinding({
    id: kind.id,
    ...(signature === undefined ? {} : {signature: signature.id}),
    severity: verdict.severity,
    evidenceLevel: isThin(cluster, verdict, signature) ? 'possible' : verdict.level,
    title: say`${many} ${say(kind.phrase)} ${name}`,
    why: say`${cause} Decided on: ${verdict.reason}${part}.${trend}`.trimStart(),
    advice: [...(signature?.advice ?? []), ...advice],
    culprit: culpritOf(culprit, facts.profile, groups[0].stack),
    evidence: clusterEvidence(cluster),
    references: signature?.references ?? [],
    weight: weightOf(cluster),
    explains: [culprit, ...companions(cluster, subject.options.signatures).map((other) => other.culprit)].map(
      goroutineKey,
    ),
    precedence: precedenceOf(kind, verdict, signature),
  });
}
