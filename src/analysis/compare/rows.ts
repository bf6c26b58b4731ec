/**
 * Functions of two sides, row by row: both values, how far noise alone may move them, and what happened.
 */
import {compareBytes} from '../../base/utf8.ts';
import {enclosingFunction, isRuntimePackage, packageOf} from '../../model/symbol.ts';
import {rankTest, runsBound} from '../tree/runs.ts';
import type {Alignment} from './align.ts';
import type {AlignedSums, NoisyColumn} from './aligned-sums.ts';
import {samplingBound} from './noise.ts';

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

export class RowComparer {
  private readonly alignment: Alignment;
  private readonly sides: Sides;
  private readonly largest: number;

  /** @param largest  the larger of both totals */
  constructor(alignment: Alignment, sides: Sides, largest: number) {
    this.alignment = alignment;
    this.sides = sides;
    this.largest = largest;
  }

  /** Rows with a value whose cumulative one moved by `least` or more, those that moved most first. */
  rows(least: number): ComparedRow[] {
    const {names} = this.alignment;
    const rows: ComparedRow[] = [];
    for (let row = 0; row < names.length; row++) {
      if (this.hasValue(row) && Math.abs(this.cumDelta(row)) >= least) rows.push(this.row(row));
    }
    return rows.sort(
      (a, b) =>
        Math.abs(b.cum.delta) - Math.abs(a.cum.delta) ||
        Number(isRuntime(a)) - Number(isRuntime(b)) ||
        a.leafDistance - b.leafDistance ||
        compareBytes(a.function, b.function),
    );
  }

  private row(row: number): ComparedRow {
    const {alignment, largest, sides} = this;
    return {
      function: alignment.names[row],
      identity: alignment.identities[row],
      row,
      leafDistance: leafDistance(sides, row),
      cum: compareColumn(sides, 'cum', row, largest),
      flat: compareColumn(sides, 'flat', row, largest),
    };
  }

  /** Whether a mean is not zero: sums of signed values may cancel out. */
  private hasValue(row: number): boolean {
    const {after, before} = this.sides;
    const isThere = (sums: readonly AlignedSums[], column: 'flat' | 'cum'): boolean => mean(sums, column, row) !== 0;
    return isThere(before, 'cum') || isThere(after, 'cum') || isThere(before, 'flat') || isThere(after, 'flat');
  }

  private cumDelta(row: number): number {
    return mean(this.sides.after, 'cum', row) - mean(this.sides.before, 'cum', row);
  }
}

function mean(sums: readonly AlignedSums[], column: 'flat' | 'cum', row: number): number {
  if (sums.length === 1) return sums[0][column].value[row];
  return sums.reduce((sum, one) => sum + one[column].value[row], 0) / sums.length;
}

function isRuntime({identity}: ComparedRow): boolean {
  return isRuntimePackage(packageOf(enclosingFunction(identity)));
}

/** The sums of one sample type, one for each run. */
export interface Sides {
  readonly before: readonly AlignedSums[];
  readonly after: readonly AlignedSums[];
  /** Relative error of `before` that is not sampling. */
  readonly drift: number;
}

/** From four runs a side on, ranks are significant: 4 and 4 in perfect order come by luck in 2 of 70 cases. */
const RANKED_RUNS = 4;
const RANK_CHANCE = 0.05;

function leafDistance({after, before}: Sides, row: number): number {
  const sides = [...before, ...after];
  const weight = sides.reduce((sum, {cum}) => sum + Math.abs(cum.value[row]), 0);
  return weight === 0 ? 0 : sides.reduce((sum, {reach}) => sum + reach[row], 0) / weight;
}

/** @param largest  the larger of both totals */
export function compareColumn(
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
  if (count === 1) {
    const {poisson, thinning, value} = sums[0][column];
    return {values: [value[row]], mean: value[row], poisson: poisson[row], thinning: thinning[row]};
  }
  const average = (pick: (noisy: NoisyColumn) => number): number =>
    sums.reduce((sum, one) => sum + pick(one[column]), 0) / count;
  return {
    values: sums.map((one) => one[column].value[row]),
    mean: average(({value}) => value[row]),
    poisson: average(({poisson}) => poisson[row]) / count,
    thinning: average(({thinning}) => thinning[row]) / count,
  };
}
