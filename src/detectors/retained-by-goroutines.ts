/**
 * Stuck goroutines keep the heap alive: two profiles of one process say the same name.
 */

import {type BlockedCluster, blockedClusters, shapeOfGroup} from '../analysis/blocking/blocked-clusters.ts';
import {clusterEvidence, trendText} from '../analysis/blocking/goroutine-evidence.ts';
import type {Case} from '../analysis/case/case.ts';
import {heapInputs, type MeasuredInput, MIB} from '../analysis/case/profile-values.ts';
import {memoryEvidence} from '../analysis/evidence/heap-evidence.ts';
import {culpritOf, goroutineKey, heapKey, levelFor, makeFinding} from '../analysis/evidence/make-finding.ts';
import {kindCosts, resourceText} from '../analysis/knowledge/k8s-kinds.ts';
import {pathAdvice} from '../analysis/knowledge/k8s-remedies.ts';
import {firstMarked, heaviestStack, isTableOnly, markedValue, markNames} from '../analysis/names/frame-classes.ts';
import {NONE} from '../base/columns.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount, formatValue, percent} from '../base/units.ts';
import type {Evidence, Finding} from '../model/finding.ts';
import type {WaitClass} from '../model/profile.ts';
import {enclosingFunction, shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Fewer goroutines hold nothing worth a joint finding. */
  goroutines: 100,
  /** Share of the heap under the same function. */
  share: 0.1,
  bytes: 32 * MIB,
  /** Past this size one goroutine holds more than a request's worth, and joining the two is uncertain. */
  bytesEach: 256 * MIB,
};

/** Waits in which a goroutine's stack is known to stay as it is. */
const STUCK: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'send',
  'recv',
  'nilchan',
  'select',
  'select-empty',
  'mutex',
  'rwmutex-r',
  'rwmutex-w',
  'waitgroup',
  'cond',
  'semaphore',
  'other',
]);

export const retainedByGoroutines: Detector = {
  id: 'retained-by-goroutines',
  title: sayLater('Stuck goroutines keep a large part of the heap alive'),
  limits: LIMITS,
  detect: (subject, limits) => ({findings: joinAll(subject, {...LIMITS, ...limits}), suppressed: []}),
};

function joinAll(subject: Case, limits: typeof LIMITS): Finding[] {
  const heaps = heapInputs(subject);
  if (heaps.length === 0) return [];
  return subject
    .ofKind('goroutine', 'goroutineleak')
    .flatMap((facts) => blockedClusters(facts, subject.options.signatures))
    .filter((cluster) => isStuck(cluster, limits))
    .flatMap((cluster) => heaps.flatMap((heap) => join(subject, cluster, heap, limits)));
}

function isStuck({count, idle, waitClass}: BlockedCluster, {goroutines}: typeof LIMITS): boolean {
  return idle === undefined && count >= goroutines && STUCK.has(waitClass);
}

/** The function that did the work before its goroutine got stuck: itself, the one it is a closure of, or its creator. */
function homesOf({culprit, groups}: BlockedCluster): ReadonlySet<string> {
  const homes = new Set([enclosingFunction(culprit)]);
  if (groups[0].createdBy !== '') homes.add(enclosingFunction(groups[0].createdBy));
  return homes;
}

function join(subject: Case, cluster: BlockedCluster, heap: MeasuredInput, limits: typeof LIMITS): Finding[] {
  const {stacks} = heap;
  const homes = homesOf(cluster);
  const marks = markNames(stacks.frames, (name) => homes.has(enclosingFunction(name)));
  if (!marks.includes(1)) return [];
  const bytes = markedValue(stacks, marks);
  const each = bytes / cluster.count;
  const share = bytes / stacks.total;
  if (bytes < limits.bytes || share < limits.share || each > limits.bytesEach) return [];
  return [retention(subject, cluster, heap, {bytes, each, share, marks})];
}

interface Retention {
  readonly bytes: number;
  readonly each: number;
  readonly share: number;
  readonly marks: Uint8Array;
}

function retention(
  subject: Case,
  cluster: BlockedCluster,
  heap: MeasuredInput,
  {bytes, each, marks, share}: Retention,
): Finding {
  const {count, culprit, facts, groups, waits} = cluster;
  const {stacks} = heap;
  const under = firstMarked(stacks, marks);
  const stack = heaviestStack(stacks, (row) => under[row] !== NONE);
  // Which of a table's bytes are under the function is not known.
  const [kind] = isTableOnly(stacks.profile)
    ? []
    : kindCosts({...stacks, self: stacks.self.map((value, row) => (under[row] === NONE ? 0 : value))});
  const isKind = kind !== undefined && kind.value >= bytes / 2;
  const path = isKind ? kind.paths[0]?.path.id : undefined;
  const signature = subject.options.signatures.find({...shapeOfGroup(groups[0]), count}, 'goroutine-leak', 'deadlock');
  const trend = waits === undefined ? '' : say` Over time: ${trendText(waits)}.`;
  const what = isKind ? say` of ${resourceText(kind.resource)} objects` : '';
  const forecast = forecastEvidence(subject, cluster, heap, each);
  const evidence: Evidence[] = [
    {
      label: sayLater('bytes per goroutine'),
      value: Math.round(each),
      unit: 'bytes',
      text: say`${formatValue(each, 'bytes')} each`,
    },
    ...forecast,
    ...clusterEvidence(cluster),
    ...memoryEvidence(heap, bytes, stack),
  ];
  return makeFinding({
    id: 'retained-by-goroutines',
    ...(signature === undefined ? {} : {signature: signature.id}),
    severity: 'critical',
    evidenceLevel: levelFor(stacks.profile, 'likely'),
    title: say`${formatCount(count)} stuck goroutines of ${shortName(culprit)} keep ${formatValue(bytes, 'bytes')}${what} alive`,
    why: say`${signature === undefined ? '' : say`${say(signature.title)} `}The goroutines wait in this function and ${percent(share)} of the heap was allocated under it: about ${formatValue(each, 'bytes')} each.${trend}`,
    advice: [
      ...(signature?.advice ?? pathAdvice(path)),
      sayLater(
        'Fix the leak first: the memory goes with the goroutines. Look for the return path that leaves them waiting.',
      ),
      sayLater('Restart the process before it reaches its memory limit.'),
    ],
    culprit: culpritOf(culprit, facts.profile, groups[0].stack),
    ...(isKind ? {resource: kind.resource} : {}),
    evidence,
    references: signature?.references ?? [],
    weight: Math.max(share, cluster.share),
    explains: [
      goroutineKey(culprit),
      ...[...homesOf(cluster)].map(heapKey),
      // Whoever allocated on the way down holds the same bytes.
      ...stack
        .slice(
          0,
          stack.findIndex((name) => homesOf(cluster).has(enclosingFunction(name))),
        )
        .map(heapKey),
      ...(isKind ? [heapKey(kind.function)] : []),
    ],
    precedence: 5,
  });
}

/** Stack of a parked goroutine: Go starts at 2 KiB and doubles. */
const STACK_BYTES = 4096;

function forecastEvidence(subject: Case, {waits}: BlockedCluster, {stacks}: MeasuredInput, each: number): Evidence[] {
  const limit = subject.options.memoryLimitBytes;
  if (limit === undefined || waits === undefined || waits.trend !== 'growing' || waits.perMinute <= 0) return [];
  const left = limit - stacks.total;
  const hours = left / (waits.perMinute * (each + STACK_BYTES) * 60);
  return [
    {
      label: sayLater('memory limit reached'),
      value: Math.max(0, Math.round(hours * 10) / 10),
      unit: 'hours',
      text: hours <= 0 ? say('the heap is at the limit already') : say`in about ${hours.toFixed(1)} h at this rate`,
    },
  ];
}
