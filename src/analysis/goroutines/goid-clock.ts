/**
 * Goroutine ids as a clock.
 *
 * Ids are handed out in order, so in a process that starts goroutines steadily an id shows when its goroutine began.
 * The fit is Theil–Sen (median of slopes), which a few old goroutines with a fresh wait do not bend; it counts only
 * when it is tight.
 */
import {largest} from '../../base/lists.ts';
import type {GoroutineTable} from '../../model/profile.ts';

export interface GoidClock {
  /** Estimated minutes since the goroutine of this id began. */
  minutesOf(id: number): number;
  /** New goroutines per minute, the whole process. */
  readonly spawnedPerMinute: number;
  /** Squared correlation of ids and minutes. */
  readonly fit: number;
  /** Largest distance of a printed age from the line, minutes. */
  readonly worstMinutes: number;
}

/** A line through fewer points would mean nothing. */
const FEWEST_POINTS = 8;
/** Below this the ids do not follow time closely enough. */
const LEAST_FIT = 0.98;
/** Points used for the fit: pairs are quadratic. */
const MOST_POINTS = 256;

/** The clock of a dump, undefined where ids do not follow time. */
export function goidClock(goroutines: GoroutineTable | undefined): GoidClock | undefined {
  if (goroutines === undefined) return undefined;
  const points = datedPoints(goroutines);
  if (points.length < FEWEST_POINTS) return undefined;
  const slope = median(pairSlopes(points));
  if (!(slope < 0)) return undefined;
  const offset = median(points.map(({id, minutes}) => minutes - slope * id));
  const fit = squaredCorrelation(points);
  if (fit < LEAST_FIT) return undefined;
  const at = (id: number): number => offset + slope * id;
  const worstMinutes = largest(points.map(({id, minutes}) => Math.abs(minutes - at(id))));
  return {minutesOf: at, spawnedPerMinute: -1 / slope, fit, worstMinutes};
}

interface Point {
  readonly id: number;
  readonly minutes: number;
}

function datedPoints({id, length, waitMinutes}: GoroutineTable): Point[] {
  const points: Point[] = [];
  for (let row = 0; row < length; row++) {
    if (id[row] >= 0 && waitMinutes[row] > 0) points.push({id: id[row], minutes: waitMinutes[row]});
  }
  if (points.length <= MOST_POINTS) return points;
  points.sort((a, b) => a.id - b.id);
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({length: MOST_POINTS}, (_, i) => points[Math.round(i * step)]);
}

function pairSlopes(points: readonly Point[]): number[] {
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      const run = points[j].id - points[i].id;
      if (run !== 0) slopes.push((points[j].minutes - points[i].minutes) / run);
    }
  }
  return slopes;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? Number.NaN : sorted[sorted.length >> 1];
}

function squaredCorrelation(points: readonly Point[]): number {
  const n = points.length;
  const meanId = points.reduce((sum, {id}) => sum + id, 0) / n;
  const meanMinutes = points.reduce((sum, {minutes}) => sum + minutes, 0) / n;
  let ids = 0;
  let ages = 0;
  let both = 0;
  for (const {id, minutes} of points) {
    ids += (id - meanId) ** 2;
    ages += (minutes - meanMinutes) ** 2;
    both += (id - meanId) * (minutes - meanMinutes);
  }
  return ids === 0 || ages === 0 ? 0 : both ** 2 / (ids * ages);
}
