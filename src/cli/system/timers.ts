/**
 * What timers can do.
 */

/** Milliseconds; Node fires a longer timer at once. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;
