/**
 * Every text that people read has its translation, with the same values in it; docs/languages.md says how to write one.
 */
import {expect, it, onTestFinished} from 'vitest';
import {useCatalogue} from '../src/base/language/catalogue.ts';
import {say} from '../src/base/language/say.ts';
import {DETECTORS} from '../src/detectors/index.ts';
import {SIGNATURES} from '../src/signatures/index.ts';

type Patterns = ReadonlyMap<string, string>;
type Catalogue = Readonly<Record<string, string>>;

const {packed, patternsOf, patternsOfSource, problemsOf, readCatalogue} = (await import(
  new URL('../scripts/languages.mjs', import.meta.url).href
)) as {
  packed: (patterns: readonly string[], catalogue: Catalogue) => string;
  patternsOf: (file: string, source: string) => [string, number][];
  patternsOfSource: () => Patterns;
  problemsOf: (patterns: Patterns, catalogue: Catalogue) => string[];
  readCatalogue: () => Catalogue;
};

it('the catalogue is complete (node scripts/languages.mjs --missing prints what to add)', () => {
  expect(problemsOf(patternsOfSource(), readCatalogue())).toEqual([]);
});

it('every title of a detector, and every title and advice of a signature, speaks Chinese', () => {
  const catalogue = readCatalogue();
  useCatalogue(packed(Object.keys(catalogue), catalogue));
  onTestFinished(() => useCatalogue(undefined));
  const texts = [...DETECTORS, ...SIGNATURES].flatMap((each) => [each.title, ...('advice' in each ? each.advice : [])]);
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter((text) => !/[\u3400-\u9fff]/.test(say(text)))).toEqual([]);
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
  expect(problemsOf(patterns, {'{0} of {1}': '{0}', old: 'x'})).toEqual([
    'a.ts:1: not translated: new',
    'a.ts:2: other values than in the source: {0} of {1} → {0}',
    'no longer in the source: old',
  ]);
});
