/**
 * Plugins that leave out of npm packages what the page never runs: a report travels with all of its scripts.
 *
 * What they replace is found by its text, in versions that are pinned; test/browser/size.test.ts holds the result to a size.
 */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const UNICODE_RANGES = fileURLToPath(new URL('../viewer/worker/lazy/unicode-ranges.ts', import.meta.url));

/** What the core calls of re2js, and what JavaScript calls by itself. */
const CALLED = ['compile', 'test', 'matcher', 'find', 'group', 'constructor', 'toString'];

/** Takes the tables of Unicode out of re2js, for a browser has its own, and methods that nothing in it calls. */
const smallEngine = {
  name: 'small-engine',
  load(id) {
    if (!id.endsWith('/re2js/build/index.js')) return undefined;
    return withoutUncalledMethods(withUnicodeOfBrowser(withOneEngine(readFileSync(id, 'utf8'))));
  },
};

/** Classes of re2js that the core has no use for, with methods that share their name with others that it has. */
const UNUSED = [
  'RE2Set',
  'AhoCorasick',
  'Prefilter',
  'PrefilterTree',
  'OnePass',
  'TranslateRegExpString',
  'MachineUTF8Input',
  'Utf8MatcherInput',
  'BitState',
  'Backtracker',
];
const UNUSED_OF_PATTERN = /^\t(?:static )?(?:equals|flags|matches|split|testExact|translateRegExp)\([\s\S]*?^\t\}\n/gm;

/**
 * Of its ways to match, the automaton and the machine behind it are enough: the others give the same answers, some of
 * them sooner. Texts are strings here, never UTF-8.
 */
function withOneEngine(code) {
  const classes = new RegExp(`^var (?:${UNUSED.join('|')}) = class.*?^\\};\n`, 'gms');
  return code
    .replace(classes, '')
    .replace(/^export \{.*$/m, 'export {RE2JS, RE2JSException};')
    .replace(/^var RE2JS = class.*?^\};\n/ms, (text) => text.replaceAll(UNUSED_OF_PATTERN, ''))
    .replace('OnePass.compile(this.prog)', 'null')
    .replace(/^.*OnePass\.execute.*\n/m, '')
    .replaceAll(/^.*Backtracker\.maxBitStateLen.*\n/gm, '')
    .replace(/^.*PrefilterTree\.build.*\n/m, '')
    .replace(/^.*Prefilter\.Type\.NONE.*\n/m, '')
    .replaceAll(/if \(Utils\.isByteArray\(.*\n\t+else /g, '')
    .replaceAll(/^\t+if \(Utils\.isByteArray\(.*\n/gm, '')
    .replaceAll(/[\w.]+\.isUTF16Encoding\(\) \? (.*) : MachineInput\.fromUTF8\([\w.]+\(\), 0, [\w.]+\)/g, '$1')
    .replaceAll(/^.*\.isUTF8Encoding\(\)\) return.*\n/gm, '');
}

function withUnicodeOfBrowser(code) {
  const table = /(?:(\w+): \(\) => )?new UnicodeRangeTable\(decodeRanges\("[^"]*", (?:true|false)\)\)/g;
  const of = {CATEGORIES: '\\p{', SCRIPTS: '\\p{Script='};
  const replaced = code
    .replace(/static (CATEGORIES|SCRIPTS) = new LazyMap\(\{(.*?)\n\t\}\)/gs, (_, set, tables) => {
      const names = [...tables.matchAll(table)].map(([, name]) => name);
      return `static ${set} = new LazyMap(tablesOf(${JSON.stringify(names.join(' '))}, ${JSON.stringify(of[set])}))`;
    })
    .replace(
      /(static get Print.*?)new UnicodeRangeTable\(decodeRanges\("[^"]*", (?:true|false)\)\)/s,
      "$1new UnicodeRangeTable(unicodeRanges('[\\\\p{L}\\\\p{M}\\\\p{N}\\\\p{P}\\\\p{S}]'), true)",
    );
  return `import {unicodeRanges} from ${JSON.stringify(UNICODE_RANGES)};
const tablesOf = (names, start) => Object.fromEntries(names.split(' ').map((name) =>
  [name, () => new UnicodeRangeTable(unicodeRanges(start + name + '}'), true)]));
${replaced}`;
}

/** Takes out methods whose names stand nowhere but where they are defined, until there are none. */
function withoutUncalledMethods(code) {
  for (let rest = code; ; ) {
    const words = new Map();
    for (const [word] of rest.replaceAll(/\/\*.*?\*\/|\/\/ [^\n]*/gs, '').matchAll(/[\w$]+/g))
      words.set(word, (words.get(word) ?? 0) + 1);
    const defined = new Map();
    const method = /^\t(?:static )?(?:get )?(\w+)\([^\n]*\) \{\n(?:\t\t[^\n]*\n|\n)*\t\}\n/gm;
    for (const [, name] of rest.matchAll(method)) defined.set(name, (defined.get(name) ?? 0) + 1);
    const shorter = rest.replace(method, (text, name) =>
      defined.get(name) === words.get(name) && !CALLED.includes(name) ? '' : text,
    );
    if (shorter === rest) return rest;
    rest = shorter;
  }
}

/** pako deflates too; what it makes for that as it loads keeps a bundler from leaving it out. */
const inflateOnly = {
  name: 'inflate-only',
  transform: (code, id) =>
    id.endsWith('/pako/dist/pako.mjs')
      ? code
          .replaceAll('new Config(', '/* @__PURE__ */ new Config(')
          .replaceAll(
            /= new Array\(([^)]*)\);\nzero\$1\(\w+\);/g,
            '= /* @__PURE__ */ Array.from({length: $1}, () => 0);',
          )
      : undefined,
};

/** The zoom of d3 ends transitions that run; the page makes none, so it needs neither them nor their colours. */
const noTransitions = replaced('d3-transition', '/d3-zoom/', 'export const interrupt = () => undefined;');

/** Scales of d3 write numbers of their ticks; the page writes its own. */
const noNumberFormats = replaced(
  'd3-format',
  '/d3-scale/',
  ['format', 'formatPrefix', 'formatSpecifier', 'precisionFixed', 'precisionPrefix', 'precisionRound']
    .map((name) => `export const ${name} = () => undefined;`)
    .join('\n'),
);

/**
 * Scales of d3 find out what lies between two colours or texts as well; the page's lie between numbers. Its other ways
 * between values are made by calls that the bundler does not know to be pure.
 */
const numbersOnly = {
  ...replaced(
    'd3-interpolate',
    '/d3-scale/',
    "export * from 'd3-interpolate'; export {interpolateNumber as interpolate} from 'd3-interpolate';",
  ),
  transform: (code, id) =>
    id.includes('/d3-interpolate/')
      ? code.replace(/^var \w+ = (?=\w+\(|\(function)/gm, '$&/* @__PURE__ */ ')
      : undefined,
};

/** A plugin that gives importers below a folder this text instead of a package. */
function replaced(module, importedBy, text) {
  const id = `\0no-${module}`;
  return {
    name: id.slice(1),
    enforce: 'pre',
    resolveId: (asked, importer = '') => (asked === module && importer.includes(importedBy) ? id : undefined),
    load: (asked) => (asked === id ? text : undefined),
  };
}

export const smallerPackages = [smallEngine, inflateOnly, noTransitions, noNumberFormats, numbersOnly];
