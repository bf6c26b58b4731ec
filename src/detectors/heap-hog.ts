/**
 * One function holds most of the heap, through whatever it had allocated for it.
 */

import type {Case} from '../analysis/case/case.ts';
import {heapInputs, isInUse, type MeasuredInput, MIB, objectTables} from '../analysis/case/profile-values.ts';
import {memoryEvidence} from '../analysis/evidence/heap-evidence.ts';
import {type HeapOwner, heapOwner, spreadOwner} from '../analysis/evidence/heap-owner.ts';
import {culpritOf, heapKey, LAST_WORD, levelFor, makeFinding} from '../analysis/evidence/make-finding.ts';
import {tableRows} from '../analysis/evidence/printed-table.ts';
import {firstMarked, markNames, sumByKey} from '../analysis/names/frame-classes.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount, formatValue, percent} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import type {Signature} from '../model/signature.ts';
import {parseSymbol, shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';
import {heapAdvice} from './support/heap-advice.ts';

const LIMITS = {
  /** Share of the heap from which one function stands out. */
  share: 0.3,
  /** Less is what ordinary services keep: one profile cannot show that it grows. */
  bytes: 80 * MIB,
  /** What is called a cache, a table or an index is meant to be kept. */
  bytesMeant: 128 * MIB,
  /** What the start of a program loads is meant to stay. */
  bytesLoaded: 256 * MIB,
  /** Who pastes a table has seen it grow. */
  bytesTable: 64 * MIB,
  criticalBytes: 1024 * MIB,
  /** Of a large heap a smaller share is much. */
  shareLarge: 0.2,
  bytesLarge: 512 * MIB,
  /** From here on the largest is reported, as info. */
  shareNoted: 0.15,
  bytesNoted: 16 * MIB,
  /** Who pastes a table has a question; a saved profile may be one of many. */
  bytesPasted: 2 * MIB,
  /** In a table that counts objects: about what 64 MB of small ones are. */
  objects: 1_000_000,
  /** Made once at the start, and known to be all there is. */
  fixedObjects: 2,
  /** So many times what is in use was made: what it holds is replaced. Slices and maps that grow leave up to twice. */
  turnover: 3,
  /** Replaced or not, this much is no cache that anybody overlooks. */
  bytesTurnedOver: 128 * MIB,
};

export const heapHog: Detector = {
  id: 'heap-hog',
  title: sayLater('One function holds most of the heap'),
  limits: LIMITS,
  detect: (subject, given) => {
    const limits = {...LIMITS, ...given};
    const inputs = [...heapInputs(subject), ...objectTables(subject, 'inuse_objects')];
    return {findings: inputs.flatMap((input) => hogs(subject, input, limits)), suppressed: []};
  },
};

type Limits = typeof LIMITS;

function hogs(subject: Case, input: MeasuredInput, limits: Limits): Finding[] {
  const single = heapOwner(input);
  const isEnough = single !== undefined && decidingLimit(input, single, limits) !== undefined;
  const spread = isEnough ? undefined : spreadOwner(input);
  const isSpread = spread !== undefined && decidingLimit(input, spread, limits) !== undefined;
  const owner = isSpread ? spread : single;
  if (owner === undefined || !isWorthNoting(input, owner, limits)) return [];
  return [hogFinding(subject, input, owner, limits)];
}

function isWorthNoting(input: MeasuredInput, {value}: HeapOwner, limits: Limits): boolean {
  const {total, unit} = input.stacks;
  if (value < limits.shareNoted * total) return false;
  if (unit !== 'bytes') return value >= limits.objects / 10;
  return value >= (tableRows(input) === undefined ? limits.bytesNoted : limits.bytesPasted);
}

/** The limit that makes it trouble, in words; undefined when it is none. */
function decidingLimit(input: MeasuredInput, owner: HeapOwner, limits: Limits): string | undefined {
  const {stacks} = input;
  const {value} = owner;
  const least = leastBytes(input, owner, limits);
  const share = value / stacks.total;
  if (stacks.unit !== 'bytes') {
    const isMuch = share >= limits.share && value >= limits.objects;
    return isMuch ? say`limits ${percent(limits.share)} and ${formatCount(limits.objects)} objects` : undefined;
  }
  const pair = (part: number, bytes: number): string => say`${percent(part)} and ${formatValue(bytes, 'bytes')}`;
  if (share >= limits.share && value >= least) return say`limits ${pair(limits.share, least)}`;
  const isLarge = share >= limits.shareLarge && value >= limits.bytesLarge;
  return isLarge ? say`limits for a large heap ${pair(limits.shareLarge, limits.bytesLarge)}` : undefined;
}

const MEANT_TO_KEEP = /cache|lru|lfu|arena|index|table|intern|dict|trie|bloom/i;

/** What a program calls while it starts. */
const STARTS = /^(?:main$|init|run|start|new|load|build|read|open|make)/i;

function leastBytes(input: MeasuredInput, owner: HeapOwner, limits: Limits): number {
  if (tableRows(input) !== undefined) return Math.min(limits.bytes, limits.bytesTable);
  if (isLoadedAtStart(owner)) return Math.max(limits.bytes, limits.bytesLoaded);
  return MEANT_TO_KEEP.test(shortName(owner.maker)) ? Math.max(limits.bytes, limits.bytesMeant) : limits.bytes;
}

/** Below nothing but the start of the program; a method that loads nothing gathers what it is handed. */
function isLoadedAtStart({maker, stack}: HeapOwner): boolean {
  const above = stack.slice(stack.lastIndexOf(maker) + 1);
  const isOfStart = (name: string): boolean => layerOf(name) !== 'code' || STARTS.test(parseSymbol(name).function);
  return above.at(-1) === 'runtime.main' && above.every(isOfStart) && (isOfStart(maker) || !maker.includes('('));
}

function hogFinding(subject: Case, input: MeasuredInput, owner: HeapOwner, limits: Limits): Finding {
  const {facts, stacks} = input;
  const {function: name, maker, stack, value} = owner;
  const share = value / stacks.total;
  const shape = {names: stack, createdBy: '', waitClass: undefined, count: share * 100};
  const signature = subject.options.signatures.find(shape, 'heap');
  const limit = decidingLimit(input, owner, limits);
  const fixed = fixedObjects(input, owner, limits);
  const turnover = limit === undefined ? 0 : turnoverOf(input, owner, limits);
  const isTrouble = limit !== undefined && fixed === 0 && turnover === 0;
  const isCritical = stacks.unit === 'bytes' && value >= limits.criticalBytes && share >= limits.share;
  return makeFinding({
    id: 'heap-hog',
    ...(signature === undefined ? {} : {signature: signature.id}),
    severity: isTrouble ? (isCritical ? 'critical' : 'warning') : 'info',
    evidenceLevel: levelFor(facts.profile, layerOf(name) === 'code' ? 'likely' : 'possible'),
    title: titleText(input, owner, share),
    why: say`${known(signature)}${whyText(input, owner, share)} (${limit ?? noLimit(input, owner, limits)}).${fixedText(fixed)}${turnoverText(turnover)}`,
    advice: [...(signature?.advice ?? []), ...heapAdvice(input, owner)],
    culprit: culpritOf(name, facts.profile),
    evidence: [...memoryEvidence(input, value, stack), ...objectEvidence(input, maker)],
    references: signature?.references ?? [],
    weight: share,
    explains: [heapKey(name), heapKey(maker)],
    precedence: !isTrouble ? LAST_WORD : signature === undefined ? 1 : 3,
  });
}

function known(signature: Signature | undefined): string {
  return signature === undefined ? '' : say`${say(signature.title)} `;
}

function noLimit(input: MeasuredInput, owner: HeapOwner, limits: Limits): string {
  const least =
    input.stacks.unit === 'bytes'
      ? formatValue(leastBytes(input, owner, limits), 'bytes')
      : say`${formatCount(limits.objects)} objects`;
  return say`noted from ${percent(limits.shareNoted)} on; trouble from ${percent(limits.share)} and ${least}`;
}

function titleText(input: MeasuredInput, {function: name, maker, value}: HeapOwner, share: number): string {
  const {unit} = input.stacks;
  const amount = unit === 'bytes' ? formatValue(value, unit) : say`${formatCount(value)} objects`;
  if (!isInUse(input))
    return say`${shortName(name)} accounts for ${amount}, ${percent(share)} of the bytes in the table`;
  const all = unit === 'bytes' ? say('the heap') : say('all objects');
  return name === maker
    ? say`${shortName(maker)} holds ${amount}, ${percent(share)} of ${all}`
    : say`${shortName(maker)} holds ${amount} for ${shortName(name)}, ${percent(share)} of ${all}`;
}

function whyText(input: MeasuredInput, {function: name, maker, spread}: HeapOwner, share: number): string {
  const part = isInUse(input) ? say`${percent(share)} of the memory in use` : say`${percent(share)} of the bytes`;
  if (tableRows(input) !== undefined) {
    return say`${part} was allocated in ${shortName(name)} and what it calls, by the cum of its row`;
  }
  if (spread !== undefined) {
    return say`${part} was allocated for ${shortName(name)}, spread over ${spread.functions} functions of ${spread.package}`;
  }
  const asker = name === maker ? '' : say`, most of it for ${shortName(name)}`;
  return say`${part} was allocated in ${shortName(maker)} or on its behalf by the runtime, the standard library and encoders${asker}`;
}

/** What one sample type counts in the function; 0 where a profile has no other. */
function amountIn({facts, stacks}: MeasuredInput, name: string, wanted: string): number {
  // A dump in which nothing was freed yet has one column for both.
  const names = [wanted, wanted.replace(/^(?:inuse|alloc)_/, '')];
  const type = facts.profile.sampleTypes.findIndex((candidate) => names.includes(candidate.type));
  if (type < 0 || facts.profile.sampleTypes.length === 1) return 0;
  const {frames} = stacks;
  const owners = firstMarked(
    stacks,
    markNames(frames, (candidate) => candidate === name),
  );
  return sumByKey(facts.stacks(type), owners, frames.names.length)[frames.names.indexOf(name)] ?? 0;
}

/** Many small objects or few large ones: two different diseases. */
function objectEvidence(input: MeasuredInput, name: string): Finding['evidence'] {
  const objects = amountIn(input, name, 'inuse_objects');
  return objects > 0 ? [{label: sayLater('objects'), value: objects, unit: 'objects'}] : [];
}

const CONSTRUCTOR = /^(?:New|new|Open|open|Make|make|Create|create|init$|Init|alloc|Alloc)/;

/** How many objects a constructor made, where they are so few that nothing piles up; 0 for anything else. */
function fixedObjects(input: MeasuredInput, {maker, stack}: HeapOwner, {fixedObjects: most}: Limits): number {
  const objects = amountIn(input, maker, 'inuse_objects');
  const at = stack.indexOf(maker);
  const isMadeOnce = stack.slice(at, at + 2).some((name) => CONSTRUCTOR.test(parseSymbol(name).function));
  return isMadeOnce && objects <= most ? objects : 0;
}

function fixedText(objects: number): string {
  if (objects === 0) return '';
  const what = objects === 1 ? say('It is one object') : say`They are ${objects} objects`;
  return say` ${what}, made where something is opened or set up: a buffer of fixed size, not something that piles up.`;
}

/** How many times what is in use was made since the start, objects and bytes alike; 0 where too few to be replaced. */
function turnoverOf(input: MeasuredInput, {maker, value}: HeapOwner, limits: Limits): number {
  if (value >= limits.bytesTurnedOver) return 0;
  const times = (what: string): number =>
    amountIn(input, maker, `alloc_${what}`) / amountIn(input, maker, `inuse_${what}`);
  const least = Math.min(times('objects'), times('space'));
  return least >= limits.turnover ? least : 0;
}

function turnoverText(turnover: number): string {
  if (turnover === 0) return '';
  return say` But ${turnover.toFixed(1)} times as much was made there since the start, so what it holds is replaced: a cache with a bound looks like this. A heap of an hour later would show whether it grows.`;
}
