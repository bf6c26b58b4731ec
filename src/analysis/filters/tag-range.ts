/**
 * Numeric label filters: `32kb`, `:64kb`, `4mb:`, `4kb:64kb`.
 */
import {scale} from '../../base/units.ts';

/** Whether a label of this value and unit lies in the range. */
export type TagRange = (value: number, unit: string) => boolean;

const NUMBER = /([+-]?[0-9]+)([A-Za-z]+)?/g;

/** The range that the text describes, undefined when it is a pattern instead. */
export function parseTagRange(text: string): TagRange | undefined {
  const [first, second] = [...text.matchAll(NUMBER)];
  if (first === undefined) return undefined;
  const low = bound(first, first[2] ?? '');
  if (second !== undefined) {
    const high = bound(second, low.unit);
    if (text !== `${first[0]}:${second[0]}` || low.unit !== high.unit) return undefined;
    return within(low.unit, low.value, high.value);
  }
  if (text === first[0]) return within(low.unit, low.value, low.value);
  if (text === `${first[0]}:`) return within(low.unit, low.value, Number.POSITIVE_INFINITY);
  if (text === `:${first[0]}`) return within(low.unit, Number.NEGATIVE_INFINITY, low.value);
  return undefined;
}

function bound(match: RegExpExecArray, unit: string): {readonly value: number; readonly unit: string} {
  return scale(Number(match[1]), match[2] ?? '', unit);
}

function within(rangeUnit: string, low: number, high: number): TagRange {
  return (value, unit) => {
    const scaled = scale(value, unit, rangeUnit);
    return scaled.unit === rangeUnit && scaled.value >= low && scaled.value <= high;
  };
}
