/**
 * A differential flamegraph as a self-contained SVG: one tree of both sides.
 *
 * Colour shows the absolute change: orange for more, blue for less, which colour-blind eyes distinguish too. Hatching
 * shows what is new or gone; the sign is in the label. Never coloured by share: a saving elsewhere must not paint
 * what stayed the same.
 */

import {type BoxRow, layoutFlame, newBoxRow, visibleBoxes} from '../../analysis/tree/flame-layout.ts';
import {pushAll} from '../../base/lists.ts';
import type {CallTree} from '../../model/call-tree.ts';
import {deltaText, valueText} from '../words/diff-words.ts';
import {fittingLabel, frameLabels} from '../words/frame-label.ts';
import {hexColor, type Rgb} from '../words/palette.ts';
import {xmlText} from '../words/xml.ts';

/** Which side's value a box is wide for; `both` is the larger one. */
export type DiffWidth = 'after' | 'before' | 'both';

export interface DiffSvgOptions {
  readonly width: number;
  readonly boxWidth: DiffWidth;
  /** The verdict, for the head of the picture. */
  readonly title: string;
  /** By name row of the tree: functions that moved beyond noise; all others stay grey. */
  readonly moved: ReadonlySet<number>;
  readonly subtitle: string;
}

const MARGIN = 10;
const HEADER = 62;
const ROW = 20;
const FOOTER = 58;
const CHAR_WIDTH = 6.4;
const MIN_LABEL_WIDTH = 26;

/** #6BAED6 and #E69F66: ΔE76 of at least 61 for deutan, protan and tritan eyes; black text 8.7:1 and more. */
const LESS: Rgb = [0x6b, 0xae, 0xd6];
const MORE: Rgb = [0xe6, 0x9f, 0x66];
const SAME: Rgb = [0xe4, 0xe6, 0xe9];

/** @param tree  with a `base` side */
export function renderDiffSvg(tree: CallTree, options: DiffSvgOptions): string {
  const sided = sideTree(tree, options.boxWidth);
  const layout = layoutFlame(sided);
  const inner = options.width - 2 * MARGIN;
  const depthCount = layout.rowStart.length - 1;
  const height = HEADER + depthCount * ROW + FOOTER;
  const scale = largestMove(tree);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${options.width} ${height}" width="${options.width}" height="${height}" role="img" aria-label="${xmlText(options.title)}">`,
    STYLE,
    `<rect class="page" width="${options.width}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="26">${xmlText(options.title)}</text>`,
    `<text class="note" x="${MARGIN}" y="46">${xmlText(options.subtitle)}</text>`,
  ];
  const boxes = newBoxRow(inner * 2);
  const view = {from: 0, to: 1, resolution: 1 / inner};
  for (let depth = 0; depth < depthCount; depth++) {
    visibleBoxes(layout, depth, view, boxes);
    for (let box = 0; box < boxes.length; box++) {
      parts.push(boxPart(tree, boxes, box, {inner, scale, moved: options.moved, y: HEADER + depth * ROW}));
    }
  }
  pushAll(parts, legend(tree, scale, options.boxWidth, HEADER + depthCount * ROW + 18));
  parts.push('</svg>');
  return `${parts.join('\n')}\n`;
}

const STYLE = `<style>
text{font:12px ui-sans-serif, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif;fill:#16191d}
.title{font-size:15px;font-weight:600}.note{fill:#565d66}.page{fill:#fff}.hatch{fill:url(#hatch)}
g:hover>rect{stroke:#16191d;stroke-width:1.5}
</style>
<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V7" stroke="#16191d" stroke-opacity=".35" stroke-width="2"/></pattern></defs>`;

/** The tree whose layout gives the wanted widths. */
function sideTree({base, ...tree}: CallTree, width: DiffWidth): CallTree {
  if (base === undefined || width === 'after') return tree;
  return width === 'before' ? {...tree, self: base.self, total: base.total} : {...tree, base};
}

/** Largest move of any frame but the root: the full colour. */
function largestMove({base, length, total}: CallTree): number {
  let largest = 0;
  for (let node = 1; node < length; node++)
    largest = Math.max(largest, Math.abs(total[node] - (base?.total[node] ?? 0)));
  return largest;
}

interface BoxPlace {
  readonly inner: number;
  /** The move that has the full colour. */
  readonly scale: number;
  readonly moved: ReadonlySet<number>;
  readonly y: number;
}

function boxPart(tree: CallTree, boxes: BoxRow, box: number, {inner, moved, scale, y}: BoxPlace): string {
  const node = boxes.node[box];
  const x = MARGIN + boxes.left[box] * inner;
  const width = Math.max((boxes.right[box] - boxes.left[box]) * inner, 0.4);
  if (boxes.count[box] > 1) {
    return `<g><title>${boxes.count[box]} frames under one pixel, merged</title><rect fill="${hexColor(SAME)}" x="${fixed(x)}" y="${y}" width="${fixed(width)}" height="${ROW - 1}"/></g>`;
  }
  const after = tree.total[node];
  const before = tree.base?.total[node] ?? 0;
  const shape = `x="${fixed(x)}" y="${y}" width="${fixed(width > 3 ? width - 0.5 : width)}" height="${ROW - 1}"`;
  const isOneSided = before === 0 || after === 0;
  const fill = hexColor(moved.has(tree.fn[node]) ? moveColor(after - before, scale) : SAME);
  return `<g><title>${xmlText(tip(tree, node))}</title><rect fill="${fill}" ${shape}/>${isOneSided ? `<rect class="hatch" ${shape} pointer-events="none"/>` : ''}${label(tree, node, {x, y, width})}</g>`;
}

/** From grey to the full colour of its direction; by the square root, so that small moves can be seen. */
function moveColor(delta: number, scale: number): Rgb {
  const strength = scale === 0 ? 0 : Math.sqrt(Math.min(1, Math.abs(delta) / scale));
  const target = delta > 0 ? MORE : LESS;
  const mix = (i: 0 | 1 | 2): number => Math.round(SAME[i] + (target[i] - SAME[i]) * strength);
  return [mix(0), mix(1), mix(2)];
}

function label(tree: CallTree, node: number, at: {x: number; y: number; width: number}): string {
  if (at.width < MIN_LABEL_WIDTH) return '';
  const delta = tree.total[node] - (tree.base?.total[node] ?? 0);
  const sign = delta > 0 ? '+ ' : delta < 0 ? '− ' : '';
  const name = tree.names[tree.fn[node]];
  const room = Math.floor((at.width - 6) / CHAR_WIDTH) - sign.length;
  const text = fittingLabel(node === 0 ? [name] : frameLabels(name), room);
  return `<svg x="${fixed(at.x)}" y="${at.y}" width="${fixed(at.width - 2)}" height="${ROW}"><text x="4" y="14">${xmlText(sign + text)}</text></svg>`;
}

function tip({base, fn, names, self, total, unit}: CallTree, node: number): string {
  const before = base?.total[node] ?? 0;
  const side = before === 0 ? ' (new)' : total[node] === 0 ? ' (gone)' : '';
  const line = (what: string, old: number, recent: number): string =>
    `${what} ${valueText(old, unit)} → ${valueText(recent, unit)}, ${deltaText(recent - old, unit)}`;
  return [
    names[fn[node]] + side,
    line('total', before, total[node]),
    line('flat', base?.self[node] ?? 0, self[node]),
  ].join('\n');
}

const SWATCHES = 7;
const SWATCH = 26;

/** The ramp with its numbers, and what hatching and width mean. */
function legend({unit}: CallTree, scale: number, width: DiffWidth, y: number): string[] {
  const parts: string[] = [];
  const move = (i: number): number => (i / SWATCHES) ** 2 * scale * Math.sign(i);
  const start = MARGIN + 112;
  for (let i = -SWATCHES; i <= SWATCHES; i++) {
    const x = start + (i + SWATCHES) * SWATCH;
    parts.push(
      `<rect fill="${hexColor(moveColor(move(i), scale))}" x="${x}" y="${y}" width="${SWATCH}" height="14"><title>${xmlText(deltaText(Math.round(move(i)), unit))}</title></rect>`,
    );
  }
  const end = start + (2 * SWATCHES + 1) * SWATCH;
  const widths = width === 'both' ? 'the larger side' : `the value ${width}`;
  parts.push(
    `<text x="${start - 6}" y="${y + 12}" text-anchor="end">less ${xmlText(deltaText(-scale, unit))}</text>`,
    `<text x="${start + SWATCHES * SWATCH + SWATCH / 2}" y="${y + 30}" text-anchor="middle">0</text>`,
    `<text x="${end + 6}" y="${y + 12}">${xmlText(deltaText(scale, unit))} more</text>`,
    `<rect fill="${hexColor(SAME)}" x="${end + 120}" y="${y}" width="${SWATCH}" height="14"/><rect class="hatch" x="${end + 120}" y="${y}" width="${SWATCH}" height="14"/>`,
    `<text x="${end + 120 + SWATCH + 6}" y="${y + 12}">new or gone · grey: within noise · width: ${widths}</text>`,
  );
  return parts;
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
