import {describe, expect, it} from 'vitest';
import {computeTop} from '../../../../src/analysis/reports/top.ts';
import {flameTree} from '../../../../src/analysis/tree/flame-tree.ts';
import {buildTree} from '../../../../src/analysis/tree/tree.ts';
import type {Profile} from '../../../../src/model/profile.ts';
import {signedColors} from '../../../../viewer/flame/colors.ts';
import type {FlamePayload} from '../../../../viewer/protocol.ts';
import {flamePayload} from '../../../../viewer/worker/requests/flame-payload.ts';
import {profileOf} from '../../../support/stacks.ts';

const difference = profileOf([
  {frames: ['main', 'less'], values: [-600]},
  {frames: ['main', 'more'], values: [300]},
]);

function flame(profile: Profile): FlamePayload {
  return flamePayload(profile, flameTree(buildTree(profile, 0), {foldRuns: false}), 'down', 0);
}

describe('a flamegraph of values below zero', () => {
  it('takes its shares of what the table takes them of', () => {
    const {tree, whole} = flame(difference);
    expect(whole).toBe(computeTop(difference, 0).total);
    expect(tree.total[1] / whole).toBeCloseTo(-1 / 3);
  });

  it('has other colours below zero than above', () => {
    const payload = flame(difference);
    const colors = signedColors(payload, 'light');
    const colorOf = (name: string): number =>
      colors[payload.tree.fn.findIndex((fn) => payload.tree.names[fn] === name)];
    expect(payload.isSigned).toBe(true);
    expect(colorOf('less')).not.toBe(colorOf('more'));
  });

  it('is one like any other where no value is below zero', () => {
    const {isSigned, tree, whole} = flame(profileOf([{frames: ['main'], values: [3]}]));
    expect([isSigned, whole]).toEqual([false, tree.total[0]]);
  });
});
