/**
 * Flat and cumulative value per aligned function, each with its sampling variances.
 *
 * As in top.ts a function counts once per stack in cum, however often it recurses or however many of its names fold
 * into the row.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';
import type {AlignedProfile} from './align.ts';
import {stackNoise} from './noise.ts';

export interface NoisyColumn {
  readonly value: Float64Array;
  readonly poisson: Float64Array;
  readonly thinning: Float64Array;
}

export interface AlignedSums {
  readonly flat: NoisyColumn;
  readonly cum: NoisyColumn;
  /** Row 0 holds the sum over all samples. */
  readonly total: NoisyColumn;
  /** Per row, |value| times the frames between the row's innermost frame and the leaf, summed over stacks. */
  readonly reach: Float64Array;
}

/** What values are multiplied by before they are compared. */
export interface Scaling {
  readonly factor: number;
  /** Whether every sample is rounded, as pprof's normalize does it. */
  readonly isRounded: boolean;
}

export const UNSCALED: Scaling = {factor: 1, isRounded: false};

/**
 * The sums of each sample type; stacks are walked once for all.
 *
 * @param scalings  one for each sample type
 */
export function alignedSums(aligned: AlignedProfile, rowCount: number, scalings: readonly Scaling[]): AlignedSums[] {
  const {profile} = aligned;
  const selves = scalings.map((scaling, sampleType) => scaledSelf(profile, sampleType, scaling));
  const sums = selves.map((self): AlignedSums => {
    const total = noisyColumn(1);
    total.value[0] = self.withoutStack;
    return {flat: noisyColumn(rowCount), cum: noisyColumn(rowCount), total, reach: new Float64Array(rowCount)};
  });
  const seenIn = new Int32Array(rowCount).fill(NONE);
  const found: StackFrames = {row: new Int32Array(rowCount), fromLeaf: new Int32Array(rowCount)};
  for (let stack = 0; stack < profile.stacks.length; stack++) {
    if (selves.every(({poisson}) => poisson[stack] === 0)) continue;
    const count = framesOf(aligned, stack, seenIn, found);
    for (let type = 0; type < sums.length; type++) addStack(sums[type], selves[type], stack, found, count);
  }
  return sums;
}

function addStack(sums: AlignedSums, self: NoisyColumn, stack: number, found: StackFrames, count: number): void {
  if (self.poisson[stack] === 0) return;
  const {cum, flat, reach, total} = sums;
  addTo(flat, found.row[0], self, stack);
  addTo(total, 0, self, stack);
  const weight = Math.abs(self.value[stack]);
  for (let i = 0; i < count; i++) {
    addTo(cum, found.row[i], self, stack);
    reach[found.row[i]] += found.fromLeaf[i] * weight;
  }
}

function noisyColumn(length: number): NoisyColumn {
  return {value: new Float64Array(length), poisson: new Float64Array(length), thinning: new Float64Array(length)};
}

function addTo(column: NoisyColumn, row: number, self: NoisyColumn, stack: number): void {
  column.value[row] += self.value[stack];
  column.poisson[row] += self.poisson[stack];
  column.thinning[row] += self.thinning[stack];
}

/** Value and variances of the samples that end in each stack. */
function scaledSelf(profile: Profile, sampleType: number, scaling: Scaling): NoisyColumn & {withoutStack: number} {
  const {samples, stacks} = profile;
  const values = samples.values[sampleType];
  const value = new Float64Array(stacks.length);
  let withoutStack = 0;
  for (let row = 0; row < samples.length; row++) {
    const scaled = values[row] * scaling.factor;
    const counted = scaling.isRounded ? Math.round(scaled) : scaled;
    if (samples.stack[row] === NONE) withoutStack += counted;
    else value[samples.stack[row]] += counted;
  }
  const noise = stackNoise(profile, sampleType);
  const square = scaling.factor ** 2;
  if (square === 1) return {value, poisson: noise.poisson, thinning: noise.thinning, withoutStack};
  return {
    value,
    poisson: noise.poisson.map((variance) => variance * square),
    thinning: noise.thinning.map((variance) => variance * square),
    withoutStack,
  };
}

/** The distinct rows of a stack, each with the frames between it and the leaf. */
interface StackFrames {
  readonly row: Int32Array;
  readonly fromLeaf: Int32Array;
}

/** Fills `found` with the distinct rows of a stack, leaf first, and returns how many there are. */
function framesOf(aligned: AlignedProfile, leaf: number, seenIn: Int32Array, found: StackFrames): number {
  const {frames, profile, rowOf} = aligned;
  const {location, parent} = profile.stacks;
  let count = 0;
  let frame = 0;
  for (let stack = leaf; stack !== NONE; stack = parent[stack]) {
    const end = frames.start[location[stack] + 1];
    for (let i = frames.start[location[stack]]; i < end; i++, frame++) {
      const row = rowOf[frames.node[i]];
      if (seenIn[row] === leaf) continue;
      seenIn[row] = leaf;
      found.fromLeaf[count] = frame;
      found.row[count++] = row;
    }
  }
  return count;
}
