import {describe, expect, it} from 'vitest';
import {CUT_GROUP, FOLDED_RUN, flameTree} from '../../../src/analysis/tree/flame-tree.ts';
import {findMatches} from '../../../viewer/flame/navigation.ts';
import {matchingNodes} from '../../../viewer/screens/flame/search.ts';
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

describe('what the runtime does at the end of stacks', () => {
  const STACKS = [
    'main.main;main.send;runtime.chansend1;runtime.chansend;runtime.gopark 7',
    'main.main;main.lock;sync.(*Mutex).Lock;runtime.gopark 2',
    'main.main;main.pick;runtime.selectgo;runtime.gopark 1',
    'main.main;main.pick;runtime.selectgo 1',
  ];

  it('is one frame, and no value changes', () => {
    const tree = treeOf(...STACKS);
    const shown = flameTree(tree, {foldRuns: true, foldRuntime: true});
    expect(treeText(shown.tree)).toEqual([
      'root 11',
      '  main.main 11',
      '    main.send 7',
      '      runtime.chansend1 7',
      '    main.lock 2',
      '      sync.(*Mutex).Lock 2',
      '    main.pick 2',
      '      runtime.selectgo 2',
      '        runtime.gopark 1',
    ]);
    const names = Array.from(shown.inner, (fn) => shown.tree.names[fn]);
    expect(names).toEqual(['runtime.chansend', 'runtime.gopark', 'runtime.gopark']);
    expect(flameTree(tree, {foldRuns: true}).tree).toBe(tree);
  });

  it('is found by each of its names, with its value', () => {
    const {frameCount, inner, kind, tree} = flameTree(treeOf(...STACKS), {foldRuns: true, foldRuntime: true});
    const isName = Uint8Array.from(tree.names, (name) => (name === 'runtime.gopark' ? 1 : 0));
    const isMatch = matchingNodes({frameCount, inner, kind, tree}, isName);
    expect(findMatches(tree, isMatch).value).toBe(10);
  });
});
