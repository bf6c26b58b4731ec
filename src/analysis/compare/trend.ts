/**
 * Whether a series of measurements grows, over all of its points and not between two of them.
 *
 * The load of a service has cycles: its heap and its goroutines rise and fall with traffic and garbage collection. A leak
 * raises the floor that they fall back to. So the series is divided into blocks, and the minimum must rise from block to
 * block (the Mann-Kendall count of rising pairs). Two kinds of rise count:
 *
 * - A ramp doubles the floor and ends above everything seen before.
 * - A creep is smaller, so a day's rhythm of traffic must be ruled out: it takes most of a day of points, and each block
 *   must cover at least one full cycle.
 */

export interface Trend {
  /** How far the floor rose, in the unit of the values. */
  readonly rise: number;
  /** The floor of the first block. */
  readonly from: number;
  /** Rise per unit of the positions: median slope of the floors (Theil-Sen). */
  readonly slope: number;
  /** The most that floors differ from a straight line; the rise is at least three times this. */
  readonly bound: number;
  /** Index of the first point that was looked at. */
  readonly since: number;
}

export interface TrendOptions {
  /** The least rise that can matter, in the unit of the values. */
  readonly leastRise: number;
}

/** A rise of goroutines or bytes below this is nobody's trouble. */
export const LEAST_RISE: {readonly goroutines: number; readonly heap: number} = {goroutines: 100, heap: 32 * 2 ** 20};

const BLOCKS = 8;
/** Of 28 pairs of blocks; 26 leave room for one exchange, and chance alone gives them once in 5 000 series. */
const LEAST_RISING_PAIRS = 26;
/** The fewest points of a series, two or three a block: a round every five seconds, seen twice, is less than two minutes. */
const LEAST_POINTS = 20;
/** What a ramp rises by at least, as a share of where it began. */
const RAMP_SHARE = 1;
/** What a creep rises by at least. */
const CREEP_SHARE = 0.1;
/** Seconds of points that a creep takes: the larger part of a day, so that morning is not taken for a leak. */
const CREEP_SECONDS = 20 * 3600;
/** A breath crosses the line of the series twice. */
const BREATH_CROSSINGS = 2;
const RISE_OVER_BOUND = 3;

/**
 * The longest stretch up to the last point that grows, undefined when none does.
 *
 * @param at      seconds, rising
 * @param values  one for each
 */
export function findTrend(at: readonly number[], values: readonly number[], options: TrendOptions): Trend | undefined {
  for (let length = values.length; length >= LEAST_POINTS; length >>= 1) {
    const since = values.length - length;
    const trend = trendOf(at.slice(since), values.slice(since), options);
    if (trend === undefined) continue;
    const isRamp = trend.rise >= RAMP_SHARE * trend.from && isAbove(trend.from + trend.rise, values, since);
    if (isRamp || (since === 0 && isCreep(trend, at, values))) return {...trend, since};
  }
  return undefined;
}

/** Whether a floor lies above everything before a point. */
function isAbove(floor: number, values: readonly number[], end: number): boolean {
  for (let i = 0; i < end; i++) if (values[i] >= floor) return false;
  return true;
}

function trendOf(
  at: readonly number[],
  values: readonly number[],
  {leastRise}: TrendOptions,
): Omit<Trend, 'since'> | undefined {
  const {floors, places} = floorsOf(at, values);
  const from = floors[0];
  const rise = floors[BLOCKS - 1] - from;
  if (rise < leastRise || risingPairs(floors) < LEAST_RISING_PAIRS) return undefined;
  const slope = medianSlope(places, floors);
  const bound = distanceFromLine(places, floors, slope);
  return rise < RISE_OVER_BOUND * bound ? undefined : {rise, from, slope, bound};
}

function isCreep({from, rise, slope}: Omit<Trend, 'since'>, at: readonly number[], values: readonly number[]): boolean {
  if (rise < CREEP_SHARE * from || at[at.length - 1] - at[0] < CREEP_SECONDS) return false;
  return crossingsOfBlocks(at, values, slope).every((count) => count >= BREATH_CROSSINGS);
}

/** The least value of each block, and where it stands. */
function floorsOf(at: readonly number[], values: readonly number[]): {floors: number[]; places: number[]} {
  const floors: number[] = [];
  const places: number[] = [];
  for (let block = 0; block < BLOCKS; block++) {
    const start = Math.floor((block * values.length) / BLOCKS);
    const end = Math.floor(((block + 1) * values.length) / BLOCKS);
    let least = start;
    for (let i = start + 1; i < end; i++) if (values[i] < values[least]) least = i;
    floors.push(values[least]);
    places.push(at[least]);
  }
  return {floors, places};
}

function risingPairs(values: readonly number[]): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) if (values[j] > values[i]) count++;
  }
  return count;
}

function medianSlope(x: readonly number[], y: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < y.length; i++) {
    for (let j = i + 1; j < y.length; j++) if (x[j] > x[i]) slopes.push((y[j] - y[i]) / (x[j] - x[i]));
  }
  return median(slopes);
}

/** Median distance of points from the line of this slope through their middle. */
function distanceFromLine(x: readonly number[], y: readonly number[], slope: number): number {
  const rests = y.map((value, i) => value - slope * x[i]);
  const middle = median(rests);
  return median(rests.map((rest) => Math.abs(rest - middle)));
}

/** How often the values of each block cross the line of this slope through the middle of all. */
function crossingsOfBlocks(at: readonly number[], values: readonly number[], slope: number): number[] {
  const middle = median(values.map((value, i) => value - slope * at[i]));
  const counts = new Array<number>(BLOCKS).fill(0);
  let side = 0;
  for (let i = 0; i < values.length; i++) {
    const now = Math.sign(values[i] - slope * at[i] - middle);
    if (now === 0) continue;
    if (side !== 0 && now !== side) counts[Math.floor((i * BLOCKS) / values.length)]++;
    side = now;
  }
  return counts;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
