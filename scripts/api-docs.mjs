/**
 * Writes docs/api.md from the types of the library; a test holds the page to them.
 *
 * usage: node scripts/api-docs.mjs, after a build
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const ROOT = new URL('..', import.meta.url);
const STATEMENT =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?declare (?:abstract )?(interface|type|class|const|function) (\w+)[\s\S]*?(?=\n\n(?:\/\*\*|declare |export \{))/g;

/** The page, as it should be. */
export function apiText() {
  const core = statementsOf('dist/lib/index.d.ts');
  const node = statementsOf('dist/lib/node.d.ts');
  const isValue = ({kind}) => kind === 'function' || kind === 'class' || kind === 'const';
  return [
    '# The library',
    '`npm run api-docs` writes this page from the comments of what is exported; edit those. Examples: [examples](../examples/).',
    "## `import … from 'pprofx'`: every host",
    ...core.filter(isValue).map(section),
    "## `import … from 'pprofx/node'`: paths, URLs and streams",
    ...node.map(section),
    '## Types',
    'Rows refer to rows by index; `NONE` is −1. A name of the profile is text that loses no byte: what is no UTF-8 becomes lone surrogates.',
    ...core.filter((statement) => !isValue(statement)).map(section),
  ]
    .join('\n\n')
    .concat('\n');
}

function statementsOf(path) {
  const text = readFileSync(new URL(path, ROOT), 'utf8');
  const exported = new Set([...text.slice(text.lastIndexOf('export {')).matchAll(/(\w+),/g)].map(([, name]) => name));
  return [...text.matchAll(STATEMENT)]
    .map(([whole, comment = '', kind, name]) => ({name, kind, comment, code: codeOf(whole)}))
    .filter(({name}) => exported.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A declaration without its comment, its privates, and the indentation of tsc. */
function codeOf(whole) {
  return whole
    .replace(/^\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n/, '')
    .replace(/^declare /, '')
    .replace(/^ +private .*\n/gm, '')
    .replace(/^( {4})+/gm, (indent) => ' '.repeat(indent.length / 2));
}

function section({code, comment, name}) {
  const words = comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim()
    .replace(/^@param (.+?) {2,}/gm, '- `$1`: ')
    .replace(/^@throws PprofxError/gm, '- throws `PprofxError`')
    .replace(/^@throws/gm, '- throws')
    .replace(/^@returns /gm, '- returns ');
  return [`### \`${name}\``, ...(words === '' ? [] : [words]), `\`\`\`ts\n${code}\n\`\`\``].join('\n\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL('docs/api.md', ROOT), apiText());
