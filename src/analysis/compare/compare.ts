/**
 * Two sides of one kind of profile, function by function: what moved, and whether that is more than noise.
 *
 * A side is one profile or several runs, which count by their mean. Numbers are those of `go tool pprof -diff_base`.
 * Knows nothing of good and bad, which verdict.ts assesses.
 */
import type {Profile, ProfileKind} from '../../model/profile.ts';
import {compatibleProfiles} from '../profiles/compatible.ts';
import {type AlignedProfile, type Alignment, alignProfiles, type Rename} from './align.ts';
import {type AlignedSums, alignedSums, UNSCALED} from './aligned-sums.ts';
import {type Compared, type ComparedRow, compareColumn, RowComparer, type Sides} from './rows.ts';
import {chooseScale, type ScaleMode, type ScaleUsed} from './scale.ts';

export interface ComparedType {
  readonly type: string;
  readonly unit: string;
  readonly total: Compared;
  /**
   * By magnitude of the cumulative change; of equal ones the frame nearest the leaf that is not the runtime's first.
   * Made at the first use: of most types only the movers are asked for.
   */
  readonly rows: readonly ComparedRow[];
  /** Those of `rows` whose cumulative value moved by `least` or more. */
  movers(least: number): readonly ComparedRow[];
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
  const types = compareTypes(alignment, options.scale ?? 'auto');
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

/** All sample types at once, so that stacks are walked once. */
function compareTypes(alignment: Alignment, mode: ScaleMode): ComparedType[] {
  const {sampleTypes} = alignment.after[0].profile;
  const scales = sampleTypes.map((_, sampleType) => chooseScale(alignment, sampleType, mode));
  const sumsOf = (side: AlignedProfile, scaled: ScaleUsed['mode']): AlignedSums[] => {
    const scalings = scales.map(({factor, mode: used}) =>
      used === scaled ? {factor, isRounded: used === 'total'} : UNSCALED,
    );
    return alignedSums(side, alignment.names.length, scalings);
  };
  const before = alignment.before.map((side) => sumsOf(side, 'duration'));
  const after = alignment.after.map((side) => sumsOf(side, 'total'));
  return sampleTypes.map(({type, unit}, i) => {
    const {drift, factor, mode: used} = scales[i];
    const sides = {before: before.map((sums) => sums[i]), after: after.map((sums) => sums[i]), drift};
    return new TypeComparison(type, unit, {mode: used, factor}, alignment, sides);
  });
}

class TypeComparison implements ComparedType {
  readonly type: string;
  readonly unit: string;
  readonly total: Compared;
  readonly scale: ScaleUsed;
  private readonly comparer: RowComparer;
  private allRows: readonly ComparedRow[] | undefined;

  constructor(type: string, unit: string, scale: ScaleUsed, alignment: Alignment, sides: Sides) {
    this.type = type;
    this.unit = unit;
    this.scale = scale;
    const unbounded = compareColumn(sides, 'total', 0, 0);
    const largest = Math.max(Math.abs(unbounded.before), Math.abs(unbounded.after));
    this.total = compareColumn(sides, 'total', 0, largest);
    this.comparer = new RowComparer(alignment, sides, largest);
  }

  get rows(): readonly ComparedRow[] {
    this.allRows ??= this.comparer.rows(0);
    return this.allRows;
  }

  movers(least: number): readonly ComparedRow[] {
    if (this.allRows === undefined) return this.comparer.rows(least);
    return this.allRows.filter(({cum}) => Math.abs(cum.delta) >= least);
  }
}
