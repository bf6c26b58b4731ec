/**
 * Links the modules of the built page into one script that loads nothing, for reports: a page opened from a file has no
 * modules to fetch, and its policy lets only this one script run.
 *
 * Knows the shape in which the build writes modules, not JavaScript: imports first, one export list last, parts asked
 * for by `import()` of a plain path. test/viewer/link-modules.test.ts holds the build to that.
 */
import {pushAll} from '../../base/lists.ts';

/** Built modules by their path. */
export type Modules = ReadonlyMap<string, string>;

/** What reads kernel stacks: reports of other inputs leave it out, and the page does without. */
export const KERNEL_PARTS = 'worker/kernel-parts.js';
/** What reads OpenTelemetry profiles, likewise. */
export const OTLP_PART = 'worker/otlp.js';
/** What reads the formats of other tools, likewise. */
export const TOOLS_PART = 'worker/tools.js';

/** What compares two inputs: reports of one leave it out. */
export const COMPARE_PARTS: readonly string[] = ['page/compare.js', 'page/finding-growth.js', 'worker/compare.js'];

/** What makes a report of a page: a report has nothing to make one of. */
export const HTML_EXPORT = 'page/html-export.js';
/** The call graph: what lays it out is as large as all the page before its first screen. */
export const GRAPH_SCREEN = 'page/graph.js';

/** What speaks another language than English. */
export const LANGUAGE_PARTS: readonly string[] = ['page/catalogue.js', 'worker/catalogue.js'];

/** Parts that only pages with a server beside them ask for, or reports that name them: one script leaves them out. */
export const SERVED_ONLY: ReadonlySet<string> = new Set([
  KERNEL_PARTS,
  OTLP_PART,
  TOOLS_PART,
  ...COMPARE_PARTS,
  'page/bundle.js',
  'page/flame-preview.js',
  HTML_EXPORT,
  GRAPH_SCREEN,
  ...LANGUAGE_PARTS,
  'page/series.js',
  'worker/answer.js',
  'worker/findings.js',
  'worker/foreign.js',
  'worker/graph.js',
  'worker/preload.js',
  'worker/preview.js',
  'worker/since.js',
]);

const NAMED = /^import\{([^}]*)\}from(["'`])([^"'`]+)\2;?/;
const BARE = /^import(["'`])([^"'`]+)\1;?/;
const EXPORTS = /export\{([^{}]*)\};?\s*$/;
const ON_DEMAND = /\bimport\((["'`])(\.[^"'`]+)\1\)/g;

interface ParsedModule {
  /** Path and names, as they stand between the braces. */
  readonly imports: readonly {readonly path: string; readonly names: string}[];
  readonly onDemand: readonly string[];
  readonly script: string;
}

/** Paths of the modules that a module imports at once, and of those it may ask for later. */
export function importsOf(
  path: string,
  text: string,
): {readonly early: string[]; readonly onDemand: readonly string[]} {
  const {imports, onDemand} = parseModule(path, text);
  return {early: imports.map((each) => each.path), onDemand};
}

/** A module as the body of a function of `$load`, which is asked for other modules by their paths. */
export function moduleBody(path: string, text: string): string {
  return parseModule(path, text).script;
}

/**
 * @param carried  of the parts that are left out, those that this script needs
 * @returns a classic script that does what the entry module does
 */
export function linkModules(modules: Modules, entry: string, carried: readonly string[] = []): string {
  const linked = new Map<string, string>();
  const pending = [entry];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (linked.has(path)) continue;
    const {imports, onDemand, script} = parseModule(path, modules.get(path) ?? '');
    linked.set(path, script);
    pushAll(
      pending,
      imports.map((each) => each.path),
    );
    pushAll(
      pending,
      onDemand.filter((part) => !SERVED_ONLY.has(part) || carried.includes(part)),
    );
  }
  const definitions = [...linked].map(([path, script]) => `${JSON.stringify(path)}(){${script}}`);
  return `(()=>{"use strict";const $ready=new Map,$load=p=>{let m=$ready.get(p);if(!m)$ready.set(p,m=$modules[p]());return m},$modules={${definitions.join(',\n')}};$load(${JSON.stringify(entry)})})();\n`;
}

function parseModule(path: string, text: string): ParsedModule {
  const imports: {path: string; names: string}[] = [];
  let rest = text.trimStart();
  for (;;) {
    const named = NAMED.exec(rest);
    const bare = named === null ? BARE.exec(rest) : null;
    if (named === null && bare === null) break;
    imports.push({path: resolve(path, (named?.[3] ?? bare?.[2]) as string), names: named?.[1] ?? ''});
    rest = rest.slice((named ?? bare)?.[0].length).trimStart();
  }
  const onDemand: string[] = [];
  const body = rest
    .replace(EXPORTS, (_, names: string) => `;return{${renamed(names, '$2:$1')}}`)
    .replace(ON_DEMAND, (_, _quote: string, specifier: string) => {
      const asked = resolve(path, specifier);
      onDemand.push(asked);
      return `Promise.resolve().then(()=>$load(${JSON.stringify(asked)}))`;
    });
  const loads = imports.map((each) => `const{${renamed(each.names, '$1:$2')}}=$load(${JSON.stringify(each.path)});`);
  return {imports, onDemand, script: loads.join('') + body + (EXPORTS.test(rest) ? '' : ';return{}')};
}

/** `a as b,c` in the form of an object pattern or literal. */
function renamed(names: string, form: '$1:$2' | '$2:$1'): string {
  return names.replace(/(?<![\w$])([\w$]+) as ([\w$]+)/g, form);
}

/** `page/../app.js` without the detour. */
function resolve(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
