import {describe, expect, test} from 'vitest';
import {matchesSignature} from '../../src/analysis/knowledge/signature-match.ts';
import {parseStackNotation} from '../../src/analysis/knowledge/stack-notation.ts';
import {SIGNATURES} from '../../src/signatures/index.ts';

describe.each(SIGNATURES.map((signature) => [signature.id, signature] as const))('%s', (_, signature) => {
  test.each([...signature.hits])('matches %s', (text) => {
    expect(matchesSignature(signature, parseStackNotation(text))).toBe(true);
  });

  test.each([...signature.misses])('passes over %s', (text) => {
    expect(matchesSignature(signature, parseStackNotation(text))).toBe(false);
  });
});

test('ids are unique', () => {
  const ids = SIGNATURES.map(({id}) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test('where the release that holds a fix is known, no advice says to upgrade as well', () => {
  const twice = SIGNATURES.filter(
    ({advice = [], fixedIn}) => fixedIn !== undefined && /\b[Uu]pgrade\b/.test(advice.join(' ')),
  );
  expect(twice.map(({id}) => id)).toEqual([]);
});
