/**
 * Goroutines taken whole must be those that reading line by line finds: lines that end in CR LF are never taken whole,
 * so the same dump with such ends is the oracle.
 */
import fc from 'fast-check';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {RepeatMatcher} from '../../../src/formats/goroutine-text/repeats/repeat-matcher.ts';
import {argumentsOf, describeGoroutines, readText} from '../../support/goroutines.ts';

const KINDS = [
  {state: 'chan send', frames: ['a.io/x.(*Store).List.func1', 'a.io/x.(*Store).Run'], creator: 'a.io/x.New'},
  {state: 'chan send', frames: ['a.io/x.(*Store).List.func1', 'a.io/x.(*Store).Stop'], creator: 'a.io/x.New'},
  {state: 'select', frames: ['a.io/x.(*Store).List.func1', 'a.io/x.(*Store).Run'], creator: 'a.io/y.New'},
  {state: 'IO wait', frames: ['internal/poll.runtime_pollWait', 'net.(*conn).Read', 'main.main'], creator: ''},
  {state: 'select, locked to thread', frames: ['main.run', 'main.run', 'main.run'], creator: 'main.main'},
  {state: 'chan receive (nil chan)', frames: ['main.main'], creator: ''},
];

const one = fc.record({
  kind: fc.nat(KINDS.length - 1),
  wait: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({min: 1, max: 100_000})),
  words: fc.array(fc.bigInt({min: 0n, max: 2n ** 64n - 1n}), {maxLength: 4}),
  parent: fc.option(fc.integer({min: 1, max: 2 ** 40})),
});

/** Few kinds and many goroutines, so that most have come before. */
const dump = fc.array(one, {minLength: 10, maxLength: 60}).map((all) =>
  all.map(({kind, wait, words, parent}, i) => {
    const {state, frames, creator} = KINDS[kind];
    const [status, ...rest] = state.split(', ');
    const fields = [status, ...(wait === 0 ? [] : [`${wait} minutes`]), ...rest].join(', ');
    const list = words.map((word) => `0x${word.toString(16)}`).join(', ');
    const calls = frames.map((name, depth) => `${name}(${list})\n\t/src/f.go:${kind + depth + 1} +0x${depth}f\n`);
    const from = parent === null ? '' : ` in goroutine ${parent}`;
    const tail = creator === '' ? '' : `created by ${creator}${from}\n\t/src/c.go:7 +0x9\n`;
    return `goroutine ${2 ** 33 + i} [${fields}]:\n${calls.join('')}${tail}`;
  }),
);

/** Everything but where the text lies. */
function everything(text: string): unknown {
  const profile = readText(text);
  const rows = profile.goroutines?.length ?? 0;
  return {
    described: describeGoroutines(profile),
    ids: [...(profile.goroutines?.id ?? [])],
    parents: [...(profile.goroutines?.parentId ?? [])],
    locked: [...(profile.goroutines?.isLocked ?? [])],
    words: Array.from({length: rows}, (_, row) => argumentsOf(profile, row)),
    warnings: profile.warnings.map(({code}) => code),
  };
}

const lineByLine = (text: string): unknown => everything(text.replaceAll('\n', '\r\n'));

afterEach(() => vi.restoreAllMocks());

describe('goroutines taken whole', () => {
  test('are those that reading line by line finds', () => {
    const take = vi.spyOn(RepeatMatcher.prototype, 'take');
    let taken = 0;
    fc.assert(
      fc.property(dump, (parts) => {
        const text = parts.join('\n');
        take.mockClear();
        const found = everything(text);
        taken += take.mock.results.filter(({value}) => value >= 0).length;
        expect(found).toEqual(lineByLine(text));
      }),
      {numRuns: 100},
    );
    // The first of each kind and the last of all go line by line.
    expect(taken).toBeGreaterThan(500);
  });

  test('and so are those around lines that are missing, doubled or foreign', () => {
    const edit = fc.record({
      line: fc.nat(),
      how: fc.constantFrom('drop', 'double', 'blank', 'remark', 'garbage', 'cut'),
    });
    const change = (lines: string[], {line, how}: {line: number; how: string}): void => {
      const at = line % lines.length;
      if (how === 'drop') lines.splice(at, 1);
      else if (how === 'cut') lines[at] = lines[at].slice(0, lines[at].length >> 1);
      else {
        const other = {double: lines[at], blank: '', remark: '...additional frames elided...', garbage: 'x y z'}[how];
        lines.splice(at, 0, other as string);
      }
    };
    fc.assert(
      fc.property(dump, fc.array(edit, {minLength: 1, maxLength: 6}), (parts, edits) => {
        const lines = parts.join('\n').split('\n');
        for (const each of edits) change(lines, each);
        const text = lines.join('\n');
        expect(everything(text)).toEqual(lineByLine(text));
      }),
      {numRuns: 150},
    );
  });

  test('say where their text lies', () => {
    fc.assert(
      fc.property(dump, (parts) => {
        const text = parts.join('\n');
        const {goroutines} = readText(text);
        const raw = parts.map((_, row) => {
          const start = goroutines?.byteOffset[row] ?? 0;
          return text.slice(start, start + (goroutines?.byteLength[row] ?? 0));
        });
        expect(raw).toEqual(parts);
      }),
    );
  });

  test('past the rows that are kept, are counted with those like them', () => {
    const text = Array.from({length: 130_000}, (_, i) => {
      const {state, frames} = KINDS[i % 2 === 0 ? 0 : 3];
      const calls = frames.map((name) => `${name}(0xc000${i.toString(16)})\n\t/src/f.go:9 +0x1f\n`).join('');
      return `goroutine ${i + 1} [${state}, ${1 + (i % 7)} minutes]:\n${calls}`;
    }).join('\n');
    const counts = (from: string): Map<string, number> => {
      const profile = readText(from);
      const sums = new Map<string, number>();
      for (let row = 0; row < profile.samples.length; row++) {
        const {goroutines, samples} = profile;
        const key = `${goroutines?.states[goroutines.state[row]].text} ${goroutines?.waitMinutes[row]} ${samples.stack[row]}`;
        sums.set(key, (sums.get(key) ?? 0) + samples.values[0][row]);
      }
      return sums;
    };
    const found = counts(text);
    expect(found).toEqual(counts(text.replaceAll('\n', '\r\n')));
    expect([...found.values()].reduce((sum, count) => sum + count)).toBe(130_000);
    expect(found.size).toBe(14);
  });

  test('and a file line that is cut off does not become a part of the next call', () => {
    const text = 'goroutine 1 [select]:\nmain.a()\n\t/src/f.g\nmain.b()\n\t/src/g.go:2 +0x1\n';
    expect(describeGoroutines(readText(text))).toEqual(['1 [select] main.a < main.b']);
  });

  test('nor frames under an unreadable header a part of the goroutine before', () => {
    const text = 'goroutine 1 [select]:\nmain.a()\n\t/src/f.go:1 +0x1\n\ngoroutine 85\nmain.b()\n\t/src/g.go:2 +0x1\n';
    expect(describeGoroutines(readText(text))).toEqual(['1 [select] main.a']);
  });
});
