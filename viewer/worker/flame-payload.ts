/**
 * A tree as the page draws it: columns, their layout, and where functions stand. Knows nothing of where the tree is from.
 */
import {layoutFlame} from '../../src/analysis/flame-layout.ts';
import {CUT_GROUP, type FlameTree} from '../../src/analysis/flame-tree.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import type {Profile} from '../../src/model/profile.ts';
import type {FlameMode, FlamePayload} from '../protocol.ts';
import {places} from './places.ts';

/** @param profile  whose functions the tree names; columns are handed on as they are, not copied */
export function flamePayload(profile: Profile, shown: FlameTree, mode: FlameMode): FlamePayload {
  const {cutAt, frameCount, kind, repeatCount, tree} = shown;
  const group = kind.indexOf(CUT_GROUP);
  return {
    tree,
    layout: layoutFlame(tree),
    kind,
    frameCount,
    repeatCount,
    cutAt,
    cutTotal: group < 0 ? 0 : tree.total[group],
    places: places(profile, tree),
    mode,
  };
}

/** The payload's memory, each buffer once, for handing it over instead of copying it. */
export function buffersOf({frameCount, kind, layout, repeatCount, tree}: FlamePayload): ArrayBuffer[] {
  return [...new Set([...treeColumns(tree), ...Object.values(layout), kind, frameCount, repeatCount])].map(
    ({buffer}) => buffer as ArrayBuffer,
  );
}

function treeColumns({base, depth, fn, isInlined, parent, self, subtreeEnd, total}: CallTree): ArrayBufferView[] {
  const own = [fn, parent, depth, subtreeEnd, isInlined, self, total];
  return base === undefined ? own : [...own, base.self, base.total];
}
