/**
 * How a process moved over its moments: one sentence for two of them, a series for more.
 */
import {analyzeSeries, type Series} from '../../analysis/compare/series.ts';
import {findTrend, LEAST_RISE, type Trend} from '../../analysis/compare/trend.ts';
import type {AnalyzeOptions} from '../../analyze.ts';
import {PprofxError} from '../../base/errors.ts';
import {say} from '../../base/language/say.ts';
import {diffProfiles} from '../../diff.ts';
import {historyOf, type Moment, type Placed} from '../../incident/moments.ts';
import type {Profile, ProfileKind} from '../../model/profile.ts';
import {verdictSentence} from '../../render/words/diff-words.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';

export interface ProcessGrowth {
  /** What became of it between two moments, in one sentence. */
  readonly growth: string | undefined;
  /** Over more than two. */
  readonly series: readonly ProcessSeries[];
}

export interface ProcessSeries {
  readonly kind: ProfileKind;
  readonly series: Series;
  /** Of the totals of all moments; undefined where they are too few for one, or do not grow. */
  readonly trend: Trend | undefined;
}

/** What a process accumulates; of CPU and waiting every profile is a stretch of its own. */
const KINDS: readonly ProfileKind[] = ['goroutine', 'heap'];
/** Points of a series, and bytes as the container has them: all of them are held at once. */
const MOST_POINTS = 24;
const MOST_BYTES = 24 * 2 ** 20;
/** Whatever their size. */
const LEAST_POINTS = 3;

/** What `growthOf` reads. */
export function comparedEvidence(moments: readonly Moment[]): readonly Placed[] {
  return KINDS.flatMap((kind) => {
    const history = historyOf(moments, kind);
    return history.length < 2 ? [] : spread(history);
  });
}

/** @param missing  takes a line for what could not be compared */
export async function growthOf(
  moments: readonly Moment[],
  reading: InputOptions,
  options: AnalyzeOptions,
  missing: string[],
): Promise<ProcessGrowth> {
  const pairs: (readonly Profile[])[] = [];
  const series: ProcessSeries[] = [];
  for (const kind of KINDS) {
    const history = historyOf(moments, kind);
    if (history.length < 2) continue;
    try {
      const points = spread(history);
      const profiles = await readAll(points, reading);
      if (points.length < Math.min(history.length, MOST_POINTS))
        missing.push(
          say`${kind}: the series is of ${points.length} of ${history.length} profiles: no more of this size are held at once`,
        );
      if (profiles.length > 2) series.push({kind, series: analyzeSeries(profiles), trend: trendOf(kind, history)});
      else pairs.push(profiles);
    } catch (error) {
      if (!(error instanceof PprofxError)) throw error;
      missing.push(say`${kind}: its moments cannot be compared: ${error.message}`);
    }
  }
  const [before, after] = [0, 1].map((side) => pairs.map((pair) => pair[side]));
  const growth = pairs.length === 0 ? undefined : verdictSentence(diffProfiles(before, after, {analysis: options}));
  return {growth, series};
}

function trendOf(kind: ProfileKind, history: readonly Placed[]): Trend | undefined {
  const timed = history.filter(({millis}) => millis !== undefined);
  const leastRise = kind === 'heap' ? LEAST_RISE.heap : LEAST_RISE.goroutines;
  return findTrend(
    timed.map(({millis = 0}) => millis / 1000),
    timed.map(({evidence}) => evidence.total),
    {leastRise},
  );
}

/** The first, the last and evenly what lies between, as many as there is room for. */
function spread(history: readonly Placed[]): readonly Placed[] {
  const bytes = history.reduce((sum, {evidence}) => sum + evidence.size, 0);
  const fitting = Math.floor((MOST_BYTES * history.length) / Math.max(1, bytes));
  const count = Math.min(MOST_POINTS, Math.max(LEAST_POINTS, fitting));
  if (history.length <= count) return history;
  const step = (history.length - 1) / (count - 1);
  return Array.from({length: count}, (_, i) => history[Math.round(i * step)]);
}

async function readAll(history: readonly Placed[], reading: InputOptions): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const {evidence, millis} of history) {
    const profile = evidence.profile ?? (await readInput(evidence.address, {...reading, keepLabels: 'numeric'}));
    // Text has no time of its own; its name or its file has.
    const timeNanos = profile.timeNanos > 0n || millis === undefined ? profile.timeNanos : BigInt(millis) * 1_000_000n;
    profiles.push({...profile, timeNanos});
  }
  return profiles;
}
