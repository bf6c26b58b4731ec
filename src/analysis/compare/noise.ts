/**
 * How uncertain a profile's values are, from the way they were sampled.
 *
 * A sampled value is a sum of events of known weight, and events come as a Poisson process: n events of weight w are
 * worth n·w ± w·√n. So every stack gets a variance Σ n·w² beside its value, and variances add up like values do.
 * Only the sampling is covered; what a process does differently from run to run shows in repeated runs alone (runs.ts).
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';

/** Width of every bound, in standard deviations: two-sided 0.27 % for a row without any change. */
export const SIGMAS = 3;

/**
 * An allocation far larger than the sampling period is always seen, so its coming is no matter of sampling, but one
 * allocation is no trend either: such an exact change counts only from this share of the larger total on.
 */
const MATERIAL_SHARE = 0.5;

export interface StackNoise {
  /** Per row of StackTable, Σ n·w² of the events that end there; unit is the value's unit squared. */
  readonly poisson: Float64Array;
  /** As `poisson`, less what cannot be missed: the variance of thinning alone, Σ n·w²·(1 − p). */
  readonly thinning: Float64Array;
}

/** Weight of one event, and the chance that sampling sees it. */
interface SampledEvent {
  readonly weight: number;
  readonly chance: number;
}

/** Variances per stack of one sample type. */
export function stackNoise(profile: Profile, sampleType: number): StackNoise {
  const {samples, stacks} = profile;
  const values = samples.values[sampleType];
  const poisson = new Float64Array(stacks.length);
  const thinning = new Float64Array(stacks.length);
  const eventOf = eventModel(profile, sampleType);
  for (let row = 0; row < samples.length; row++) {
    const value = Math.abs(values[row]);
    const stack = samples.stack[row];
    if (value === 0 || stack === NONE) continue;
    const {chance, weight} = eventOf(row, value);
    poisson[stack] += value * weight;
    thinning[stack] += value * weight * (1 - chance);
  }
  return {poisson, thinning};
}

type EventModel = (row: number, value: number) => SampledEvent;

/** Every way Go's profiles are sampled; what is not known is taken for the coarsest plausible events. */
function eventModel(profile: Profile, sampleType: number): EventModel {
  const {type, unit} = profile.sampleTypes[sampleType];
  const heap = /^(alloc|inuse)_(space|objects)$/.exec(type);
  if (heap !== null && profile.period > 1n) return heapEvents(profile, heap[1]);
  const period = Number(profile.period);
  if (unit === 'count' || unit === '') {
    // Mutex profiles report one in `period` contentions, scaled up; all else counts one by one.
    const weight = type === 'contentions' && period > 1 ? period : 1;
    return () => ({weight, chance: 0});
  }
  const counts = countColumn(profile, sampleType);
  if (counts !== undefined) {
    // Delays of one stack differ among each other: for exponential ones E[w²] is twice the mean squared.
    const spread = type === 'delay' ? 2 : 1;
    return (row, value) => ({weight: (spread * value) / Math.max(1, Math.abs(counts[row])), chance: 0});
  }
  if (profile.periodType?.unit === unit && period > 0) return () => ({weight: period, chance: 0});
  const quantum = smallestValue(profile.samples.values[sampleType]);
  return () => ({weight: quantum, chance: 0});
}

/**
 * Go samples an allocation of `size` bytes with chance p = 1 − e^(−size/rate) and reports sampled objects / p.
 * Source: runtime/pprof/protomem.go, scaleHeapSample.
 */
function heapEvents(profile: Profile, prefix: string): EventModel {
  const rate = Number(profile.period);
  const columnOf = (type: string): Float64Array | undefined =>
    profile.samples.values[profile.sampleTypes.findIndex((candidate) => candidate.type === type)];
  const objects = columnOf(`${prefix}_objects`);
  const space = columnOf(`${prefix}_space`);
  if (objects === undefined || space === undefined) return () => ({weight: rate, chance: 0});
  return (row, value) => {
    const count = Math.abs(objects[row]);
    const size = count === 0 ? rate : Math.abs(space[row]) / count;
    const chance = size === 0 ? 1 : -Math.expm1(-size / rate);
    const perObject = count === 0 ? value : value / count;
    return {weight: perObject / chance, chance};
  };
}

/** The column that counts the events of a value: `samples` beside `cpu`, `contentions` beside `delay`. */
function countColumn(profile: Profile, sampleType: number): Float64Array | undefined {
  const index = profile.sampleTypes.findIndex(
    ({type, unit}, i) => i !== sampleType && unit === 'count' && (type === 'samples' || type === 'contentions'),
  );
  return index < 0 ? undefined : profile.samples.values[index];
}

function smallestValue(values: Float64Array): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const value of values) if (value !== 0) smallest = Math.min(smallest, Math.abs(value));
  return Number.isFinite(smallest) ? smallest : 1;
}

/** Before and after of one row, with the variances of both added up. */
interface NoisyPair {
  readonly before: number;
  readonly poisson: number;
  readonly thinning: number;
}

/**
 * How far a row may move without anything having changed.
 *
 * @param drift  relative error of `before` that is not sampling, e.g. of durations that were not scaled
 * @param total  the larger of both totals
 */
export function samplingBound({before, poisson, thinning}: NoisyPair, drift: number, total: number): number {
  const seen = Math.max(SIGMAS * Math.sqrt(thinning), MATERIAL_SHARE * total);
  return Math.min(SIGMAS * Math.sqrt(poisson), seen) + Math.abs(before) * drift;
}
