/**
 * Where each frame of a flamegraph lies, and which boxes a view of given resolution can show.
 *
 * Columns, not objects: a tree of ten million nodes is laid out in one scan, and a view finds its boxes by binary
 * search. Boxes too narrow to see are merged with their neighbours and counted, never dropped in silence.
 */
import {NONE} from '../../base/columns.ts';
import type {CallTree} from '../../model/call-tree.ts';

export interface FlameLayout extends FlameRows {
  /** Left edge of every node, as a share of the whole: 0…1. */
  readonly left: Float64Array;
}

/** As much of it as drawing needs. */
export interface FlameRows {
  /** Of every node, as a share of the whole. */
  readonly width: Float64Array;
  /** Nodes of depth d from left to right: order[rowStart[d]] … order[rowStart[d + 1] - 1]. */
  readonly rowStart: Int32Array;
  readonly order: Int32Array;
  /** Left edge of order[i]: searching a row reads neighbours, where nodes of a row lie all over a large tree. */
  readonly rowLeft: Float64Array;
}

/** Boxes of one depth within a view, left to right. */
export interface BoxRow {
  length: number;
  /** The node; the first of those merged. */
  readonly node: Int32Array;
  /** Edges as shares of the whole. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** How many nodes the box stands for: 1 for a box of its own. */
  readonly count: Int32Array;
}

/** Lays out a whole tree; the root is 1 wide. Negative values take the room of their magnitude. */
export function layoutFlame(tree: CallTree): FlameLayout {
  const weight = nodeWeights(tree);
  const whole = weight[0] === 0 ? 1 : weight[0];
  const left = new Float64Array(tree.length);
  const width = new Float64Array(tree.length);
  /** Where the next child of each open node begins. */
  const next = new Float64Array(tree.length);
  for (let node = 0; node < tree.length; node++) {
    const above = tree.parent[node];
    width[node] = weight[node] / whole;
    left[node] = above === NONE ? 0 : next[above];
    next[node] = left[node];
    if (above !== NONE) next[above] += width[node];
  }
  const {order, rowStart} = rowsByDepth(tree);
  const rowLeft = new Float64Array(tree.length);
  for (let i = 0; i < rowLeft.length; i++) rowLeft[i] = left[order[i]];
  return {left, width, rowStart, order, rowLeft};
}

/** Σ over the subtree of |self|, or of the larger side of a comparison: nests whatever the signs. */
function nodeWeights({base, length, parent, self}: CallTree): Float64Array {
  const weight = new Float64Array(length);
  for (let node = length - 1; node >= 0; node--) {
    const own = Math.abs(self[node]);
    weight[node] += base === undefined ? own : Math.max(own, Math.abs(base.self[node]));
    if (parent[node] !== NONE) weight[parent[node]] += weight[node];
  }
  return weight;
}

/** Preorder is left to right within each depth, so one counting sort makes the rows. */
function rowsByDepth({depth, length}: CallTree): Pick<FlameLayout, 'rowStart' | 'order'> {
  let deepest = 0;
  for (let node = 0; node < length; node++) deepest = Math.max(deepest, depth[node]);
  const rowStart = new Int32Array(deepest + 2);
  for (let node = 0; node < length; node++) rowStart[depth[node] + 1]++;
  for (let row = 0; row <= deepest; row++) rowStart[row + 1] += rowStart[row];
  const next = rowStart.slice();
  const order = new Int32Array(length);
  for (let node = 0; node < length; node++) order[next[depth[node]]++] = node;
  return {rowStart, order};
}

/** Room for the boxes of any row at this resolution; reuse it from row to row. */
export function newBoxRow(maxBoxes: number): BoxRow {
  return {
    length: 0,
    node: new Int32Array(maxBoxes),
    left: new Float64Array(maxBoxes),
    right: new Float64Array(maxBoxes),
    count: new Int32Array(maxBoxes),
  };
}

/**
 * Fills `into` with what a view [from, to] shows of one depth; nodes narrower than `resolution` are merged until the
 * box is about that wide.
 */
export function visibleBoxes(
  layout: FlameRows,
  depth: number,
  view: {readonly from: number; readonly to: number; readonly resolution: number},
  into: BoxRow,
): void {
  const {order, rowLeft, rowStart, width} = layout;
  const end = rowStart[depth + 1];
  into.length = 0;
  let at = firstEndingAfter(layout, depth, view.from);
  while (at < end && into.length < into.node.length) {
    const node = order[at];
    const left = rowLeft[at];
    if (left >= view.to) return;
    let last = at;
    if (width[node] < view.resolution) last = lastMerged(layout, at, end, left + view.resolution, view.resolution);
    const box = into.length++;
    into.node[box] = node;
    into.left[box] = left;
    into.right[box] = rowLeft[last] + width[order[last]];
    into.count[box] = last - at + 1;
    at = last + 1;
  }
}

/** The node of a depth under a position, NONE where there is none. */
export function nodeAt(layout: FlameLayout, depth: number, position: number): number {
  if (depth < 0 || depth + 1 >= layout.rowStart.length) return NONE;
  const at = firstEndingAfter(layout, depth, position);
  if (at === layout.rowStart[depth + 1]) return NONE;
  const node = layout.order[at];
  return layout.left[node] <= position ? node : NONE;
}

/** Index into `order` of the first node of a depth whose right edge is past `position`. */
function firstEndingAfter({order, rowLeft, rowStart, width}: FlameRows, depth: number, position: number): number {
  const start = rowStart[depth];
  let low = start;
  let high = rowStart[depth + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rowLeft[middle] > position) high = middle;
    else low = middle + 1;
  }
  // Whatever begins past the position ends past it; of those before, only the nearest can.
  const before = low - 1;
  return before >= start && rowLeft[before] + width[order[before]] > position ? before : low;
}

/** Last of the narrow nodes that begin before `limit`, by galloping: dense rows hold thousands in one pixel. */
function lastMerged(
  {order, rowLeft, width}: FlameRows,
  at: number,
  end: number,
  limit: number,
  narrow: number,
): number {
  let low = at;
  let step = 1;
  while (low + step < end && rowLeft[low + step] < limit) {
    low += step;
    step *= 2;
  }
  let high = Math.min(end, low + step);
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (rowLeft[middle] < limit) low = middle;
    else high = middle;
  }
  // Only the last one can be wide: a wide one before it would have ended past the limit.
  return low > at && width[order[low]] >= narrow ? low - 1 : low;
}
