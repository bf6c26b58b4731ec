import {describe, expect, it} from 'vitest';
import {buildTree} from '../../../../src/analysis/tree/tree.ts';
import {labelledNames} from '../../../../viewer/screens/flame/request.ts';
import {filterProfile} from '../../../../viewer/worker/requests/filters.ts';
import {labelShares} from '../../../../viewer/worker/requests/labels.ts';
import {profileOf, samplesOf} from '../../../support/stacks.ts';

const profile = profileOf([
  {frames: ['main', 'read', 'grow'], labels: {bytes: 16_384, user: 'ann'}, values: [6]},
  {frames: ['main', 'write', 'grow'], labels: {bytes: 176_414_720}, values: [3]},
  {frames: ['main', 'write'], labels: {bytes: 48}, values: [1]},
]);

function shown(names: readonly string[]): string[] {
  return labelShares(profile, 0, names).map(({key, share, value}) => `${key}=${value} ${share}`);
}

describe('labels', () => {
  it('show numbers in their unit', () => {
    expect(shown([])).toEqual(['bytes=16kB 0.6', 'user=ann 0.6', 'bytes=168.24MB 0.3', 'bytes=48B 0.1']);
  });

  it('are of the stacks that hold every named function', () => {
    expect(shown(['grow', 'write'])).toEqual(['bytes=168.24MB 1']);
  });

  it('come with a filter that keeps their samples', () => {
    const kept = labelShares(profile, 0, []).map(({key, pattern}) =>
      samplesOf(filterProfile(profile, [{kind: 'tag', text: `${key}=${pattern}`}])),
    );
    expect(kept).toEqual([['main;read;grow 6'], ['main;read;grow 6'], ['main;write;grow 3'], ['main;write 1']]);
  });
});

describe('the functions that label a frame', () => {
  const tree = buildTree(profile, 0);
  const write = Array.from(tree.fn, (fn) => tree.names[fn]).indexOf('write');

  it('are none at the root of the profile, and the pivot at the root of a pivot', () => {
    expect(labelledNames({mode: 'down', tree}, 0, '')).toEqual([]);
    expect(labelledNames({mode: 'callers', tree}, 0, 'grow')).toEqual(['grow']);
    expect(labelledNames({mode: 'callees', tree}, 0, 'grow')).toEqual(['grow']);
  });

  it('are its own and the pivot', () => {
    expect(labelledNames({mode: 'down', tree}, write, '')).toEqual(['write']);
    expect(labelledNames({mode: 'callers', tree}, write, 'grow')).toEqual(['grow', 'write']);
  });
});
