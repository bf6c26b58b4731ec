/**
 * How long goroutines have waited, and what follows: since when, how fast, whether they still arrive.
 *
 * Go prints whole minutes, and only from the first garbage collection that saw the goroutine blocked: every age here is
 * a lower bound, and so are onset and rate.
 */
import type {GoroutineTable} from '../../model/profile.ts';
import type {GoidClock} from './goid-clock.ts';

export interface WaitFacts {
  /** Goroutines with an age. */
  readonly known: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Counts in equal bins from min to max minutes, oldest last; empty when no age is known. */
  readonly histogram: readonly number[];
  /** New ones per minute over the time they arrived in; 0 when unknown. */
  readonly perMinute: number;
  readonly trend: 'growing' | 'stopped' | 'burst' | 'unknown';
  /** Ages of some were taken from their ids. */
  readonly isEstimated: boolean;
}

/** Bins are whole minutes wide, since ages are: else every few bins would be empty. */
const MOST_BINS = 40;

/** All arrived within this many minutes: one event, not a trend. */
const BURST_MINUTES = 2;

/** Nothing new for this long (and for a fifth of the whole time): it has stopped. */
const QUIET_MINUTES = 5;

/** Fewest ages that show a trend. */
const FEWEST_AGES = 8;

/**
 * @param rows   rows of the goroutine table
 * @param clock  dates goroutines without minutes by their ids; undefined when there is no such clock
 */
export function waitFacts(
  goroutines: GoroutineTable | undefined,
  counts: Float64Array,
  rows: readonly number[],
  clock: GoidClock | undefined,
): WaitFacts | undefined {
  if (goroutines === undefined) return undefined;
  const ages: {readonly minutes: number; readonly count: number}[] = [];
  let isEstimated = false;
  for (const row of rows) {
    const printed = goroutines.waitMinutes[row];
    const id = goroutines.id[row];
    if (printed >= 0) ages.push({minutes: printed, count: counts[row]});
    else if (clock !== undefined && id >= 0) {
      ages.push({minutes: Math.max(0, Math.round(clock.minutesOf(id))), count: counts[row]});
      isEstimated = true;
    }
  }
  if (ages.length === 0 || ages.every(({minutes}) => minutes === 0)) return undefined;
  ages.sort((a, b) => a.minutes - b.minutes);
  return {...summary(ages), isEstimated};
}

function summary(ages: readonly {readonly minutes: number; readonly count: number}[]): Omit<WaitFacts, 'isEstimated'> {
  const known = ages.reduce((sum, {count}) => sum + count, 0);
  const min = ages[0].minutes;
  const max = ages[ages.length - 1].minutes;
  const median = medianMinutes(ages, known);
  const span = max - min;
  const binMinutes = Math.ceil((span + 1) / MOST_BINS);
  const histogram = new Array<number>(Math.ceil((span + 1) / binMinutes)).fill(0);
  for (const {count, minutes} of ages) histogram[Math.floor((minutes - min) / binMinutes)] += count;
  const trend = trendOf(known, min, max, histogram);
  return {known, min, median, max, histogram, perMinute: span > 0 ? known / (span + 1) : 0, trend};
}

function medianMinutes(ages: readonly {readonly minutes: number; readonly count: number}[], known: number): number {
  let seen = 0;
  for (const {count, minutes} of ages) {
    seen += count;
    if (seen * 2 >= known) return minutes;
  }
  return 0;
}

function trendOf(known: number, min: number, max: number, histogram: readonly number[]): WaitFacts['trend'] {
  // Ages are whole minutes and lower bounds: in the first minutes a steady leak looks like a burst.
  if (known < FEWEST_AGES || max <= BURST_MINUTES) return 'unknown';
  if (max - min <= BURST_MINUTES) return 'burst';
  if (min >= QUIET_MINUTES && min >= max / 5) return 'stopped';
  const filled = histogram.filter((count) => count > 0).length;
  return filled >= histogram.length / 3 ? 'growing' : 'burst';
}
