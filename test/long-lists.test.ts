/**
 * No list whose length a profile chooses is spread into a call: from about 125 000 elements on that fails.
 */
import {describe, expect, it} from 'vitest';
import {largest, pushAll} from '../src/base/lists.ts';
import {type SyntaxNode, visitCompiledCode} from './support/compiled-code.ts';

/** Spreads of a handful of arguments, and of slices of fixed length. */
const BOUNDED = [
  'String.fromCharCode.apply(null, source.subarray(at, Math.min(end, at + 8192)))',
  'String.fromCharCode.apply(null, bytes)',
  'String.fromCharCode.apply(null, part)',
  'signatures.find(shape, ...FOREIGN)',
  'new SampleDecoder(...parts)',
  // Two arguments.
  'renderTopJson(...upTo(Math.max(1, count)))',
  // Of the command line.
  "process.argv.splice(2, given.length, 'collect', ...(given.length === 0 ? ['--help'] : ['--analyze', ...given]))",
  // Of the path of a folder that we chose.
  "join(root, ...id.split('/'))",
  "join(root, ...id.split('/'), file)",
];

const COUNT = 300_000;

describe('the compiled code', () => {
  it('spreads no list into a call', () => {
    const found: string[] = [];
    visitCompiledCode((node, text, file) => {
      if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
      const spreads = (node['arguments'] as readonly SyntaxNode[]).some(({type}) => type === 'SpreadElement');
      const callee = node['callee'] as SyntaxNode;
      const applies = (callee['property'] as {readonly name?: string} | undefined)?.name === 'apply';
      const call = text.slice(node.start, node.end);
      if ((spreads || applies) && !BOUNDED.includes(call))
        found.push(`${file}:${text.slice(0, node.start).split('\n').length} ${call.slice(0, 120)}`);
    });
    expect(found).toEqual([]);
  });
});

describe('lists of any length', () => {
  it('are added to others', () => {
    const list = [1];
    pushAll(
      list,
      Array.from({length: COUNT}, (_, i) => i),
    );
    expect(list).toHaveLength(COUNT + 1);
  });

  it('have a largest number', () => {
    expect(largest(Array.from({length: COUNT}, (_, i) => i))).toBe(COUNT - 1);
    expect(largest([])).toBe(Number.NEGATIVE_INFINITY);
  });
});
