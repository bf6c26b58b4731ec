/**
 * Every text that people read has its translation, with the same values in it; docs/languages.md says how to write one.
 */
import {expect, it} from 'vitest';
import {SIGNATURES} from '../src/signatures/index.ts';

type Patterns = ReadonlyMap<string, string>;
type Catalogue = Readonly<Record<string, string>>;

const {patternsOf, patternsOfSignatures, patternsOfSource, problemsOf, readCatalogue} = (await import(
  new URL('../scripts/languages.mjs', import.meta.url).href
)) as {
  patternsOf: (file: string, source: string) => [string, number][];
  patternsOfSignatures: () => Patterns;
  patternsOfSource: () => Patterns;
  problemsOf: (patterns: Patterns, optional: Patterns, catalogue: Catalogue) => string[];
  readCatalogue: () => Catalogue;
};

it('the catalogue is complete (node scripts/languages.mjs --missing prints what to add)', () => {
  expect(problemsOf(patternsOfSource(), patternsOfSignatures(), readCatalogue())).toEqual([]);
});

it('only signatures may stay English, and those of the incidents do not', () => {
  const catalogue = readCatalogue();
  for (const {advice = [], id, title} of SIGNATURES) {
    if (!['k8s/delete-collection', 'k8s/ipvs-node-ips'].includes(id)) continue;
    for (const text of [title, ...advice]) expect(catalogue[text], text).toBeDefined();
  }
});

it('translations read as Chinese is written', () => {
  const full = /[\u3400-\u9fff][,;:!?](?:\s|$)|[\u3400-\u9fff]\.$/;
  // A space between Chinese and Latin; values bring what is around them along.
  const tight = /[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u3400-\u9fff]/;
  const wrong = Object.values(readCatalogue()).filter((text) => full.test(text) || tight.test(text));
  expect(wrong).toEqual([]);
});

it('patterns are found in templates, calls and constants, without the code in them', () => {
  const source = `say\`\${a} of \${b}\`; say('one'); say(name); const later = sayLater('see \`go tool pprof\`');`;
  expect(patternsOf('x.ts', source).map(([pattern]) => pattern)).toEqual(['{0} of {1}', 'one', 'see ``']);
  expect(() => patternsOf('x.ts', 'sayLater(name)')).toThrow('sayLater takes a constant');
});

it('a missing, a stale and a wrong translation are named', () => {
  const patterns = new Map([
    ['new', 'a.ts:1'],
    ['{0} of {1}', 'a.ts:2'],
  ]);
  expect(problemsOf(patterns, new Map(), {'{0} of {1}': '{0}', old: 'x'})).toEqual([
    'a.ts:1: not translated: new',
    'a.ts:2: other values than in the source: {0} of {1} → {0}',
    'no longer in the source: old',
  ]);
});
