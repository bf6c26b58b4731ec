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

/** The items by a key, in the order in which keys and items come. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
