/**
 * One function holds most of the heap, through whatever it had allocated for it.
 */

import {percent} from '../analysis/blocking/goroutine-evidence.ts';
import type {Case} from '../analysis/case/case.ts';
import {heapInputs, type MeasuredInput, MIB} from '../analysis/case/profile-values.ts';
import {memoryEvidence} from '../analysis/evidence/heap-evidence.ts';
import {heavyKinds} from '../analysis/evidence/heavy-kinds.ts';
import {culpritOf, heapKey, LAST_WORD, makeFinding} from '../analysis/evidence/make-finding.ts';
import {kindOfFunction} from '../analysis/knowledge/k8s-kinds.ts';
import {
  firstMarked,
  heaviestStack,
  isTableOnly,
  largest,
  markNames,
  sumByKey,
  type ValuedStacks,
} from '../analysis/names/frame-classes.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {NONE} from '../base/columns.ts';
import {formatValue} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import type {Signature} from '../model/signature.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Share of the heap from which one function stands out. */
  share: 0.3,
  /** A third of a small heap is no trouble. */
  bytes: 64 * MIB,
  criticalBytes: 1024 * MIB,
  /** Of a large heap a smaller share is much. */
  shareLarge: 0.2,
  bytesLarge: 512 * MIB,
  /** From here on the largest is told, but nobody is woken for it. */
  shareNoted: 0.15,
  bytesNoted: 16 * MIB,
  /** Who pastes a table has a question; a saved profile may be one of many. */
  bytesPasted: 2 * MIB,
};

export const heapHog: Detector = {
  id: 'heap-hog',
  title: 'One function holds most of the heap',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: heapInputs(subject).flatMap((input) => hogs(subject, input, {...LIMITS, ...limits})),
    suppressed: [],
  }),
};

function hogs(subject: Case, input: MeasuredInput, limits: typeof LIMITS): Finding[] {
  const {stacks} = input;
  const owners = ownersOf(input);
  const sums = sumByKey(stacks, owners, stacks.frames.names.length);
  const best = largest(sums);
  if (best === NONE) return [];
  const bytes = sums[best];
  const least = isTableOnly(input.facts.profile) ? limits.bytesPasted : limits.bytesNoted;
  if (bytes < least || bytes < limits.shareNoted * stacks.total) return [];
  return [
    hogFinding(
      subject,
      input,
      stacks.frames.names[best],
      bytes,
      heaviestStack(stacks, (stack) => owners[stack] === best),
      limits,
    ),
  ];
}

/** Per stack the function to name: the first of code, else the outermost that is no runtime entry. */
function ownersOf(input: MeasuredInput): Int32Array {
  const {stacks} = input;
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) === 'code' && !isGeneratedDecoder(name)),
  );
  const makers = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) !== 'unknown' && name !== 'runtime.goexit'),
  );
  for (let stack = 0; stack < owners.length; stack++) if (owners[stack] === NONE) owners[stack] = makers[stack];
  leaveOutKinds(input, owners);
  return owners;
}

/** Generated decoders carry out what their callers asked for, like any other serialisation. */
function isGeneratedDecoder(name: string): boolean {
  return /\)\.(?:XXX_)?(?:Unmarshal\w*|Marshal\w*|DeepCopy\w*|CodecDecodeSelf|CodecEncodeSelf|DecodeMsg|UnmarshalMsg)$/.test(
    name,
  );
}

/** Bytes of a Kubernetes kind that has a finding of its own are not counted again. */
function leaveOutKinds(input: MeasuredInput, owners: Int32Array): void {
  if (heavyKinds(input).length === 0) return;
  const {stacks} = input;
  const decoders = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => kindOfFunction(name) !== undefined),
  );
  for (let stack = 0; stack < owners.length; stack++) if (decoders[stack] !== NONE) owners[stack] = NONE;
}

function hogFinding(
  subject: Case,
  input: MeasuredInput,
  name: string,
  bytes: number,
  stack: readonly string[],
  limits: typeof LIMITS,
): Finding {
  const {facts, stacks} = input;
  const share = bytes / stacks.total;
  const signature = subject.options.signatures.find(
    {names: stack, createdBy: '', waitClass: undefined, count: share * 100},
    'heap',
  );
  const isOwned = layerOf(name) === 'code';
  const isOnlyNoted = !isTrouble(bytes, share, limits);
  return makeFinding({
    id: 'heap-hog',
    ...(signature === undefined ? {} : {signature: signature.id}),
    severity: isOnlyNoted ? 'info' : isCritical(bytes, share, limits) ? 'critical' : 'warning',
    evidenceLevel: isOwned ? 'likely' : 'possible',
    title: `${shortName(name)} holds ${formatValue(bytes, stacks.unit)}, ${percent(share)} of the heap`,
    why: whyText(signature, name, share, limits),
    advice: [
      ...(signature?.advice ?? []),
      'Ask what keeps it: a cache without a bound, a map that only grows, a slice of a large buffer, whole responses in memory.',
      `Compare with a heap of an hour later to see whether it grows: \`pprofx diff ${facts.profile.name} LATER\``,
      `See the callers: \`pprofx peek '${shortName(name)}' ${facts.profile.name}\``,
    ],
    culprit: culpritOf(name, facts.profile),
    evidence: [...memoryEvidence(input, bytes, stack), ...objectEvidence(input, stacks, name)],
    references: signature?.references ?? [],
    weight: share,
    explains: [heapKey(name)],
    precedence: isOnlyNoted ? LAST_WORD : signature === undefined ? 1 : 3,
  });
}

function isTrouble(bytes: number, share: number, limits: typeof LIMITS): boolean {
  const isLarge = share >= limits.shareLarge && bytes >= limits.bytesLarge;
  return isLarge || (share >= limits.share && bytes >= limits.bytes);
}

function isCritical(bytes: number, share: number, limits: typeof LIMITS): boolean {
  return bytes >= limits.criticalBytes && share >= limits.share;
}

function whyText(signature: Signature | undefined, name: string, share: number, limits: typeof LIMITS): string {
  const known = signature === undefined ? '' : `${signature.title} `;
  return `${known}${percent(share)} of the memory in use was allocated in ${shortName(name)} or on its behalf by the runtime, the standard library and encoders (limits ${percent(limits.share)} and ${formatValue(limits.bytes, 'bytes')}).`;
}

/** Many small objects or few large ones: two different diseases. */
function objectEvidence({facts}: MeasuredInput, {frames}: ValuedStacks, name: string): Finding['evidence'] {
  const type = facts.profile.sampleTypes.findIndex((candidate) => candidate.type === 'inuse_objects');
  if (type < 0) return [];
  const stacks = facts.stacks(type);
  const owners = firstMarked(
    stacks,
    markNames(frames, (candidate) => candidate === name),
  );
  const node = frames.names.indexOf(name);
  const objects = sumByKey(stacks, owners, frames.names.length)[node] ?? 0;
  return objects > 0 ? [{label: 'objects', value: objects, unit: 'objects'}] : [];
}
