/**
 * How detectors decide that one kind of small object piles up: bytes in use under the functions that make it.
 */

import type {Case} from '../../analysis/case/case.ts';
import {allocationInputs, heapInputs, isInUse, type MeasuredInput} from '../../analysis/case/profile-values.ts';
import {memoryEvidence} from '../../analysis/evidence/heap-evidence.ts';
import {culpritOf, heapKey, levelFor, makeFinding} from '../../analysis/evidence/make-finding.ts';
import {rowAround, tableRows} from '../../analysis/evidence/printed-table.ts';
import {
  firstMarked,
  heaviestStack,
  largest,
  markedValue,
  markIdentities,
  markNames,
  sumByKey,
} from '../../analysis/names/frame-classes.ts';
import {layerOf} from '../../analysis/names/layers.ts';
import {NONE} from '../../base/columns.ts';
import {say} from '../../base/language/say.ts';
import {formatCount, formatValue, percent} from '../../base/units.ts';
import type {Finding} from '../../model/finding.ts';
import {identityName, packageOf, shortName} from '../../model/symbol.ts';
import {workerOf} from './work-asker.ts';

export interface PiledObject {
  readonly id: string;
  /** Functions that make one, by identity name. */
  readonly makers: RegExp;
  /** "timers". */
  readonly plural: string;
  /** Bytes of one with what it drags along, for the count; absent where they differ. */
  readonly bytesEach?: number;
  /** Why they stay, one sentence. */
  readonly cause: string;
  readonly advice: readonly string[];
}

export interface PileLimits {
  readonly bytes: number;
  readonly share: number;
}

export function pileFindings(subject: Case, pile: PiledObject, limits: PileLimits): Finding[] {
  return heapInputs(subject).flatMap((input) => {
    const {stacks} = input;
    const marks = markIdentities(stacks.frames, pile.makers);
    if (!marks.includes(1)) return [];
    const bytes = markedValue(stacks, marks);
    if (bytes < limits.bytes || bytes < stacks.total * limits.share) return [];
    return [pileFinding(input, pile, limits, marks, bytes)];
  });
}

function pileFinding(
  input: MeasuredInput,
  pile: PiledObject,
  limits: PileLimits,
  marks: Uint8Array,
  bytes: number,
): Finding {
  const {facts, stacks} = input;
  const makers = firstMarked(stacks, marks);
  const maker = workerOf({input, marks});
  const owner = ownerOf(input, pile.makers, makers, bytes);
  const name = owner ?? maker;
  const share = bytes / stacks.total;
  const unseen =
    owner === undefined
      ? say(' The profile does not show who calls it; look at the functions with the largest totals.')
      : '';
  return makeFinding({
    id: pile.id,
    severity: 'warning',
    evidenceLevel: levelFor(facts.profile, 'likely'),
    title:
      owner === undefined
        ? say`${formatValue(bytes, stacks.unit)} of ${say(pile.plural)} pile up, made by ${shortName(maker)}`
        : say`${shortName(owner)} leaves ${formatValue(bytes, stacks.unit)} of ${say(pile.plural)} behind`,
    why: say`${percent(share)} of ${isInUse(input) ? say`the heap was allocated in ${shortName(maker)} and is still in use` : say`the bytes was allocated in ${shortName(maker)}`}${countText(bytes, pile)} (limits ${percent(limits.share)} and ${formatValue(limits.bytes, 'bytes')}). ${say(pile.cause)}${unseen}`,
    advice: pile.advice,
    culprit: culpritOf(name, facts.profile),
    evidence: memoryEvidence(
      input,
      bytes,
      heaviestStack(stacks, (stack) => makers[stack] !== NONE),
    ),
    weight: share,
    explains: [heapKey(maker), heapKey(name)],
    precedence: 4,
  });
}

function countText(bytes: number, {bytesEach, plural}: PiledObject): string {
  return bytesEach === undefined ? '' : say`: about ${formatCount(bytes / bytesEach)} ${say(plural)}`;
}

/** The function that had most of what `makers` names made, by any memory profile; undefined where none has it. */
export function makerIn(subject: Case, makers: RegExp): string | undefined {
  for (const input of [...heapInputs(subject), ...allocationInputs(subject)]) {
    const {stacks} = input;
    const marks = markIdentities(stacks.frames, makers);
    if (!marks.includes(1)) continue;
    const owner = ownerOf(input, makers, firstMarked(stacks, marks), markedValue(stacks, marks));
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/** Part of the bytes that one function must have made to be named. */
const OWNER_PART = 0.3;

/** The function that makes most of them, where the input shows it. */
function ownerOf(input: MeasuredInput, pattern: RegExp, makers: Int32Array, bytes: number): string | undefined {
  const {stacks} = input;
  const rows = tableRows(input);
  if (rows !== undefined) return rowAround(rows, bytes, stacks.total, OWNER_PART)?.name;
  // What a library does around the making is its own.
  const homes = new Set(stacks.frames.names.filter((name) => pattern.test(identityName(name))).map(packageOf));
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) === 'code' && !homes.has(packageOf(name))),
  );
  for (let stack = 0; stack < owners.length; stack++) if (makers[stack] === NONE) owners[stack] = NONE;
  const sums = sumByKey(stacks, owners, stacks.frames.names.length);
  const best = largest(sums);
  return best !== NONE && sums[best] >= bytes * OWNER_PART ? stacks.frames.names[best] : undefined;
}
