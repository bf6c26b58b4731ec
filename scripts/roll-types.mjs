/**
 * Rolls the types that an entry of the library shows into one file: what it exports, and whatever that mentions, which
 * stays unexported. So nobody can import the inside by accident.
 *
 * Reads what tsc wrote: declarations only, one name a statement, relative imports, no default exports.
 */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

/** `export {A, type B as C} from './x.js'` and the like, in parts. */
const LINK = /^(import|export)\s+(?:type\s+)?(?:\{([^}]*)\}|\*)\s*(?:from\s*)?['"](\.[^'"]+)['"];\n?/gm;
const DECLARATION =
  /^(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export )?(?:declare )?(?:abstract )?(interface|type|class|const|function|enum) (\w+)/gm;

/**
 * @param entry     path of the entry's .d.ts
 * @param provided  names that another entry declares, and its specifier
 * @returns the text, and the exported names
 */
export function rollTypes(entry, provided = {names: [], from: ''}) {
  const modules = new Map();
  load(entry, modules);
  const exported = exportsOf(entry, modules);
  const wanted = closure([...exported.values()], modules, new Set(provided.names));
  const statements = wanted.map(({text}) => declared(text));
  const taken = provided.names.filter((name) => statements.some((text) => mentions(text, name)));
  const head = taken.length === 0 ? '' : `import type {${taken.sort().join(', ')}} from '${provided.from}';\n\n`;
  const names = [...exported.keys()].sort();
  const types = new Set(wanted.filter(({kind}) => kind === 'interface' || kind === 'type').map(({name}) => name));
  const list = names.map((name) => `  ${types.has(name) ? 'type ' : ''}${name},`).join('\n');
  return {text: `${head}${statements.join('\n\n')}\n\nexport {\n${list}\n};\n`, names};
}

function load(path, modules) {
  if (modules.has(path)) return;
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const links = [...text.matchAll(LINK)].map(([, kind, names, from]) => ({
    kind,
    names: names
      ?.split(',')
      .map((name) => name.replace(/\btype\s+/, '').trim())
      .filter((name) => name !== ''),
    path: join(dirname(path), from.replace(/\.(js|ts)$/, '.d.ts')),
  }));
  // Every file begins with a comment about itself, which is no declaration's.
  const body = text.replace(/^\/\*\*[\s\S]*?\*\/\n/, '').replace(LINK, '');
  modules.set(path, {links, statements: statementsOf(body, path)});
  for (const link of links) load(link.path, modules);
}

/** Declarations with their comments, by name. */
function statementsOf(text, path) {
  const starts = [...text.matchAll(DECLARATION)];
  return new Map(
    starts.map((start, i) => {
      const raw = text.slice(start.index, starts[i + 1]?.index ?? text.length);
      const body = raw.replace(/^export \{\};\n?/m, '').trim();
      return [start[2], {name: start[2], kind: start[1], text: body, path}];
    }),
  );
}

/** Exported name → where it is declared. */
function exportsOf(path, modules) {
  const {links, statements} = modules.get(path);
  const found = new Map();
  for (const [name, {text}] of statements) if (/^export /m.test(text)) found.set(name, {name, path});
  for (const link of links.filter(({kind}) => kind === 'export')) {
    const inner = exportsOf(link.path, modules);
    for (const name of link.names ?? [...inner.keys()]) {
      const declared = inner.get(name);
      if (declared === undefined) throw new Error(`${path}: ${name} is not exported by ${link.path}`);
      found.set(name, declared);
    }
  }
  return found;
}

/** Every statement that is mentioned, in the order of the modules; two of one name cannot be rolled. */
function closure(roots, modules, provided) {
  const found = new Map();
  const queue = roots.map(({name, path}) => modules.get(path).statements.get(name));
  while (queue.length > 0) {
    const statement = queue.pop();
    if (statement === undefined || provided.has(statement.name)) continue;
    const known = found.get(statement.name);
    if (known !== undefined && known.path !== statement.path) {
      throw new Error(`two declarations of ${statement.name}: ${known.path}, ${statement.path}`);
    }
    if (known !== undefined) continue;
    found.set(statement.name, statement);
    for (const next of namesIn(statement.path, modules)) if (mentions(statement.text, next.name)) queue.push(next);
  }
  const order = [...modules.keys()];
  return [...found.values()].sort(
    (a, b) => order.indexOf(a.path) - order.indexOf(b.path) || (a.name < b.name ? -1 : 1),
  );
}

/** Declarations that a module can name: its own, and those it imports. */
function namesIn(path, modules) {
  const {links, statements} = modules.get(path);
  const imported = links.flatMap(({names, path: from}) => {
    const inner = exportsOf(from, modules);
    return (names ?? []).map((name) => {
      if (/ as /.test(name)) throw new Error(`${path}: ${name}: names are rolled as they are`);
      const at = inner.get(name);
      return at === undefined ? undefined : modules.get(at.path).statements.get(at.name);
    });
  });
  return [...statements.values(), ...imported].filter((statement) => statement !== undefined);
}

/** Whether a declaration speaks of a name, outside of its comments. */
function mentions(text, name) {
  return new RegExp(`\\b${name}\\b`).test(text.replace(/\/\*[\s\S]*?\*\//g, ''));
}

/** A declaration that is not exported by itself. */
function declared(text) {
  return text.replace(
    /^(?:export )?(?:declare )?(?=(?:abstract )?(?:interface|type|class|const|function|enum) )/m,
    'declare ',
  );
}
