import {describe, expect, it} from 'vitest';
import {compareProfiles} from '../../../src/analysis/compare/compare.ts';
import {compareTree} from '../../../src/analysis/compare/tree.ts';
import {profileOf} from '../../support/folded-profile.ts';
import {readSample} from '../../support/samples.ts';

describe('compare tree', () => {
  it('has every path of both sides once, the newer side over its base', () => {
    const before = profileOf(['main.main;main.a 5', 'main.main;main.b 2']);
    const after = profileOf(['main.main;main.a 7', 'main.main;main.c 9']);
    const tree = compareTree(compareProfiles([before], [after]), 0);
    const lines = Array.from({length: tree.length}, (_, node) => {
      const path = '  '.repeat(tree.depth[node]) + tree.names[tree.fn[node]];
      return `${path} ${tree.base?.total[node]} → ${tree.total[node]}`;
    });
    expect(lines).toEqual([
      'root 7 → 16',
      '  main.main 7 → 16',
      '    main.c 0 → 9',
      '    main.a 5 → 7',
      '    main.b 2 → 0',
    ]);
  });

  it('scales the base as the comparison does', () => {
    const before = profileOf(['main.main 10'], {durationSeconds: 10});
    const after = profileOf(['main.main 10'], {durationSeconds: 20});
    const tree = compareTree(compareProfiles([before], [after]), 0);
    expect([tree.base?.total[0], tree.total[0]]).toEqual([20, 10]);
  });

  it('the totals of its sides are those of the profiles', () => {
    const comparison = compareProfiles(
      [readSample('replicaset-flood/heap-before.pb.gz')],
      [readSample('replicaset-flood/heap-after.pb.gz')],
    );
    const tree = compareTree(comparison, comparison.decisive);
    expect([tree.base?.total[0], tree.total[0]]).toEqual([712_398_864, 129_087_990]);
  });
});
