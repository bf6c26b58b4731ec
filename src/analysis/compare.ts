/**
 * Two sides of one kind of profile, function by function: what moved, and whether that is more than noise.
 *
 * A side is one profile or several runs, which count by their mean. Numbers are those of `go tool pprof -diff_base`.
 * Knows nothing of good and bad; verdict.ts judges.
 */
import {compareBytes} from '../base/utf8.ts';
import type {Profile, ProfileKind} from '../model/profile.ts';
import {enclosingFunction, isRuntimePackage, packageOf} from '../model/symbol.ts';
import {type AlignedProfile, type Alignment, alignProfiles, type Rename} from './align.ts';
import {type AlignedSums, alignedSums, type NoisyColumn, type Scaling, UNSCALED} from './aligned-sums.ts';
import {compatibleProfiles} from './compatible.ts';
import {samplingBound} from './noise.ts';
import {rankTest, runsBound} from './runs.ts';
import {chooseScale, type ScaleMode, type ScaleUsed} from './scale.ts';

/** What happened to a row; anything but `unchanged` is beyond its bound. */
export type Change = 'new' | 'gone' | 'grown' | 'shrunk' | 'unchanged';

/** A value on both sides, in the unit of the sample type. */
export interface Compared {
  readonly before: number;
  readonly after: number;
  readonly delta: number;
  /** How far it may move by noise alone. */
  readonly bound: number;
  readonly change: Change;
  /** Chance of the rank test that the runs differ this much by luck; absent without repeated runs. */
  readonly rankChance?: number;
}

export interface ComparedRow {
  /** Raw name, of the newer side where it has the function. */
  readonly function: string;
  readonly identity: string;
  /** Row of the alignment. */
  readonly row: number;
  /** Mean number of frames between it and the leaf, weighted by value. */
  readonly leafDistance: number;
  readonly cum: Compared;
  readonly flat: Compared;
}

export interface ComparedType {
  readonly type: string;
  readonly unit: string;
  readonly total: Compared;
  /** By magnitude of the cumulative change; of equal ones the frame nearest the leaf that is not the runtime's first. */
  readonly rows: readonly ComparedRow[];
  readonly scale: ScaleUsed;
}

export interface Comparison {
  readonly kind: ProfileKind;
  readonly before: readonly Profile[];
  readonly after: readonly Profile[];
  readonly alignment: Alignment;
  readonly types: readonly ComparedType[];
  /** Index into `types` of the one that decides. */
  readonly decisive: number;
}

export interface CompareOptions {
  readonly renames?: readonly Rename[];
  /** `auto` scales to equal durations where they differ by more than a twentieth. */
  readonly scale?: ScaleMode;
  /** Sample type that decides; by default that of the newer profile. */
  readonly sampleType?: string;
}

/**
 * @param before, after  runs of one kind, at least one on each side
 * @throws USAGE when they have no sample type in common
 */
export function compareProfiles(
  before: readonly Profile[],
  after: readonly Profile[],
  options: CompareOptions = {},
): Comparison {
  const all = compatibleProfiles([...before, ...after]);
  const alignment = alignProfiles(all.slice(0, before.length), all.slice(before.length), options.renames);
  const types = all[0].sampleTypes.map((_, sampleType) => compareType(alignment, sampleType, options.scale ?? 'auto'));
  const wanted = options.sampleType ?? after[0].sampleTypes[after[0].defaultSampleType]?.type;
  return {
    kind: after[0].kind,
    before,
    after,
    alignment,
    types,
    decisive: Math.max(
      0,
      types.findIndex(({type}) => type === wanted),
    ),
  };
}

function compareType(alignment: Alignment, sampleType: number, mode: ScaleMode): ComparedType {
  const {type, unit} = alignment.after[0].profile.sampleTypes[sampleType];
  const scale = chooseScale(alignment, sampleType, mode);
  const sumsOf = (aligned: AlignedProfile, scaling: Scaling): AlignedSums =>
    alignedSums(aligned, sampleType, alignment.names.length, scaling);
  const used: Scaling = {factor: scale.factor, isRounded: scale.mode === 'total'};
  const before = alignment.before.map((side) => sumsOf(side, scale.mode === 'duration' ? used : UNSCALED));
  const after = alignment.after.map((side) => sumsOf(side, scale.mode === 'total' ? used : UNSCALED));
  const sides = {before, after, drift: scale.drift};
  const unbounded = compareRow(sides, 'total', 0, 0);
  const largest = Math.max(Math.abs(unbounded.before), Math.abs(unbounded.after));
  const total = compareRow(sides, 'total', 0, largest);
  const rows: ComparedRow[] = [];
  alignment.names.forEach((name, row) => {
    const cum = compareRow(sides, 'cum', row, largest);
    const flat = compareRow(sides, 'flat', row, largest);
    if (cum.before === 0 && cum.after === 0 && flat.before === 0 && flat.after === 0) return;
    rows.push({
      function: name,
      identity: alignment.identities[row],
      row,
      leafDistance: leafDistance(sides, row),
      cum,
      flat,
    });
  });
  rows.sort(
    (a, b) =>
      Math.abs(b.cum.delta) - Math.abs(a.cum.delta) ||
      Number(isRuntime(a)) - Number(isRuntime(b)) ||
      a.leafDistance - b.leafDistance ||
      compareBytes(a.function, b.function),
  );
  return {type, unit, total, rows, scale: {mode: scale.mode, factor: scale.factor}};
}

function isRuntime({identity}: ComparedRow): boolean {
  return isRuntimePackage(packageOf(enclosingFunction(identity)));
}

interface Sides {
  readonly before: readonly AlignedSums[];
  readonly after: readonly AlignedSums[];
  readonly drift: number;
}

/** From four runs a side on, ranks can tell: 4 and 4 in perfect order come by luck in 2 of 70 cases. */
const RANKED_RUNS = 4;
const RANK_CHANCE = 0.05;

function leafDistance({after, before}: Sides, row: number): number {
  const sides = [...before, ...after];
  const weight = sides.reduce((sum, {cum}) => sum + Math.abs(cum.value[row]), 0);
  return weight === 0 ? 0 : sides.reduce((sum, {reach}) => sum + reach[row], 0) / weight;
}

function compareRow(
  {after, before, drift}: Sides,
  column: 'flat' | 'cum' | 'total',
  row: number,
  largest: number,
): Compared {
  const old = runsOf(before, column, row);
  const recent = runsOf(after, column, row);
  const pair = {
    before: old.mean,
    poisson: old.poisson + recent.poisson,
    thinning: old.thinning + recent.thinning,
  };
  const sampling = samplingBound(pair, drift, largest);
  const spread = runsBound(old.values, recent.values);
  const delta = recent.mean - old.mean;
  const bound = Math.max(sampling, spread ?? 0);
  const rankChance = spread === undefined ? undefined : rankTest(old.values, recent.values);
  const isLuck =
    rankChance !== undefined && Math.min(before.length, after.length) >= RANKED_RUNS && rankChance > RANK_CHANCE;
  const isChange = Math.abs(delta) > bound && delta !== 0 && !isLuck;
  return {
    before: old.mean,
    after: recent.mean,
    delta,
    bound,
    change: isChange ? changeOf(old.mean, recent.mean) : 'unchanged',
    ...(rankChance === undefined ? {} : {rankChance}),
  };
}

function changeOf(before: number, after: number): Change {
  if (before === 0) return 'new';
  if (after === 0) return 'gone';
  return Math.abs(after) > Math.abs(before) ? 'grown' : 'shrunk';
}

interface Runs {
  readonly values: readonly number[];
  readonly mean: number;
  /** Variances of the mean. */
  readonly poisson: number;
  readonly thinning: number;
}

function runsOf(sums: readonly AlignedSums[], column: 'flat' | 'cum' | 'total', row: number): Runs {
  const count = sums.length;
  const average = (pick: (noisy: NoisyColumn) => number): number =>
    sums.reduce((sum, one) => sum + pick(one[column]), 0) / count;
  return {
    values: sums.map((one) => one[column].value[row]),
    mean: average(({value}) => value[row]),
    poisson: average(({poisson}) => poisson[row]) / count,
    thinning: average(({thinning}) => thinning[row]) / count,
  };
}
