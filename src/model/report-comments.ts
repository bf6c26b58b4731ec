/**
 * Comments by which readers tell what a text says of itself, for which the tables have no column.
 */

/** A leak test printed the goroutines: goleak, or a check of its kind. */
export const LEAK_REPORT = 'report of a leak test';

/** The runtime gave up because nothing was left that could wake any goroutine. */
export const ALL_ASLEEP = 'all goroutines are asleep';
