/**
 * From box to box of a call graph by keys: up to the heaviest caller, down to the heaviest callee, sideways on one level.
 */
import type {PlacedArrow, PlacedGraph} from '../../../src/render/svg/placed-graph.ts';

/** Arrows that begin or end at a box. */
export function neighboursOf(arrows: readonly PlacedArrow[], box: number): ReadonlySet<number> {
  return new Set([...arrows.keys()].filter((arrow) => arrows[arrow].from === box || arrows[arrow].to === box));
}

/** Where a key leads from a box, undefined for keys that lead nowhere. Arrows are heaviest first. */
export function heaviestNeighbour({arrows, boxes}: PlacedGraph, box: number, key: string): number | undefined {
  if (key === 'ArrowUp') return arrows.find(({from, to}) => to === box && from !== box)?.from;
  if (key === 'ArrowDown') return arrows.find(({from, to}) => from === box && to !== box)?.to;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const {height, left, top} = boxes[box];
  const isBeside = (other: number): boolean =>
    boxes[other].top < top + height && boxes[other].top + boxes[other].height > top;
  const way = key === 'ArrowLeft' ? -1 : 1;
  const beside = [...boxes.keys()].filter((other) => way * (boxes[other].left - left) > 0 && isBeside(other));
  return beside.sort((a, b) => way * (boxes[a].left - boxes[b].left))[0];
}
