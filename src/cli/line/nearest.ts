/**
 * The name that somebody probably meant.
 */

/** Longer names are no slips of the finger, and comparing takes the product of both lengths. */
const MAX_LENGTH = 100;

/** The candidate with the fewest slips from `name`, the first of equals; undefined when none is near. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const slips = slipsBetween(name.toLowerCase(), candidate.slice(0, MAX_LENGTH).toLowerCase());
    if (slips >= least) continue;
    least = slips;
    nearest = candidate;
  }
  return nearest ?? candidates.find((candidate) => name.length > 2 && candidate.startsWith(name));
}

/** How many letters to insert, drop, replace or swap with their neighbour. */
function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isSame ? 0 : 1));
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
