/**
 * Collects what people read from the source, compares it with the catalogues in languages/, and writes what ships.
 *
 * usage: node scripts/languages.mjs            writes dist/viewer/zh.br
 *        node scripts/languages.mjs --missing  prints what has no translation, as lines for languages/zh.json
 *
 * A pattern is the text of a `say` template with its values numbered, or the constant in say('…') and sayLater('…');
 * code between backquotes is cut out, so that a command can change without its sentence. Titles of detectors and all texts of
 * signatures are patterns as they stand. docs/languages.md says more.
 */
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync} from 'node:zlib';
import {parseSync, Visitor} from 'vite';
import {patternHash, withoutCode} from '../dist/base/language/catalogue.js';
import {DETECTORS} from '../dist/detectors/index.js';
import {SIGNATURES} from '../dist/signatures/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CATALOGUE = 'languages/zh.json';

/** Pattern → where it stands first. */
export function patternsOfSource() {
  const patterns = new Map();
  for (const folder of ['src', 'viewer']) {
    for (const file of readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'}).sort()) {
      if (file.endsWith('.ts') && file !== 'base/language/say.ts') collect(`${folder}/${file}`, patterns);
    }
  }
  // What the page has checked for.
  for (const {id, title} of DETECTORS) add(title, id, patterns);
  for (const {advice = [], id, title} of SIGNATURES)
    for (const text of [title, ...advice]) add(withoutCode(text), id, patterns);
  return patterns;
}

function collect(file, patterns) {
  const source = readFileSync(join(ROOT, file), 'utf8');
  if (!/\/base\/language\/say\.ts'/.test(source)) return;
  for (const [pattern, start] of patternsOf(file, source)) {
    const line = source.slice(0, start).split('\n').length;
    add(pattern, `${file}:${line}`, patterns);
  }
}

function add(pattern, place, patterns) {
  if (!patterns.has(pattern)) patterns.set(pattern, place);
}

/** What one file says, as pairs of pattern and offset. */
export function patternsOf(file, source) {
  const found = [];
  const add = (text, node) => found.push([withoutCode(text), node.start]);
  const visitor = new Visitor({
    TaggedTemplateExpression({quasi, tag}) {
      if (tag.name !== 'say') return;
      add(quasi.quasis.map(({value}, i) => (i === 0 ? '' : `{${i - 1}}`) + value.cooked).join(''), quasi);
    },
    CallExpression({arguments: [argument], callee}) {
      if (callee.name !== 'say' && callee.name !== 'sayLater') return;
      if (argument?.type === 'Literal') add(argument.value, argument);
      else if (callee.name === 'sayLater')
        throw new Error(`${file}: sayLater takes a constant, as docs/languages.md says`);
    },
  });
  visitor.visit(parseSync(file, source, {sourceType: 'module'}).program);
  return found;
}

/** Values and code in a text, sorted: a translation has the same. */
function placeholders(text) {
  return (text.match(/\{\d+\}|``/g) ?? []).sort().join(' ');
}

/** What is wrong with a catalogue: a line each, none when it is complete. */
export function problemsOf(patterns, catalogue) {
  return [
    ...[...patterns].flatMap(([pattern, place]) =>
      catalogue[pattern] === undefined
        ? [`${place}: not translated: ${pattern}`]
        : wrongTranslation(pattern, catalogue[pattern], place),
    ),
    ...Object.keys(catalogue).flatMap((pattern) =>
      patterns.has(pattern) ? [] : [`no longer in the source: ${pattern}`],
    ),
    ...sharedHashes([...patterns.keys()]),
  ];
}

function wrongTranslation(pattern, translation, place) {
  if (placeholders(translation) === placeholders(pattern)) return [];
  return [`${place}: other values than in the source: ${pattern} → ${translation}`];
}

function sharedHashes(patterns) {
  const first = new Map();
  return patterns.flatMap((pattern) => {
    const hash = patternHash(pattern);
    const twin = first.get(hash);
    first.set(hash, pattern);
    return twin === undefined ? [] : [`${pattern}: has the hash of "${twin}": word one of them differently`];
  });
}

export function readCatalogue() {
  return JSON.parse(readFileSync(join(ROOT, CATALOGUE), 'utf8'));
}

/** What useCatalogue of src/base/language/catalogue.ts reads. */
export function packed(patterns, catalogue) {
  return [patterns.map(patternHash).join(''), ...patterns.map((pattern) => catalogue[pattern])].join('\n');
}

/** Writes what ships into the built page's folder, which building the page empties. */
export function writeCatalogue() {
  const catalogue = readCatalogue();
  const translated = [...patternsOfSource().keys()].filter((pattern) => catalogue[pattern] !== undefined);
  mkdirSync(join(ROOT, 'dist/viewer'), {recursive: true});
  writeFileSync(join(ROOT, 'dist/viewer/zh.br'), brotliCompressSync(packed(translated, catalogue)));
}

function printMissing(patterns) {
  const catalogue = readCatalogue();
  for (const pattern of patterns.keys()) {
    if (catalogue[pattern] === undefined) console.log(`  ${JSON.stringify(pattern)}: "",`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--missing')) printMissing(patternsOfSource());
  else writeCatalogue();
}
