/**
 * The compiled program as syntax trees, for rules that no linter of ours knows.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {parseAst} from 'vite';

const DIST = new URL('../../dist/', import.meta.url);
const PAGE = new URL('../../viewer/', import.meta.url);
const BUNDLED = /^(?:viewer|lib)\//;

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

type Visit = (node: SyntaxNode, text: string, file: string) => void;

/**
 * Calls `visit` with every node of every module under dist/, the text it is part of, and its file: `base/lists.js`. What is
 * bundled for the page and for importers is the same code again, beside that of the page and of packages.
 */
export function visitCompiledCode(visit: Visit): void {
  visitFolder(DIST, (file) => file.endsWith('.js') && !BUNDLED.test(file), visit);
}

/** The same of what is bundled, packages included; names of variables are the bundler's. */
export function visitBundles(visit: Visit): void {
  visitFolder(DIST, (file) => file.endsWith('.js') && BUNDLED.test(file), visit);
}

/** The same of the source of the page, which is compiled into bundles only. */
export function visitPage(visit: Visit): void {
  visitFolder(PAGE, (file) => file.endsWith('.ts') && !file.endsWith('.d.ts'), visit);
}

function visitFolder(folder: URL, isWanted: (file: string) => boolean, visit: Visit): void {
  for (const file of readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(isWanted).sort()) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const waiting: unknown[] = [parseAst(text, {lang: file.endsWith('.ts') ? 'ts' : 'js'})];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (Array.isArray(node)) for (const each of node) waiting.push(each);
      else if (typeof node === 'object' && node !== null) {
        if (isNode(node)) visit(node, text, file);
        for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) waiting.push(value);
      }
    }
  }
}

function isNode(value: object): value is SyntaxNode {
  return 'type' in value && typeof value.type === 'string' && 'start' in value;
}
