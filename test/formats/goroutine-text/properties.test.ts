/**
 * What must hold for any damage: no crash, no goroutine that was not there, whole ones kept.
 */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {PprofxError} from '../../../src/base/errors.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {ProfileReader} from '../../../src/read.ts';
import {describeGoroutines, readText} from '../../support/goroutines.ts';

const NAMES = [
  'main.main',
  'net/http.(*conn).serve',
  'a.io/b/c.(*T[...]).M.func1.2',
  'sync.(*Mutex).Lock',
  'x.y/z%2ev2.F',
];
const STATES = ['running', 'chan send', 'select', 'IO wait', 'semacquire', 'sync.Cond.Wait', 'chan receive (nil chan)'];

const frame = fc
  .tuple(fc.constantFrom(...NAMES), fc.nat(900), fc.array(fc.nat(0xffffff), {maxLength: 4}), fc.boolean())
  .map(([name, line, words, isInlined]) => {
    const list = isInlined ? '...' : words.map((word) => `0x${word.toString(16)}`).join(', ');
    return `${name}(${list})\n\t/src/${name.length}/file.go:${line + 1}${isInlined ? '' : ` +0x${line.toString(16)}`}\n`;
  });

const goroutine = fc
  .tuple(
    fc.constantFrom(...STATES),
    fc.option(fc.integer({min: 1, max: 9999})),
    fc.array(frame, {minLength: 1, maxLength: 5}),
    fc.option(fc.constantFrom(...NAMES)),
  )
  .map(([state, minutes, frames, creator]) => ({state, minutes, frames, creator}));

/** Goroutine texts with ids 1, 2, …, each whole and without its blank line. */
const dump = fc.array(goroutine, {minLength: 1, maxLength: 8}).map((all) =>
  all.map(({state, minutes, frames, creator}, i) => {
    const wait = minutes === null ? '' : `, ${minutes} minutes`;
    const tail = creator === null ? '' : `created by ${creator} in goroutine 1\n\t/src/c.go:7 +0x9\n`;
    return `goroutine ${i + 1} [${state}${wait}]:\n${frames.join('')}${tail}`;
  }),
);

/** The goroutines of a text; none when it is refused, which any text without a goroutine may be. */
function goroutinesOf(text: string): string[] {
  try {
    return describeGoroutines(readText(text));
  } catch (error) {
    if (error instanceof PprofxError) return [];
    throw error;
  }
}

/** A log line that is no part of a dump. */
const garbage = fc.oneof(
  fc.string().map((text) => `# ${text.replaceAll(/[\r\n]/g, '')}`),
  fc.constantFrom(
    'I0102 15:04:05.000001       1 server.go:12] listening',
    'time="2020-01-01" level=info msg="goroutine pool is full"',
    '{"level":"info","msg":"started main.main","n":3}',
    'GET /debug/pprof/goroutine?debug=2 200 1.2ms',
    'the goroutine 12 of main.work() is slow',
  ),
);

const parameters = {numRuns: 150};

describe('a damaged dump', () => {
  test('read in chunks of any size is the same', () => {
    fc.assert(
      fc.property(dump, fc.integer({min: 1, max: 200}), (parts, size) => {
        const bytes = new TextEncoder().encode(parts.join('\n'));
        const reader = new ProfileReader();
        for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size));
        expect(describeGoroutines(reader.end())).toEqual(goroutinesOf(parts.join('\n')));
      }),
      parameters,
    );
  });

  test('cut anywhere keeps all whole goroutines and has at most one more', () => {
    fc.assert(
      fc.property(dump, fc.nat(), (parts, seed) => {
        const text = parts.join('\n');
        const cut = seed % (text.length + 1);
        const whole = goroutinesOf(text);
        const found = goroutinesOf(text.slice(0, cut));
        let end = 0;
        const kept = parts.filter((part, i) => {
          end += part.length + (i === 0 ? 0 : 1);
          return end <= cut;
        }).length;
        expect(found.slice(0, kept)).toEqual(whole.slice(0, kept));
        expect(found.length).toBeLessThanOrEqual(kept + 1);
      }),
      parameters,
    );
  });

  test('without its beginning keeps all whole goroutines and has at most one more', () => {
    fc.assert(
      fc.property(dump, fc.nat(), (parts, seed) => {
        const text = parts.join('\n');
        const from = seed % text.length;
        let start = 0;
        const kept = parts.filter((part) => {
          const isWhole = start >= from;
          start += part.length + 1;
          return isWhole;
        }).length;
        const found = goroutinesOf(text.slice(from));
        expect(found.slice(found.length - kept)).toEqual(goroutinesOf(text).slice(parts.length - kept));
        expect(found.length).toBeLessThanOrEqual(kept + 1);
      }),
      parameters,
    );
  });

  test('with other lines between its goroutines is the same', () => {
    fc.assert(
      fc.property(dump, fc.array(garbage, {minLength: 1, maxLength: 5}), (parts, lines) => {
        const text = parts.map((part) => `${lines.join('\n')}\n\n${part}`).join('\n');
        expect(goroutinesOf(text)).toEqual(goroutinesOf(parts.join('\n')));
      }),
      parameters,
    );
  });

  test('with any prefix on all lines is the same', () => {
    const word = fc.constantFrom(
      'pod-a',
      '2023-07-25T23:52:50.87Z',
      'stderr',
      'F',
      'INFO',
      'app[12]:',
      '|',
      'E0102',
      '[7]',
    );
    fc.assert(
      fc.property(dump, fc.array(word, {minLength: 1, maxLength: 4}), (parts, words) => {
        const prefix = `${words.join(' ')} `;
        const text = parts.join('\n').replaceAll(/^/gm, prefix);
        expect(goroutinesOf(text)).toEqual(goroutinesOf(parts.join('\n')));
      }),
      parameters,
    );
  });

  test('wrapped at any width has no goroutine more or less, and their states and waits', () => {
    const heads = (found: string[]): string[] => found.map((line) => line.replace(/\].*/s, ']'));
    fc.assert(
      fc.property(dump, fc.integer({min: 40, max: 120}), (parts, width) => {
        const text = parts.join('\n').replaceAll(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n');
        expect(heads(goroutinesOf(text))).toEqual(heads(goroutinesOf(parts.join('\n'))));
      }),
      parameters,
    );
  });

  test('of random bytes is refused or read, never a crash', () => {
    const pieces = fc.constantFrom(
      'goroutine 1 [',
      'running]:',
      '\n',
      '\t',
      'main.f(',
      '0x1',
      ')',
      ':12',
      ' +0x',
      'created by ',
      '/x.go',
      '--',
      '{"',
      '\\n',
      '5 @ ',
      '# ',
      '\x1b[',
      '> ',
      '&lt;',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), {maxLength: 60}), (all) => {
        const read = (): Profile => readText(all.join(''));
        try {
          expect(read().goroutines?.length ?? 0).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(PprofxError);
        }
      }),
      {numRuns: 400},
    );
  });
});
