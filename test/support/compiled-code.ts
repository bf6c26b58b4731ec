/**
 * The compiled program as syntax trees, for rules that no linter of ours knows.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {parseAst} from 'vite';

const DIST = new URL('../../dist/', import.meta.url);

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/**
 * Calls `visit` with every node of every module under dist/, the text it is part of, and its file: `base/lists.js`. What is
 * bundled for the page and for importers is the same code again, beside that of packages.
 */
export function visitCompiledCode(visit: (node: SyntaxNode, text: string, file: string) => void): void {
  for (const file of readdirSync(DIST, {recursive: true, encoding: 'utf8'}).sort()) {
    if (!file.endsWith('.js') || /^(?:viewer|lib)\//.test(file)) continue;
    const text = readFileSync(new URL(file, DIST), 'utf8');
    const waiting: unknown[] = [parseAst(text)];
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
