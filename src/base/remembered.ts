/**
 * Caches results about names that many detectors, and a watch in every round, need repeatedly.
 */

/** Enough for the names of one large program; past it the memory starts over. */
const MOST = 200_000;
/** Of longer names, which are nobody's, a few are kept: a hostile one is asked for as often as any other. */
const MAX_LENGTH = 1000;
const MOST_LONG_CHARACTERS = 2 ** 23;

/** The same function, which remembers what it answered. For functions of the name alone. */
export function remembered<Value>(answer: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  const long = new Map<string, Value>();
  let longCharacters = 0;
  const keepLong = (name: string, value: Value): void => {
    if (longCharacters + name.length > MOST_LONG_CHARACTERS) {
      long.clear();
      longCharacters = 0;
    }
    long.set(name, value);
    longCharacters += name.length;
  };
  return (name) => {
    const isLong = name.length > MAX_LENGTH;
    const before = (isLong ? long : known).get(name);
    if (before !== undefined) return before;
    const value = answer(name);
    if (isLong) keepLong(name, value);
    else {
      if (known.size >= MOST) known.clear();
      known.set(name, value);
    }
    return value;
  };
}
