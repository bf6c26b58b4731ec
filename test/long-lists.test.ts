/**
 * No list whose length a profile chooses is spread into a call: from about 125 000 elements on that fails.
 */
import {describe, expect, it} from 'vitest';
import {largest, pushAll} from '../src/base/lists.ts';
import {type SyntaxNode, visitCompiledCode, visitPage} from './support/compiled-code.ts';

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
  'String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES))',
  // A block of Unicode.
  'String.fromCodePoint(...Array.from({length: BLOCK}, (_, i) => first + i))',
  // One per bar of a picture.
  'Math.max(...counts)',
  // A handful of elements of the page.
  "this.showInstead(pair, ...(isAlone ? [button(say('Open files…'), () => this.app.run('open'))] : []))",
  'this.showInstead(...this.reasonForNothing(payload))',
  "h('span', {class: 'certainty'}, ...certainty(finding.evidenceLevel))",
];

const COUNT = 300_000;

/** Calls that spread a list of unknown length, or apply a function to one. */
function unboundedSpreads(visitAll: typeof visitCompiledCode): string[] {
  const found: string[] = [];
  visitAll((node, text, file) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    const spreads = (node['arguments'] as readonly SyntaxNode[]).some(({type}) => type === 'SpreadElement');
    const callee = node['callee'] as SyntaxNode;
    const applies = (callee['property'] as {readonly name?: string} | undefined)?.name === 'apply';
    const call = text.slice(node.start, node.end);
    if ((spreads || applies) && !BOUNDED.includes(call))
      found.push(`${file}:${text.slice(0, node.start).split('\n').length} ${call.slice(0, 120)}`);
  });
  return found;
}

describe('no list is spread into a call', () => {
  it.each([
    ['the compiled code', visitCompiledCode],
    ['the page', visitPage],
  ])('of %s', (_, visitAll) => {
    expect(unboundedSpreads(visitAll)).toEqual([]);
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
