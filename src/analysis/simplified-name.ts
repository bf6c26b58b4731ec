/**
 * The name that prune patterns are matched against: without argument list, as google/pprof simplifies it.
 */

/** Parentheses that belong to the name itself. */
const RESERVED = ['(anonymous namespace)', 'operator()'];

/** `std::vector<int>::push_back(int const&)` → `std::vector<int>::push_back`; a leading dot (PowerPC) goes too. */
export function simplifiedName(name: string): string {
  const bare = name.startsWith('.') ? name.slice(1) : name;
  let at = 0;
  while (at < bare.length) {
    const open = bare.indexOf('(', at);
    if (open < 0) return bare;
    const reserved = RESERVED.find(
      (word) => bare.startsWith(word, open - word.indexOf('(')) && open - word.indexOf('(') >= at,
    );
    if (reserved === undefined) return bare.slice(0, open);
    at = open - reserved.indexOf('(') + reserved.length;
  }
  return bare;
}
