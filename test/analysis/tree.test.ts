import {describe, expect, it} from 'vitest';
import {buildTree, MAX_DEPTH} from '../../src/analysis/tree.ts';
import {readProfile} from '../../src/read.ts';
import {bytesField, join, message, numberField, packedField} from '../support/proto.ts';

/** One stack of `depth` calls of main, and one of a single call. */
function recursion(depth: number): Uint8Array {
  return join(
    message(1, numberField(1, 1), numberField(2, 2)),
    message(2, bytesField(1, new Uint8Array(depth).fill(1)), packedField(2, [5])),
    message(2, packedField(1, [1]), packedField(2, [2])),
    message(4, numberField(1, 1), message(4, numberField(1, 1))),
    message(5, numberField(1, 1), numberField(2, 3)),
    ...['', 'samples', 'count', 'main'].map((text) => bytesField(6, new TextEncoder().encode(text))),
  );
}

describe('the tree of a stack deeper than any program has', () => {
  it('ends in one frame that stands for the rest and has its value', () => {
    const tree = buildTree(readProfile(recursion(MAX_DEPTH + 1000)), 0);
    expect(tree.length).toBe(MAX_DEPTH + 2);
    const last = tree.length - 1;
    expect([tree.depth[last], tree.names[tree.fn[last]]]).toEqual([MAX_DEPTH + 1, `frames deeper than ${MAX_DEPTH}`]);
    expect([tree.self[last], tree.self[1], tree.total[0]]).toEqual([5, 2, 7]);
  });

  it('is whole up to that depth', () => {
    const tree = buildTree(readProfile(recursion(MAX_DEPTH)), 0);
    expect(tree.length).toBe(MAX_DEPTH + 1);
    expect(tree.names).toEqual(['main', 'root']);
    expect(tree.self[tree.length - 1]).toBe(5);
  });
});
