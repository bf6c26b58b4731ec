/**
 * Colours of a comparison: frames that moved beyond noise, by how much.
 */
import type {Theme} from '../../../src/render/words/palette.ts';
import {differenceColor, pack} from '../../flame/colors.ts';
import type {FlamePayload} from '../../protocol.ts';

export interface Difference {
  /** Relative to the node's own size instead of the total. */
  readonly isRelative: boolean;
  /** By name: 1 where the change is beyond noise. */
  readonly isMoved: Uint8Array;
}

export function differenceColors({tree}: FlamePayload, {isMoved, isRelative}: Difference, theme: Theme): Uint32Array {
  const {base, total} = tree;
  const colors = new Uint32Array(tree.length).fill(pack(differenceColor(undefined, theme)));
  if (base === undefined) return colors;
  const whole = Math.max(Math.abs(total[0]), Math.abs(base.total[0]), 1e-9);
  for (let node = 0; node < tree.length; node++) {
    const before = base.total[node];
    const delta = total[node] - before;
    if (delta === 0 || isMoved[tree.fn[node]] === 0) continue;
    const of = isRelative ? Math.max(Math.abs(before), Math.abs(total[node])) : whole;
    colors[node] = pack(differenceColor(delta / of, theme));
  }
  return colors;
}
