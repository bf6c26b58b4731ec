/**
 * More than two profiles of one process over time: what grows, how fast, since when.
 *
 * Order is that of the clock inside the profiles, never that of the command line. A shape is a stack of functions.
 * Two things are growth: a step that noise cannot explain, and a run of at least three rises that together go past it.
 */
import type {Profile} from '../../model/profile.ts';
import {compatibleProfiles} from '../profiles/compatible.ts';
import {alignProfiles, type Rename} from './align.ts';
import {samplingBound} from './noise.ts';
import {collectShapes, type ShapeColumns} from './series-shapes.ts';

export interface SeriesPoint {
  readonly name: string;
  /** Unix time in nanoseconds, 0n when the profile does not say. */
  readonly timeNanos: bigint;
  readonly total: number;
}

export interface Growth {
  /** Index of the point at which it is known. */
  readonly at: number;
  /** Index of the point that it grew from. */
  readonly from: number;
  readonly delta: number;
  readonly bound: number;
  readonly form: 'step' | 'climb';
}

export interface SeriesShape {
  /** Raw function names, leaf first. */
  readonly stack: readonly string[];
  readonly values: readonly number[];
  /** Value per hour by Theil and Sen: the median slope over all pairs of points; absent without times. */
  readonly perHour?: number;
  /** At no point below the one before, and above it at least twice. */
  readonly isMonotone: boolean;
  /** Index of the first point that has it. */
  readonly firstSeen: number;
  readonly growth?: Growth;
}

export interface Series {
  readonly type: string;
  readonly unit: string;
  /** Oldest first. */
  readonly points: readonly SeriesPoint[];
  /** The inputs came in another order than their times. */
  readonly wasShuffled: boolean;
  readonly hasTimes: boolean;
  readonly perHour?: number;
  /** Every growth of the total, in order. */
  readonly growths: readonly Growth[];
  /** Those that grew, most growth first. */
  readonly growing: readonly SeriesShape[];
}

/** @param profiles  at least three of one kind, in any order */
export function analyzeSeries(
  profiles: readonly Profile[],
  sampleTypeName?: string,
  renames?: readonly Rename[],
): Series {
  const hasTimes = profiles.every(({timeNanos}) => timeNanos > 0n);
  const sorted = hasTimes
    ? [...profiles].sort((a, b) => (a.timeNanos < b.timeNanos ? -1 : a.timeNanos > b.timeNanos ? 1 : 0))
    : profiles;
  const wasShuffled = sorted.some((profile, i) => profile.timeNanos !== profiles[i].timeNanos);
  const wanted = sampleTypeName ?? profiles[0].sampleTypes[profiles[0].defaultSampleType]?.type;
  const common = compatibleProfiles(sorted);
  const type = Math.max(
    0,
    common[0].sampleTypes.findIndex((candidate) => candidate.type === wanted),
  );
  const alignment = alignProfiles(common.slice(0, -1), common.slice(-1), renames);
  const shapes = collectShapes(alignment, type);
  const hours = common.map(({timeNanos}) => Number(timeNanos - common[0].timeNanos) / 3.6e12);
  const times = hasTimes ? hours : undefined;
  const [total, ...others] = shapes.map((shape) => describeShape(shape, shapes[0], times));
  return {
    type: common[0].sampleTypes[type].type,
    unit: common[0].sampleTypes[type].unit,
    points: common.map(({name, timeNanos}, i) => ({name, timeNanos, total: total.values[i]})),
    wasShuffled,
    hasTimes,
    ...(total.perHour === undefined ? {} : {perHour: total.perHour}),
    growths: growthsOf(shapes[0], shapes[0]),
    growing: others
      .filter(({growth}) => growth !== undefined)
      .sort((a, b) => (b.growth?.delta ?? 0) - (a.growth?.delta ?? 0)),
  };
}

function describeShape(shape: ShapeColumns, whole: ShapeColumns, hours: readonly number[] | undefined): SeriesShape {
  const values = [...shape.value];
  const rises = values.filter((value, i) => i > 0 && value > values[i - 1]).length;
  const falls = values.filter((value, i) => i > 0 && value < values[i - 1]).length;
  const slope = hours === undefined ? undefined : theilSen(hours, values);
  const growths = growthsOf(shape, whole);
  const largest = growths.reduce<Growth | undefined>(
    (found, one) => (found === undefined || one.delta > found.delta ? one : found),
    undefined,
  );
  return {
    stack: shape.stack,
    values,
    ...(slope === undefined ? {} : {perHour: slope}),
    isMonotone: falls === 0 && rises >= 2,
    firstSeen: values.findIndex((value) => value !== 0),
    ...(largest === undefined ? {} : {growth: largest}),
  };
}

/** Rises in a row that make a climb: R17 of the rules asks for a trend, not a pair. */
const CLIMB_RISES = 3;

/** A rise of the whole below this share is none, however exact the numbers are. */
const LEAST_SHARE = 0.05;

/** Steps and climbs beyond their bounds, in order; what a step explains is not reported again as a climb. */
function growthsOf(shape: ShapeColumns, whole: ShapeColumns): Growth[] {
  const growths: Growth[] = [];
  const {length} = shape.value;
  let start = 0;
  for (let at = 1; at < length; at++) {
    const step = growthBetween(shape, whole, at - 1, at, 'step');
    if (step !== undefined) {
      growths.push(step);
      start = at;
    } else if (shape.value[at] < shape.value[at - 1]) {
      start = at;
    } else {
      const rises = countRises(shape.value, start, at);
      const climb = rises < CLIMB_RISES ? undefined : growthBetween(shape, whole, start, at, 'climb');
      if (climb === undefined) continue;
      growths.push(climb);
      start = at;
    }
  }
  return growths;
}

function countRises(values: Float64Array, from: number, to: number): number {
  let rises = 0;
  for (let i = from + 1; i <= to; i++) if (values[i] > values[i - 1]) rises++;
  return rises;
}

function growthBetween(
  shape: ShapeColumns,
  whole: ShapeColumns,
  from: number,
  at: number,
  form: Growth['form'],
): Growth | undefined {
  const delta = shape.value[at] - shape.value[from];
  const larger = Math.max(whole.value[from], whole.value[at]);
  const pair = {
    before: shape.value[from],
    poisson: shape.poisson[from] + shape.poisson[at],
    thinning: shape.thinning[from] + shape.thinning[at],
  };
  const bound = samplingBound(pair, 0, larger);
  return delta > bound && delta >= LEAST_SHARE * larger ? {at, from, delta, bound, form} : undefined;
}

/** Points past which pairs are taken at a stride, to stay linear in memory. */
const MOST_SLOPES = 100_000;

function theilSen(hours: readonly number[], values: readonly number[]): number | undefined {
  const slopes: number[] = [];
  const pairs = (values.length * (values.length - 1)) / 2;
  const stride = Math.max(1, Math.ceil(pairs / MOST_SLOPES));
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j += stride) {
      if (hours[j] > hours[i]) slopes.push((values[j] - values[i]) / (hours[j] - hours[i]));
    }
  }
  if (slopes.length === 0) return undefined;
  slopes.sort((a, b) => a - b);
  return slopes[slopes.length >> 1];
}
