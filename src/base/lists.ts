/**
 * Lists of any length.
 *
 * `list.push(...items)` and `Math.max(...numbers)` put every element on the stack and fail from about 125 000 on; a
 * profile chooses the length of most of our lists. test/long-lists.test.ts keeps such calls out.
 */

/** Adds the items at the end of the list. */
export function pushAll<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}

/** The largest number, -Infinity when there is none. */
export function largest(numbers: Iterable<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const number of numbers) if (number > most) most = number;
  return most;
}
