import {describe, expect, it} from 'vitest';
import {compilePattern, compileWholePattern} from '../../../src/analysis/names/pattern.ts';

describe('compilePattern', () => {
  it('matches anywhere, in the syntax of Go', () => {
    expect(compilePattern('(?i)STORE').test('registry.(*Store).Delete')).toBe(true);
    expect(compilePattern('^Store').test('registry.(*Store).Delete')).toBe(false);
  });

  it('refuses what Go refuses, naming where the pattern came from', () => {
    expect(() => compilePattern('(?=x)', '--focus')).toThrow(
      expect.objectContaining({code: 'INVALID_PATTERN', message: expect.stringContaining('--focus')}),
    );
  });

  it('matches a pattern that makes other engines hang', () => {
    expect(compilePattern('(a+)+$').test(`${'a'.repeat(50_000)}!`)).toBe(false);
  });
});

describe('compileWholePattern', () => {
  it('holds all alternatives to the whole text', () => {
    const pattern = compileWholePattern('a|b');
    expect(['a', 'b', 'ab', 'a\n'].map((text) => pattern.test(text))).toEqual([true, true, false, false]);
  });
});
