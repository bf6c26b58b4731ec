import {describe, expect, it} from 'vitest';
import {byPackage, calleesOf, callersOf, invertTree} from '../../../src/analysis/tree/pivot.ts';
import {treeOf, treeText} from '../../support/trees.ts';

const TREE = treeOf('main;list;decode 3', 'main;watch;decode 2', 'main;list 1');

describe('pivots', () => {
  it('bottom-up begins with the leaves and keeps the total', () => {
    expect(treeText(invertTree(TREE))).toEqual([
      'root 6',
      '  decode 5',
      '    list 3',
      '      main 3',
      '    watch 2',
      '      main 2',
      '  list 1',
      '    main 1',
    ]);
  });

  it('callees merge all calls of a function', () => {
    const tree = treeOf('a;list;x 1', 'b;list;x 2', 'c 5');
    expect(treeText(calleesOf(tree, tree.names.indexOf('list')))).toEqual(['root 3', '  list 3', '    x 3']);
  });

  it('callers stand nearest first', () => {
    expect(treeText(callersOf(TREE, TREE.names.indexOf('decode')))).toEqual([
      'root 5',
      '  decode 5',
      '    list 3',
      '      main 3',
      '    watch 2',
      '      main 2',
    ]);
  });

  it('a function that recurses is entered once per stack', () => {
    const tree = treeOf('walk;walk;walk;leaf 4');
    expect(calleesOf(tree, tree.names.indexOf('walk')).total[0]).toBe(4);
    expect(callersOf(tree, tree.names.indexOf('walk')).total[0]).toBe(4);
  });
});

describe('packages instead of functions', () => {
  it('are one frame where their functions call each other, and keep every value', () => {
    const tree = treeOf(
      'main.main;a/b.(*S).Run;a/b.step;c.Do 3',
      'main.main;a/b.(*S).Run 2',
      'main.main;c.Do;a/b.step 1',
    );
    expect(treeText(byPackage(tree))).toEqual([
      'root 6',
      '  main 6',
      '    a/b 5',
      '      c 3',
      '    c 1',
      '      a/b 1',
    ]);
  });

  it('leave names without a package as they are', () => {
    expect(treeText(byPackage(treeOf('malloc;mmap 4')))).toEqual(['root 4', '  malloc 4', '    mmap 4']);
  });

  it('carry both sides of a comparison', () => {
    const both = byPackage({
      ...treeOf('a.F;a.G 4'),
      base: {self: Float64Array.of(0, 1, 2), total: Float64Array.of(3, 3, 2)},
    });
    expect([...(both.base?.total ?? [])]).toEqual([3, 3]);
  });
});
