/**
 * Draws what is visible of a flamegraph.
 *
 * Every depth is one row of pixels in a small image, scaled up to the height of a row in one call: a million nodes cost
 * as little as the screen has pixels. Edges and labels come on top, for boxes wide enough to carry them.
 */

import {type BoxRow, newBoxRow, visibleBoxes} from '../../src/analysis/tree/flame-layout.ts';
import {CUT_GROUP} from '../../src/analysis/tree/flame-tree.ts';
import {NONE} from '../../src/base/columns.ts';
import {say} from '../../src/base/language/say.ts';
import {formatCount} from '../../src/base/units.ts';
import type {Theme} from '../../src/render/words/palette.ts';
import type {FlamePayload} from '../protocol.ts';
import {GROUND, pack} from './colors.ts';
import type {LabelWriter} from './label-writer.ts';

export const ROW_HEIGHT = 22;
const MIN_EDGED = 3;

/** The visible part of the tree. */
export interface View {
  /** Edges as shares of the total width. */
  readonly from: number;
  readonly to: number;
  /** Pixels scrolled down; below zero where the rows begin further down, at the bottom of the canvas. */
  readonly top: number;
  /** Whether the root is the last row. */
  readonly isFlipped: boolean;
  readonly width: number;
  readonly height: number;
}

export interface Marks {
  readonly hover: number;
  readonly selected: number;
  /** By name, for search; undefined when nothing is searched. */
  readonly isMatch: Uint8Array | undefined;
  /** 1 hatches a node: gone or new in a comparison. */
  readonly isHatched: ((node: number) => boolean) | undefined;
}

/** What the last drawing merged, for the note below it. */
export interface MergedNote {
  readonly nodes: number;
  readonly rows: number;
}

/** The note below a graph about boxes too narrow to see; '' for none. */
export function mergedText({nodes}: MergedNote): string {
  return nodes === 0 ? '' : say`${formatCount(nodes)} frames under 1 px are merged here; zoom in to separate them`;
}

/** Those to draw. */
interface Rows {
  readonly firstRow: number;
  readonly rowCount: number;
  readonly depthOf: (row: number) => number;
  /** Pixels of the screen to one of the page. */
  readonly ratio: number;
  readonly ground: number;
}

interface Wide {
  node: number;
  x: number;
  y: number;
  width: number;
}

export class Painter {
  private readonly context: CanvasRenderingContext2D;
  private readonly canvas: HTMLCanvasElement;
  /** One row of pixels per depth. */
  private readonly rows: CanvasRenderingContext2D;
  private image: ImageData | undefined;
  private pixels = new Uint32Array(0);
  /** Boxes wide enough for edges and labels; the same objects from frame to frame, or zooming would make garbage. */
  private readonly wide: Wide[] = [];
  private readonly spare: Wide[] = [];
  private boxes: BoxRow = newBoxRow(1);
  private hatching: CanvasPattern | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d', {alpha: false}) as CanvasRenderingContext2D;
    this.rows = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
  }

  draw(
    payload: FlamePayload,
    colors: Uint32Array,
    view: View,
    theme: Theme,
    marks: Marks,
    labels: LabelWriter | undefined,
  ): MergedNote {
    const ratio = window.devicePixelRatio || 1;
    this.fit(view, ratio);
    const {context} = this;
    const depthCount = payload.layout.rowStart.length - 1;
    const firstRow = Math.max(0, Math.floor(view.top / ROW_HEIGHT));
    const rowCount = Math.max(0, Math.min(depthCount - firstRow, Math.ceil(view.height / ROW_HEIGHT) + 1));
    const depthOf = (row: number): number => (view.isFlipped ? depthCount - 1 - row : row);
    const ground = GROUND[theme];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = `rgb(${ground.join(' ')})`;
    context.fillRect(0, 0, view.width, view.height);
    if (rowCount === 0) return {nodes: 0, rows: 0};
    const {wide} = this;
    wide.length = 0;
    const merged = this.fillPixels(payload, colors, view, {
      firstRow,
      rowCount,
      depthOf,
      ratio,
      ground: pack(ground),
    });
    context.imageSmoothingEnabled = false;
    const top = firstRow * ROW_HEIGHT - view.top;
    const pixels = this.rows.canvas;
    context.drawImage(pixels, 0, 0, pixels.width, rowCount, 0, top, view.width, rowCount * ROW_HEIGHT);
    this.drawEdges(payload, wide, marks);
    labels?.write(context, wide, payload);
    this.drawMarks(payload.tree.fn, wide, marks, theme);
    return merged;
  }

  private fit(view: View, ratio: number): void {
    const width = Math.max(1, Math.round(view.width * ratio));
    const height = Math.max(1, Math.round(view.height * ratio));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.hatching = null;
    }
    if (this.boxes.node.length < width * 2) this.boxes = newBoxRow(width * 2);
  }

  private fillPixels(payload: FlamePayload, colors: Uint32Array, view: View, rows: Rows): MergedNote {
    const {boxes} = this;
    const pixelWidth = Math.max(1, Math.round(view.width * rows.ratio));
    const image = this.imageOf(pixelWidth, rows.rowCount);
    const buffer = this.pixels.fill(rows.ground);
    const perShare = view.width / (view.to - view.from);
    const culling = {from: view.from, to: view.to, resolution: 1 / perShare};
    let mergedNodes = 0;
    let mergedRows = 0;
    for (let row = 0; row < rows.rowCount; row++) {
      const shown = rows.firstRow + row;
      visibleBoxes(payload.layout, rows.depthOf(shown), culling, boxes);
      const before = mergedNodes;
      for (let box = 0; box < boxes.length; box++) {
        const x = Math.max(0, (boxes.left[box] - view.from) * perShare);
        const width = Math.min(view.width, (boxes.right[box] - view.from) * perShare) - x;
        const first = Math.round(x * rows.ratio);
        const last = Math.min(pixelWidth, Math.max(first + 1, Math.round((x + width) * rows.ratio)));
        const gap = width >= MIN_EDGED ? 1 : 0;
        const start = row * pixelWidth + first;
        const end = row * pixelWidth + last - gap;
        // Most boxes of a large tree are a pixel wide, for which a call costs more than the pixel.
        if (end === start + 1) buffer[start] = colors[boxes.node[box]];
        else buffer.fill(colors[boxes.node[box]], start, end);
        if (boxes.count[box] > 1) mergedNodes += boxes.count[box];
        else if (width >= MIN_EDGED) {
          const y = shown * ROW_HEIGHT - view.top;
          this.addWide(boxes.node[box], x, y, width - 1);
        }
      }
      if (mergedNodes > before) mergedRows++;
    }
    this.rows.putImageData(image, 0, 0);
    return {nodes: mergedNodes, rows: mergedRows};
  }

  private addWide(node: number, x: number, y: number, width: number): void {
    const {spare, wide} = this;
    if (wide.length === spare.length) spare.push({node, x, y, width});
    const box = spare[wide.length];
    box.node = node;
    box.x = x;
    box.y = y;
    box.width = width;
    wide.push(box);
  }

  /** Memory for the rows, kept from frame to frame. */
  private imageOf(width: number, height: number): ImageData {
    if (this.image === undefined || this.image.width !== width || this.image.height !== height) {
      this.rows.canvas.width = width;
      this.rows.canvas.height = height;
      this.image = this.rows.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    return this.image;
  }

  /** A line between caller and callee; none where the compiler inlined the one into the other. */
  private drawEdges({kind, tree}: FlamePayload, wide: readonly Wide[], {isHatched}: Marks): void {
    const {context} = this;
    for (const {node, width, x, y} of wide) {
      if (tree.isInlined[node] === 0) context.fillRect(x, y, width, 1);
      if (kind[node] === CUT_GROUP || isHatched?.(node) === true) {
        this.hatching ??= hatchPattern(context);
        const fill = context.fillStyle;
        if (this.hatching !== null) context.fillStyle = this.hatching;
        context.fillRect(x, y + 1, width, ROW_HEIGHT - 1);
        context.fillStyle = fill;
      }
    }
  }

  /** All places of the function under the pointer are marked, since its boxes are many. */
  private drawMarks(fn: Int32Array, wide: readonly Wide[], marks: Marks, theme: Theme): void {
    const {context} = this;
    const hovered = marks.hover > 0 ? fn[marks.hover] : NONE;
    context.strokeStyle = theme === 'light' ? '#16191d' : '#ffffff';
    for (const {node, width, x, y} of wide) {
      const isMatch = marks.isMatch !== undefined && marks.isMatch[node] === 1;
      const isMarked = node === marks.hover || node === marks.selected;
      const isAlike = fn[node] === hovered;
      if (!isMatch && !isMarked && !isAlike) continue;
      context.lineWidth = node === marks.selected ? 3 : isMatch ? 2 : 1.5;
      const inset = context.lineWidth / 2;
      context.strokeRect(x + inset, y + inset, Math.max(1, width - 2 * inset), ROW_HEIGHT - 2 * inset);
    }
  }
}

function hatchPattern(context: CanvasRenderingContext2D): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const lines = tile.getContext('2d') as CanvasRenderingContext2D;
  lines.strokeStyle = 'rgb(120 130 142 / 45%)';
  lines.lineWidth = 2;
  lines.beginPath();
  for (const shift of [-8, 0, 8]) {
    lines.moveTo(shift, 8);
    lines.lineTo(shift + 8, 0);
  }
  lines.stroke();
  return context.createPattern(tile, 'repeat');
}
