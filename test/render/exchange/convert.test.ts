import {describe, expect, it} from 'vitest';
import {renderFolded} from '../../../src/render/exchange/folded.ts';
import {renderSpeedscope} from '../../../src/render/exchange/speedscope.ts';
import {renderProfileJson} from '../../../src/render/json/profile.ts';
import {profileOf} from '../../support/stacks.ts';

const profile = profileOf(
  [
    {frames: ['main', 'small<work'], labels: {user: 'ann'}, values: [1, 10]},
    {frames: ['main', 'work'], values: [2, 20]},
    {frames: ['a;b\nc'], values: [3, -5]},
  ],
  ['samples', 'cost'],
);

interface Speedscope {
  readonly shared: {readonly frames: readonly {readonly name: string}[]};
  readonly profiles: readonly {readonly samples: readonly number[][]; readonly weights: readonly number[]}[];
}

describe('other formats', () => {
  it('folded stacks run from the outermost frame to the leaf, inlined calls unfolded', () => {
    expect(renderFolded(profile, 1)).toBe('main;work;small 10\nmain;work 20\na:b c -5\n');
  });

  it('speedscope gets one profile per sample type, of positive weights', () => {
    const {profiles, shared} = JSON.parse(renderSpeedscope(profile)) as Speedscope;
    const names = profiles[1]?.samples.map((stack) => stack.map((frame) => shared.frames[frame]?.name).join(';'));
    expect(profiles.map(({weights}) => weights)).toEqual([
      [1, 2, 3],
      [10, 20],
    ]);
    expect(names).toEqual(['main;work;small', 'main;work']);
  });

  it('JSON holds every table', () => {
    const json = JSON.parse(renderProfileJson(profile)) as {
      samples: {values: number[]; stack: number[]; labels?: object[]}[];
      locations: {lines: object[]}[];
    };
    expect(json.samples[0]).toMatchObject({values: [1, 10], labels: [{key: 'user', texts: ['ann']}]});
    expect(json.locations[json.samples[0]?.stack[0] ?? -1]?.lines).toHaveLength(2);
  });
});
