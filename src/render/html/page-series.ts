/**
 * How processes changed over time, as the page gets it: numbers of all rounds, and where the files of a moment are.
 */

export interface PageSeries {
  /** Those in trouble first. */
  readonly processes: readonly SeriesProcess[];
}

export interface SeriesProcess {
  readonly id: string;
  /** Seconds since 1970, one for each value of each line. */
  readonly at: readonly number[];
  /** Totals first, then what rises steadily, then what changed most. */
  readonly lines: readonly SeriesLine[];
  /** Oldest first; those whose profiles can still be opened. */
  readonly moments: readonly SeriesMoment[];
}

/** One thing that was measured again and again. */
export interface SeriesLine {
  /** `goroutines`, `heap`, `resident memory`, or the function in which goroutines stand. */
  readonly name: string;
  readonly unit: 'count' | 'bytes';
  readonly values: readonly number[];
  /** By how much it rises an hour, where it rises steadily; undefined where it does not. */
  readonly hourly?: number;
}

export interface SeriesMoment {
  /** Unique within a process, without blanks. */
  readonly name: string;
  /** Seconds since 1970. */
  readonly at: number;
  /** `healthy`: the first round without a finding. */
  readonly kind: 'round' | 'alarm' | 'healthy';
  readonly files: readonly SeriesFile[];
}

/** Fetched from beside the page. */
export interface SeriesFile {
  readonly name: string;
  /** As in `collect --kinds`; a moment has at most one file of each. */
  readonly kind: string;
  readonly url: string;
  /** In bytes. */
  readonly size: number;
}
