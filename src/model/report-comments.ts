/**
 * Comments in which readers keep facts of a text that have no column in the tables.
 */

/** A leak test printed the goroutines: goleak, or a check of its kind. */
export const LEAK_REPORT = 'report of a leak test';

/** The testing package ended a test that took too long. */
export const TIMED_OUT = 'a test timed out';

/** The race detector printed the stacks of two accesses, and of who started them. */
export const DATA_RACE = 'report of the race detector';

/** The runtime gave up because nothing was left that could wake any goroutine. */
export const ALL_ASLEEP = 'all goroutines are asleep';
