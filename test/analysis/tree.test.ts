import {describe, expect, it} from 'vitest';
import {buildTree, MERGED_NAME} from '../../src/analysis/tree.ts';
import {readSample} from '../support/samples.ts';

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
