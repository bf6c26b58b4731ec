import {describe, expect, it} from 'vitest';
import {buildTree, MAX_DEPTH, MERGED_NAME} from '../../../src/analysis/tree/tree.ts';
import {readProfile} from '../../../src/read.ts';
import {bytesField, join, message, numberField, packedField} from '../../support/proto.ts';
import {readSample} from '../../support/samples.ts';

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

const heap = readSample('replicaset-flood/heap-before.pb.gz');
const type = heap.defaultSampleType;

describe('a tree without its smallest stacks', () => {
  const whole = buildTree(heap, type);
  const least = 1 / 500;
  const pruned = buildTree(heap, type, 'root', least);
  const merged = pruned.names.indexOf(MERGED_NAME);

  it('keeps every value, in fewer nodes', () => {
    expect(pruned.length).toBeLessThan(whole.length / 4);
    expect(pruned.total[0]).toBe(whole.total[0]);
    expect(pruned.self.reduce((sum, value) => sum + value, 0)).toBe(whole.total[0]);
  });

  it('puts what it leaves out into one frame below each caller, which calls nothing', () => {
    const rows = [...pruned.fn.keys()].filter((node) => pruned.fn[node] === merged);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((node) => pruned.subtreeEnd[node] !== node + 1)).toEqual([]);
    expect(new Set(rows.map((node) => pruned.parent[node])).size).toBe(rows.length);
  });

  it('loses no frame that is not small', () => {
    const pathsOf = (tree: typeof whole, atLeast: number): string[] =>
      [...tree.fn.keys()]
        .filter((node) => tree.total[node] >= atLeast && tree.fn[node] !== merged)
        .map((node) => {
          const path: string[] = [];
          for (let at = node; at >= 0; at = tree.parent[at]) path.push(tree.names[tree.fn[at]]);
          return path.join(';');
        });
    // Several small stacks may make one large frame, since frames have the names of functions and stacks those of lines.
    const large = whole.total[0] * least * 20;
    const kept = new Set(pathsOf(pruned, 0));
    expect(pathsOf(whole, large).filter((path) => !kept.has(path))).toEqual([]);
  });
});
