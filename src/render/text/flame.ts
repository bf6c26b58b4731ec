/**
 * A flamegraph in the terminal: a line per depth, boxes by their background colour, or by bars where there is none.
 */
import {layoutFlame, newBoxRow, visibleBoxes} from '../../analysis/tree/flame-layout.ts';
import {CUT_GROUP, type FlameTree} from '../../analysis/tree/flame-tree.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatPercent, formatValue} from '../../base/units.ts';
import type {Profile} from '../../model/profile.ts';
import {fittingLabel, frameLabels, repeatText} from '../words/frame-label.ts';
import {NEUTRAL_ROW, palette, paletteRow} from '../words/palette.ts';
import {profileHeading} from '../words/profile-heading.ts';
import type {Style} from '../words/style.ts';

export interface FlameTextOptions {
  readonly sampleType: number;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Depth to stop at. */
  readonly maxDepth: number;
}

/** Narrower boxes say nothing; they are merged into dots. */
const MIN_COLUMNS = 3;

export function renderFlameText(profile: Profile, flame: FlameTree, options: FlameTextOptions, style: Style): string {
  const {tree} = flame;
  const layout = layoutFlame(tree);
  const depthCount = layout.rowStart.length - 1;
  const shown = Math.min(depthCount, options.maxDepth);
  const lines = [...profileHeading(profile, options.sampleType, style), ''];
  const boxes = newBoxRow(options.columns * 2);
  const view = {from: 0, to: 1, resolution: MIN_COLUMNS / options.columns};
  for (let depth = 0; depth < shown; depth++) {
    visibleBoxes(layout, depth, view, boxes);
    let line = '';
    let at = 0;
    for (let box = 0; box < boxes.length; box++) {
      const from = Math.max(at, Math.round(boxes.left[box] * options.columns));
      const to = Math.round(boxes.right[box] * options.columns);
      if (to <= from) continue;
      line += ' '.repeat(from - at) + boxText(flame, boxes.count[box] > 1 ? -1 : boxes.node[box], to - from, style);
      at = to;
    }
    lines.push(line.trimEnd());
  }
  if (shown < depthCount) lines.push(style.dim(`… ${depthCount - shown} deeper rows (--depth ${depthCount})`));
  return `${lines.join('\n')}\n`;
}

const COLORS = palette('light');

/** @param node  -1 for merged boxes */
function boxText(flame: FlameTree, node: number, width: number, style: Style): string {
  if (node < 0) return style.dim('·'.repeat(width - 1)) + ' ';
  const {kind, tree} = flame;
  const name = tree.names[tree.fn[node]];
  const isFrame = node !== 0 && kind[node] !== CUT_GROUP;
  const inside = width - 2;
  const text = boxLabel(flame, node, inside);
  const color = COLORS[isFrame ? paletteRow(name) : NEUTRAL_ROW];
  return style.box(`▏${text.slice(0, inside).padEnd(inside)}`, color) + ' ';
}

function boxLabel({kind, repeatCount, tree}: FlameTree, node: number, room: number): string {
  const name = tree.names[tree.fn[node]];
  if (node === 0) return `${name} ${formatValue(tree.total[0], tree.unit)}`;
  if (kind[node] === CUT_GROUP) return name;
  const share = ` ${formatPercent(tree.total[node], tree.total[0])}`;
  const suffix = repeatText(repeatCount[node]);
  const label = fittingLabel(frameLabels(name), room - suffix.length) + suffix;
  return safeText(label.length + share.length <= room ? label + share : label);
}
