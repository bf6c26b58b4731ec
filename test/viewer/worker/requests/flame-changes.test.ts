import {describe, expect, it} from 'vitest';
import {flameTree, unchanged} from '../../../../src/analysis/tree/flame-tree.ts';
import {byPackage, invertTree} from '../../../../src/analysis/tree/pivot.ts';
import {buildTree} from '../../../../src/analysis/tree/tree.ts';
import type {CallTree} from '../../../../src/model/call-tree.ts';
import type {FlameRequest} from '../../../../viewer/protocol.ts';
import {flameChanges} from '../../../../viewer/worker/requests/flame-changes.ts';
import {profileOf} from '../../../support/stacks.ts';

const BEFORE = profileOf([
  {frames: ['main.main', 'a.F', 'a.leaf'], values: [100]},
  {frames: ['main.main', 'b.G'], values: [7]},
]);
const AFTER = profileOf([
  {frames: ['main.main', 'a.F', 'a.leaf'], values: [900]},
  {frames: ['main.main', 'b.G'], values: [7]},
  {frames: ['main.main', 'c.New'], values: [500]},
]);

const REQUEST: FlameRequest = {
  input: 1,
  sampleType: 0,
  filters: [],
  mode: 'down',
  pivot: '',
  packages: false,
  foldRuns: false,
  foldRuntime: false,
  creators: false,
};

/** `name before changed?` of every frame. */
function changes(source: CallTree, request: Partial<FlameRequest>): string[] {
  const shown = request.mode === 'up' ? unchanged(invertTree(source)) : flameTree(source, {foldRuns: false});
  const {base, isMoved} = flameChanges([BEFORE, AFTER], source, shown, {...REQUEST, ...request});
  const {fn, names} = shown.tree;
  return [...fn].map((name, node) => `${names[name]} ${base[node]}${isMoved[node] === 1 ? ' moved' : ''}`);
}

describe('what frames were in another input', () => {
  it('is their total there, 0 for new ones; what is the same did not move', () => {
    expect(changes(buildTree(AFTER, 0), {})).toEqual([
      'root 107 moved',
      'main.main 107 moved',
      'a.F 100 moved',
      'a.leaf 100 moved',
      'c.New 0 moved',
      'b.G 7',
    ]);
  });

  it('follows the tree bottom-up', () => {
    expect(changes(buildTree(AFTER, 0), {mode: 'up'})).toContain('b.G 7');
  });

  it('is of packages where packages are shown', () => {
    expect(changes(byPackage(buildTree(AFTER, 0)), {packages: true})).toEqual([
      'root 107 moved',
      'main 107 moved',
      'a 100 moved',
      'c 0 moved',
      'b 7',
    ]);
  });
});
