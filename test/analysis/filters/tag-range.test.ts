/**
 * Ranges of numeric labels, in the forms of google/pprof's parseTagFilterRange.
 */
import {expect, it} from 'vitest';
import {parseTagRange} from '../../../src/analysis/filters/tag-range.ts';

const kb = (value: number): [number, string] => [value, 'kb'];
const plain = (value: number): [number, string] => [value, ''];

it.each<[string, [number, string][], [number, string][]]>([
  ['32kb', [kb(32), [32_768, 'bytes']], [kb(33), kb(31), [32, 'ms']]],
  ['32kb:', [kb(32), [1, 'mb']], [kb(31), [1, 's']]],
  [':64kb', [kb(64), [0, 'bytes'], [-1, 'bytes']], [kb(65)]],
  [
    '4kb:64kb',
    [kb(4), kb(64), kb(10)],
    [
      [4095, 'bytes'],
      [65_537, 'bytes'],
    ],
  ],
  ['4:8', [plain(4), plain(8)], [plain(3), plain(9)]],
  ['-2:2', [plain(-2), plain(0)], [plain(-3)]],
])('%s holds %j and not %j', (text, inside, outside) => {
  const range = parseTagRange(text);
  expect(inside.filter(([value, unit]) => range?.(value, unit) !== true)).toEqual([]);
  expect(outside.filter(([value, unit]) => range?.(value, unit) !== false)).toEqual([]);
});

it.each(['abc', 'x32kb', '4kb:64ms', '4kb-64kb', '4kb:64kb:', '::4', ''])('%j is a pattern, not a range', (text) => {
  expect(parseTagRange(text)).toBeUndefined();
});
