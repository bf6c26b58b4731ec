/**
 * When the next round begins: a process that takes long to answer is asked less often.
 */

/** An answer that takes longer comes from a process that has enough to do. */
const SLOW_MILLIS = 5000;
const MOST_BACKOFF = 8;

export class Pace {
  private readonly everyMillis: number;
  private backoff = 1;

  constructor(everyMillis: number) {
    this.everyMillis = everyMillis;
  }

  /**
   * Milliseconds to wait after a round.
   *
   * @param slowestMillis  how long its slowest answer took
   * @param tookMillis     how long all of it took
   */
  pauseAfter(slowestMillis: number, tookMillis: number): number {
    this.backoff = slowestMillis > SLOW_MILLIS ? Math.min(MOST_BACKOFF, this.backoff * 2) : 1;
    return Math.max(0, this.everyMillis * this.backoff - tookMillis);
  }
}
