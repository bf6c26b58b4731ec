import {describe, expect, it} from 'vitest';
import {calleesOf, callersOf, invertTree} from '../../../src/analysis/tree/pivot.ts';
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
