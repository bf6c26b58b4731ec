import {describe, expect, it} from 'vitest';
import {layoutFlame, newBoxRow, nodeAt, visibleBoxes} from '../../../src/analysis/tree/flame-layout.ts';
import {treeOf} from '../../support/trees.ts';

function boxes(lines: readonly string[], depth: number, resolution: number, from = 0, to = 1): string[] {
  const tree = treeOf(...lines);
  const row = newBoxRow(100);
  visibleBoxes(layoutFlame(tree), depth, {from, to, resolution}, row);
  return Array.from({length: row.length}, (_, box) => {
    const name = row.count[box] === 1 ? tree.names[tree.fn[row.node[box]]] : `${row.count[box]} merged`;
    return `${name} ${row.left[box].toFixed(2)}-${row.right[box].toFixed(2)}`;
  });
}

describe('the layout', () => {
  it('gives every frame room by its share, heaviest first', () => {
    expect(boxes(['a 1', 'b 3'], 1, 0.01)).toEqual(['b 0.00-0.75', 'a 0.75-1.00']);
  });

  it('leaves the room of own value free below a frame', () => {
    expect(boxes(['a 2', 'a;b 2'], 2, 0.01)).toEqual(['b 0.00-0.50']);
  });

  it('gives negative values the room of their magnitude', () => {
    expect(boxes(['a -1', 'b 3'], 1, 0.01)).toEqual(['b 0.00-0.75', 'a 0.75-1.00']);
  });

  it('merges neighbours narrower than the resolution and counts them', () => {
    const lines = ['wide 90', ...Array.from({length: 10}, (_, i) => `narrow${i} 1`)];
    expect(boxes(lines, 1, 0.05)).toEqual(['wide 0.00-0.90', '5 merged 0.90-0.95', '5 merged 0.95-1.00']);
  });

  it('shows only what the window touches', () => {
    expect(boxes(['a 2', 'b 1', 'c 1'], 1, 0.01, 0.6, 0.7)).toEqual(['b 0.50-0.75']);
  });

  it('finds the frame under a position, and none beside it', () => {
    const tree = treeOf('a;b 1', 'a 1');
    const layout = layoutFlame(tree);
    expect(tree.names[tree.fn[nodeAt(layout, 2, 0.2)]]).toBe('b');
    expect(nodeAt(layout, 2, 0.7)).toBe(-1);
    expect(nodeAt(layout, 9, 0.2)).toBe(-1);
  });
});
