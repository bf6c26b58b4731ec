import fc from 'fast-check';
import {RE2JS} from 're2js';
import {describe, expect, it} from 'vitest';
import {literalPattern} from '../../../src/analysis/names/literal-pattern.ts';

const pieces = fc.array(
  fc.constantFrom(
    'a',
    'ab',
    '.',
    '^',
    '$',
    '|',
    '\\',
    '\\.',
    '\\$',
    '\\|',
    '\\\\',
    '(',
    '*',
    '\\d',
    '_',
    '-',
    ' ',
    'é',
    '{',
  ),
  {maxLength: 6},
);
const texts = fc.array(fc.constantFrom('a', 'ab', '.', '$', '|', '\\', '\n', '(', '_', '-', ' ', '^', '\ud800', 'é'), {
  maxLength: 6,
});

describe('literalPattern', () => {
  it('says what the engine says, of any pattern that it takes for text', () => {
    let taken = 0;
    fc.assert(
      fc.property(pieces, texts, fc.boolean(), (pattern, parts, isWhole) => {
        const source = pattern.join('');
        const test = literalPattern(source, isWhole);
        if (test === undefined) return;
        taken++;
        const text = parts.join('');
        expect(test(text)).toBe(RE2JS.compile(isWhole ? `^(${source})$` : source).test(text));
      }),
      {numRuns: 5000},
    );
    expect(taken).toBeGreaterThan(500);
  });

  it('takes names as the page quotes them, anchored', () => {
    const test = literalPattern('^k8s\\.io/client-go/tools/cache\\.\\(\\*Reflector\\)\\.Run$', false);
    expect(test?.('k8s.io/client-go/tools/cache.(*Reflector).Run')).toBe(true);
    expect(test?.('k8s.io/client-go/tools/cache.(*Reflector).Run.func1')).toBe(false);
  });

  it('leaves what is more than text to the engine', () => {
    const more = ['a.b', 'a*', '(?i)a', '[ab]', 'a\\', '\\bfoo', 'x^', '$x', 'ü', 'a{2}', '\\Qa\\E'];
    expect(more.filter((source) => literalPattern(source, false) !== undefined)).toEqual([]);
  });
});
