import {describe, expect, it} from 'vitest';
import {CUT_GROUP, FOLDED_RUN, flameTree} from '../../../src/analysis/tree/flame-tree.ts';
import {treeOf, treeText} from '../../support/trees.ts';

function chain(prefix: string, length: number): string {
  return Array.from({length}, (_, i) => `${prefix}${i}`).join(';');
}

describe('chains', () => {
  it('fold from the first to the last call of a function that keeps returning', () => {
    const shown = flameTree(treeOf('start;serve;auth;serve;audit;serve;work 5'), {foldRuns: true});
    expect(treeText(shown.tree)).toEqual(['root 5', '  start 5', '    serve 5', '      work 5']);
    const folded = shown.kind.indexOf(FOLDED_RUN);
    expect([shown.repeatCount[folded], shown.frameCount[folded]]).toEqual([3, 5]);
  });

  it('stay as they are where values part, or when nobody wants folding', () => {
    const parted = treeOf('serve;auth;serve;work 5', 'serve;auth 1', 'serve;auth;serve;other 2');
    expect(flameTree(parted, {foldRuns: true}).tree).toBe(parted);
    const plain = treeOf('serve;auth;serve;audit;serve 5');
    expect(flameTree(plain, {foldRuns: false}).tree).toBe(plain);
  });
});

describe('stacks as deep as the runtime records', () => {
  it('share a root of their own when nothing shorter begins where they do', () => {
    const shown = flameTree(treeOf(`${chain('cut', 32)} 4`, 'main.main;work 1'), {foldRuns: true});
    expect(shown.cutAt).toBe(32);
    const group = shown.kind.indexOf(CUT_GROUP);
    expect([shown.tree.depth[group], shown.tree.total[group], shown.tree.total[0]]).toEqual([1, 4, 5]);
  });

  it('keep their root when a shorter stack begins there too', () => {
    const tree = treeOf(`main.main;${chain('deep', 31)} 4`, 'main.main;work 1');
    expect(flameTree(tree, {foldRuns: true}).kind.includes(CUT_GROUP)).toBe(false);
  });
});
