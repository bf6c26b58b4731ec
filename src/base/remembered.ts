/**
 * Caches results about names that many detectors, and a watch in every round, need repeatedly.
 */

/** Enough for the names of one large program; past it the memory starts over. */
const MOST = 200_000;
/** Longer names are nobody's, and are not kept. */
const MAX_LENGTH = 1000;

/** The same function, which remembers what it answered. For functions of the name alone. */
export function remembered<Value>(answer: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const value = answer(name);
    if (name.length > MAX_LENGTH) return value;
    if (known.size >= MOST) known.clear();
    known.set(name, value);
    return value;
  };
}
