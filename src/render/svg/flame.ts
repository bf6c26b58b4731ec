/**
 * A flamegraph as a self-contained SVG: no script, colours for light and dark, a tooltip on every box.
 *
 * Labels are whole text clipped by their box, so that a browser's own search finds what the eye cannot read in full.
 */
import {CREATED_BY} from '../../analysis/filters/created-by.ts';
import {type BoxRow, type FlameLayout, layoutFlame, newBoxRow, visibleBoxes} from '../../analysis/tree/flame-layout.ts';
import {CUT_GROUP, type FlameTree, FOLDED_RUN} from '../../analysis/tree/flame-tree.ts';
import {NONE} from '../../base/columns.ts';
import {formatCount, formatPercent, formatValue} from '../../base/units.ts';
import {functionFile, type Profile} from '../../model/profile.ts';
import {packageOf} from '../../model/symbol.ts';
import {fittingLabel, frameLabels, repeatText} from '../words/frame-label.ts';
import {NEUTRAL_ROW, paletteRow} from '../words/palette.ts';
import {profileFacts} from '../words/profile-heading.ts';
import {xmlText} from '../words/xml.ts';
import {packageLegend, svgStyle} from './svg-parts.ts';

const MARGIN = 10;
const HEADER = 62;
const ROW = 20;
const FOOTER = 66;
/** Average advance of a character of the 12 px sans-serif label; only decides which label to choose. */
const CHAR_WIDTH = 6.4;
const MIN_LABEL_WIDTH = 22;
/** Boxes of a row can never outnumber its pixels by more than the wide ones between merged ones. */
const BOXES_PER_PIXEL = 2;
/** A taller picture is one that nobody can open. */
const MAX_ROWS = 2000;

export interface FlameSvgOptions {
  /** Pixels of the whole picture. */
  readonly width: number;
  readonly sampleType: number;
}

interface Canvas {
  readonly profile: Profile;
  readonly flame: FlameTree;
  readonly layout: FlameLayout;
  readonly inner: number;
  readonly total: number;
}

export function renderFlameSvg(profile: Profile, flame: FlameTree, options: FlameSvgOptions): string {
  const layout = layoutFlame(flame.tree);
  const inner = options.width - 2 * MARGIN;
  const canvas: Canvas = {profile, flame, layout, inner, total: flame.tree.total[0]};
  const depthCount = Math.min(layout.rowStart.length - 1, MAX_ROWS);
  const height = HEADER + depthCount * ROW + FOOTER;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${options.width} ${height}" width="${options.width}" height="${height}" role="img" aria-label="${xmlText(describe(canvas, options))}">`,
    svgStyle(),
    `<rect class="page" width="${options.width}" height="${height}"/>`,
    ...headerParts(canvas, options),
    ...rowParts(canvas, depthCount),
    ...packageLegend(flame.tree, {x: MARGIN, y: HEADER + depthCount * ROW + 26, width: inner}),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function describe({profile, total}: Canvas, {sampleType}: FlameSvgOptions): string {
  const {type, unit} = profile.sampleTypes[sampleType] ?? {type: '', unit: ''};
  return `Flamegraph of ${baseName(profile.name)}: ${type} ${formatValue(total, unit)}`;
}

function headerParts(canvas: Canvas, {sampleType, width}: FlameSvgOptions): string[] {
  const {flame, layout, profile, total} = canvas;
  const {type, unit} = profile.sampleTypes[sampleType] ?? {type: '', unit: ''};
  const deeper = layout.rowStart.length - 1 - MAX_ROWS;
  const notes = [
    ...profileFacts(profile),
    ...(flame.cutAt === 0 ? [] : [`the runtime cut stacks at ${flame.cutAt} frames: hatched`]),
    ...(deeper > 0
      ? [`cut after ${formatCount(MAX_ROWS)} rows: ${formatCount(deeper)} deeper ones are not drawn`]
      : []),
  ];
  return [
    `<text class="title" x="${MARGIN}" y="26">${xmlText(type === '' ? profile.kind : type)} <tspan class="total">${xmlText(formatValue(total, unit))}</tspan></text>`,
    `<text class="note" x="${MARGIN}" y="46">${xmlText(notes.join(' · '))}</text>`,
    `<text class="note end" x="${width - MARGIN}" y="26">${xmlText(baseName(profile.name))}</text>`,
  ];
}

function rowParts(canvas: Canvas, depthCount: number): string[] {
  const {inner, layout} = canvas;
  const parts: string[] = [];
  const boxes = newBoxRow(inner * BOXES_PER_PIXEL);
  const view = {from: 0, to: 1, resolution: 1 / inner};
  for (let depth = 0; depth < depthCount; depth++) {
    visibleBoxes(layout, depth, view, boxes);
    for (let box = 0; box < boxes.length; box++) parts.push(boxPart(canvas, boxes, box, HEADER + depth * ROW));
  }
  return parts;
}

function boxPart(canvas: Canvas, boxes: BoxRow, box: number, y: number): string {
  const {flame, inner} = canvas;
  const {tree} = flame;
  const node = boxes.node[box];
  const x = MARGIN + boxes.left[box] * inner;
  const width = (boxes.right[box] - boxes.left[box]) * inner;
  const isMerged = boxes.count[box] > 1;
  const isJoined = tree.isInlined[node] === 1 && !isMerged;
  const paint = isMerged ? NEUTRAL_ROW : boxPaint(flame, node);
  const tip = isMerged ? mergedTip(canvas, boxes, box) : frameTip(canvas, node);
  // A gap of half a pixel between neighbours; an inlined frame reaches up to the frame it was inlined into.
  const rect = `<rect class="${paint === CUT_PAINT ? 'cut' : `c${paint}`}" x="${fixed(x)}" y="${isJoined ? y - 1 : y}" width="${fixed(width > 3 ? width - 0.5 : Math.max(width, 0.4))}" height="${isJoined ? ROW : ROW - 1}"/>`;
  const label = isMerged || width < MIN_LABEL_WIDTH ? '' : labelPart(flame, node, {x, y, width});
  return `<g><title>${tip.map(xmlText).join('\n')}</title>${rect}${label}</g>`;
}

const CUT_PAINT = -2;

function boxPaint({kind, tree}: FlameTree, node: number): number {
  if (kind[node] === CUT_GROUP) return CUT_PAINT;
  return node === 0 ? NEUTRAL_ROW : paletteRow(tree.names[tree.fn[node]]);
}

function labelPart(flame: FlameTree, node: number, at: {x: number; y: number; width: number}): string {
  const {kind, repeatCount, tree} = flame;
  const name = tree.names[tree.fn[node]];
  const suffix = kind[node] === FOLDED_RUN ? `${repeatText(repeatCount[node])} ▸` : '';
  const room = Math.floor((at.width - 6) / CHAR_WIDTH) - suffix.length;
  const isName = kind[node] !== CUT_GROUP && node !== 0 && !name.startsWith(CREATED_BY);
  const label = fittingLabel(isName ? frameLabels(name) : [name], room);
  const importPath = isName ? packageOf(name) : '';
  const rest = importPath === '' ? '' : `<tspan class="path" dx="8">${xmlText(importPath)}</tspan>`;
  return `<svg x="${fixed(at.x)}" y="${at.y}" width="${fixed(at.width - 2)}" height="${ROW}"><text x="4" y="14">${xmlText(label + suffix)}${rest}</text></svg>`;
}

function frameTip({flame, profile, total}: Canvas, node: number): string[] {
  const {frameCount, kind, tree} = flame;
  const fn = tree.functionOf[tree.fn[node]];
  const file = fn === NONE ? '' : functionFile(profile, fn);
  const lines = [
    tree.names[tree.fn[node]],
    `total ${formatValue(tree.total[node], tree.unit)} (${formatPercent(tree.total[node], total)}) · flat ${formatValue(tree.self[node], tree.unit)} (${formatPercent(tree.self[node], total)})`,
    ...(file === '' ? [] : [file]),
    ...(tree.isInlined[node] === 1 ? ['inlined into its caller'] : []),
    ...(kind[node] === FOLDED_RUN ? [`${formatCount(frameCount[node])} frames of equal value folded into one`] : []),
  ];
  return lines;
}

function mergedTip({flame, layout, total}: Canvas, boxes: BoxRow, box: number): string[] {
  const {tree} = flame;
  const depth = tree.depth[boxes.node[box]];
  let value = 0;
  let at = layout.order.indexOf(boxes.node[box], layout.rowStart[depth]);
  for (let left = boxes.count[box]; left > 0; left--) value += tree.total[layout.order[at++]];
  return [
    `${formatCount(boxes.count[box])} frames under one pixel, merged`,
    `total ${formatValue(value, tree.unit)} (${formatPercent(value, total)})`,
  ];
}

/** The last part of a path; a report should not reveal whose machine made it. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
