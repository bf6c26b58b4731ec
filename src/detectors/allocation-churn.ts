/**
 * One function makes most of the garbage.
 */

import {sampleTypeIndex} from '../analysis/case/case.ts';
import {allocationInputs, type MeasuredInput, MIB, objectTables} from '../analysis/case/profile-values.ts';
import {culpritOf, LAST_WORD, makeFinding, stackEvidence} from '../analysis/evidence/make-finding.ts';
import {responsibleRow, tableRows} from '../analysis/evidence/printed-table.ts';
import {firstMarked, heaviestStack, largest, markNames, sumByKey} from '../analysis/names/frame-classes.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {NONE} from '../base/columns.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount, formatValue, percent} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Share of all bytes ever allocated. */
  share: 0.4,
  /** Totals count from the start of the process, so only large ones mean anything. */
  bytes: 4 * 1024 * MIB,
  /** From here on the largest is reported, as info. */
  shareNoted: 0.15,
  bytesNoted: 1024 * MIB,
  /** In a table that counts objects: what the bytes above are in small ones. */
  objects: 100_000_000,
  objectsNoted: 10_000_000,
};

export const allocationChurn: Detector = {
  id: 'allocation-churn',
  title: sayLater('One function makes most of the garbage'),
  limits: LIMITS,
  detect: (subject, given) => {
    const limits = {...LIMITS, ...given};
    const inputs = allocationInputs(subject).filter(
      ({facts}) => facts.profile.kind === 'allocs' || sampleTypeIndex(facts.profile, 'inuse_space') < 0,
    );
    return {
      findings: [...inputs, ...objectTables(subject, 'alloc_objects')].flatMap((input) => churn(input, limits)),
      suppressed: [],
    };
  },
};

type Limits = typeof LIMITS;

/** Who allocated, and how much. */
interface Allocator {
  /** Raw name. */
  readonly name: string;
  readonly value: number;
  /** Raw names of the costliest stack, leaf first; empty for a table. */
  readonly stack: readonly string[];
}

function churn(input: MeasuredInput, limits: Limits): Finding[] {
  const {total, unit} = input.stacks;
  const [least, noted] = unit === 'bytes' ? [limits.bytes, limits.bytesNoted] : [limits.objects, limits.objectsNoted];
  const isMuch = (one: Allocator | undefined, share: number, value: number): one is Allocator =>
    one !== undefined && one.value >= share * total && one.value >= value;
  const owner = allocatorOf(input, (name) => layerOf(name) === 'code');
  if (isMuch(owner, limits.share, least)) return [churnFinding(input, owner, limits, true)];
  const largestOne = allocatorOf(input, (name) => layerOf(name) !== 'unknown');
  return isMuch(largestOne, limits.shareNoted, noted) ? [churnFinding(input, largestOne, limits, false)] : [];
}

function allocatorOf(input: MeasuredInput, accepts: (name: string) => boolean): Allocator | undefined {
  const {stacks} = input;
  const rows = tableRows(input);
  if (rows !== undefined) {
    const row = responsibleRow(input, rows);
    return row === undefined ? undefined : {name: row.name, value: row.cum, stack: []};
  }
  const owners = firstMarked(stacks, markNames(stacks.frames, accepts));
  const sums = sumByKey(stacks, owners, stacks.frames.names.length);
  const best = largest(sums);
  if (best === NONE) return undefined;
  const stack = heaviestStack(stacks, (row) => owners[row] === best);
  return {name: stacks.frames.names[best], value: sums[best], stack};
}

function churnFinding(
  input: MeasuredInput,
  {name, stack, value}: Allocator,
  limits: Limits,
  isTrouble: boolean,
): Finding {
  const {facts, stacks} = input;
  const share = value / stacks.total;
  const isBytes = stacks.unit === 'bytes';
  const amountOf = (amount: number): string =>
    isBytes ? formatValue(amount, stacks.unit) : say`${formatCount(amount)} objects`;
  const [from, least] = isTrouble
    ? [limits.share, isBytes ? limits.bytes : limits.objects]
    : [limits.shareNoted, isBytes ? limits.bytesNoted : limits.objectsNoted];
  const limit = isTrouble
    ? say`limits ${percent(from)} and ${amountOf(least)}`
    : say`noted from ${percent(from)} and ${amountOf(least)}`;
  return makeFinding({
    id: 'allocation-churn',
    severity: isTrouble ? 'warning' : 'info',
    evidenceLevel: 'possible',
    title: say`${shortName(name)} has allocated ${amountOf(value)}, ${percent(share)} of everything`,
    why: say`${percent(share)} of all ${isBytes ? say('bytes') : say('objects')} allocated since the start were allocated in ${shortName(name)} or for it (${limit}). Most of that may be long gone: it says nothing about the memory in use. Garbage made fast keeps the collector busy.`,
    advice: [
      sayLater(
        'Look at the rate, not the total: `curl -s "localhost:6060/debug/pprof/allocs?seconds=30" > allocs.pb.gz`',
      ),
      sayLater('Reuse buffers (sync.Pool), size slices up front, avoid conversions between string and []byte.'),
    ],
    culprit: culpritOf(name, facts.profile),
    evidence: [
      {
        label: sayLater('allocated'),
        value,
        unit: stacks.unit,
        text: say`${amountOf(value)} of ${amountOf(stacks.total)}`,
      },
      ...stackEvidence(facts.profile, stack),
    ],
    weight: share,
    explains: [`allocations:${name}`],
    precedence: isTrouble ? 1 : LAST_WORD,
  });
}
