/**
 * Code points with a property of Unicode, as the browser knows them. Replaces the tables of re2js in the page's worker,
 * a third of the engine. The build makes the replacement.
 */

const CODE_POINTS = 0x110000;
/** Code points in one text; halves of surrogate pairs never meet in one. */
const BLOCK = 0x400;

/**
 * First and last code point of each run, ascending. Empty for a property that this browser does not know.
 *
 * @param property  in a regular expression, as in `\p{Script=Greek}`
 */
export function unicodeRanges(property: string): number[] {
  const runs = runsOf(property);
  const ranges: number[] = [];
  if (runs === undefined) return ranges;
  for (let first = 0; first < CODE_POINTS; first += BLOCK) {
    const text = String.fromCodePoint(...Array.from({length: BLOCK}, (_, i) => first + i));
    const unitsEach = text.length / BLOCK;
    for (const {0: run, index} of text.matchAll(runs)) {
      const low = first + index / unitsEach;
      const high = low + run.length / unitsEach - 1;
      if (ranges.at(-1) === low - 1) ranges[ranges.length - 1] = high;
      else ranges.push(low, high);
    }
  }
  return ranges;
}

function runsOf(property: string): RegExp | undefined {
  try {
    return new RegExp(`${property}+`, 'gu');
  } catch {
    return undefined;
  }
}
