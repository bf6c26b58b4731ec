/**
 * A tree as the page draws it: columns, their layout, and where functions stand. Knows nothing of where the tree is from.
 */
import {CREATED_BY} from '../../../src/analysis/filters/created-by.ts';
import {layoutFlame} from '../../../src/analysis/tree/flame-layout.ts';
import {CREATOR, CUT_GROUP, type FlameTree, SMALL_STACKS} from '../../../src/analysis/tree/flame-tree.ts';
import {MERGED_NAME} from '../../../src/analysis/tree/tree.ts';
import {stackValues} from '../../../src/analysis/values/stack-values.ts';
import type {CallTree} from '../../../src/model/call-tree.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {NEUTRAL_ROW, paletteRow} from '../../../src/render/words/palette.ts';
import type {FlameMode, FlamePayload} from '../../protocol.ts';
import {places} from './places.ts';

/**
 * @param profile  whose functions the tree names; columns are handed on as they are, not copied
 * @param sampleType  of the tree, where it is of one profile
 */
export function flamePayload(
  profile: Profile,
  shown: FlameTree,
  mode: FlameMode,
  sampleType?: number,
  arePackages = false,
): FlamePayload {
  const {cutAt, frameCount, inner, kind, repeatCount, tree} = shown;
  const group = kind.indexOf(CUT_GROUP);
  const mergedTotal = markSmallStacks(shown);
  markCreators(shown);
  const isSigned = sampleType !== undefined && tree.total.some((value) => value < 0);
  return {
    tree,
    layout: layoutFlame(tree),
    kind,
    frameCount,
    repeatCount,
    inner,
    cutAt,
    cutTotal: group < 0 ? 0 : tree.total[group],
    mergedTotal,
    places: places(profile, tree),
    hues: Uint8Array.from(tree.names, (name) =>
      name === MERGED_NAME || name.startsWith(CREATED_BY) ? NEUTRAL_ROW : paletteRow(arePackages ? `${name}.` : name),
    ),
    mode,
    arePackages,
    whole: isSigned ? stackValues(profile, sampleType).total.high : tree.total[0],
    isSigned,
  };
}

/** Marks the frames that stand for small stacks; what they hold together. */
function markSmallStacks({kind, tree}: FlameTree): number {
  const merged = tree.names.indexOf(MERGED_NAME);
  if (merged < 0) return 0;
  let total = 0;
  for (let node = 0; node < tree.length; node++) {
    if (tree.fn[node] !== merged) continue;
    kind[node] = SMALL_STACKS;
    total += Math.abs(tree.total[node]);
  }
  return total;
}

function markCreators({kind, tree}: FlameTree): void {
  const isCreator = tree.names.map((name) => name.startsWith(CREATED_BY));
  if (!isCreator.includes(true)) return;
  for (let node = 0; node < tree.length; node++) if (isCreator[tree.fn[node]]) kind[node] = CREATOR;
}

/** The payload's memory, each buffer once, for handing it over instead of copying it. */
export function buffersOf({frameCount, inner, kind, layout, repeatCount, tree}: FlamePayload): ArrayBuffer[] {
  return [...new Set([...treeColumns(tree), ...Object.values(layout), kind, frameCount, repeatCount, inner])].map(
    ({buffer}) => buffer as ArrayBuffer,
  );
}

function treeColumns({base, depth, fn, isInlined, parent, self, subtreeEnd, total}: CallTree): ArrayBufferView[] {
  const own = [fn, parent, depth, subtreeEnd, isInlined, self, total];
  return base === undefined ? own : [...own, base.self, base.total];
}
