/**
 * Writes names on boxes: the longest form that fits, then as much of the import path as there is room for.
 */

import {CREATOR, CUT_GROUP, FOLDED_RUN, SMALL_STACKS} from '../../src/analysis/tree/flame-tree.ts';
import {say} from '../../src/base/language/say.ts';
import {safeText} from '../../src/base/safe-text.ts';
import {packageOf} from '../../src/model/symbol.ts';
import {frameLabels, repeatText} from '../../src/render/words/frame-label.ts';
import {shownName} from '../base/text.ts';
import type {FlamePayload} from '../protocol.ts';

export const FLAME_FONT = "12px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
/** Narrower boxes have no name. */
const MIN_WIDTH = 22;
const PADDING = 4;
const BASELINE = 15;
const PATH_GAP = 8;
const MIN_PATH = 40;

interface Box {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export class LabelWriter {
  /** By character: asking the canvas for every text at every width would take most of a frame. */
  private readonly widths = new Map<string, number>();
  private readonly labels = new Map<number, readonly string[]>();
  private readonly ink: string;
  private readonly signOf: ((node: number) => string) | undefined;

  /** @param signOf  what stands before a name, which says what a colour would */
  constructor(ink: string, signOf?: (node: number) => string) {
    this.ink = ink;
    this.signOf = signOf;
  }

  write(context: CanvasRenderingContext2D, boxes: readonly Box[], payload: FlamePayload): void {
    context.font = FLAME_FONT;
    context.fillStyle = this.ink;
    for (const box of boxes) if (box.width >= MIN_WIDTH) this.writeOne(context, box, payload);
  }

  private writeOne(context: CanvasRenderingContext2D, {node, width, x, y}: Box, payload: FlamePayload): void {
    const {kind, repeatCount, tree} = payload;
    const suffix = kind[node] === FOLDED_RUN ? `${repeatText(repeatCount[node])} ▸` : '';
    const sign = this.signOf?.(node) ?? '';
    const room = width - 2 * PADDING;
    const labels = this.labelsOf(payload, node);
    const last = labels[labels.length - 1];
    const label = labels.find((candidate) => this.measure(context, sign + candidate + suffix) <= room) ?? last;
    const text = this.cut(context, sign + label + suffix, room);
    if (text === '') return;
    context.fillText(text, x + PADDING, y + BASELINE);
    const rest = room - this.measure(context, text) - PATH_GAP;
    if (rest < MIN_PATH || node === 0 || kind[node] === CUT_GROUP || kind[node] === CREATOR) return;
    const path = this.cut(context, safeText(packageOf(tree.names[tree.fn[node]])), rest);
    context.globalAlpha = 0.62;
    context.fillText(path, x + width - PADDING - rest, y + BASELINE);
    context.globalAlpha = 1;
  }

  private labelsOf({arePackages, kind, tree}: FlamePayload, node: number): readonly string[] {
    const fn = tree.fn[node];
    const known = this.labels.get(fn);
    if (known !== undefined) return known;
    if (kind[node] === CREATOR) return [shownName(tree.names[fn])];
    const isFrame = node !== 0 && kind[node] !== CUT_GROUP && kind[node] !== SMALL_STACKS;
    const made = isFrame ? (arePackages ? pathLabels : frameLabels)(tree.names[fn]) : [say(tree.names[fn])];
    this.labels.set(fn, made);
    return made;
  }

  /** As much of the text as fits; '' when not even two characters do. */
  private cut(context: CanvasRenderingContext2D, text: string, room: number): string {
    if (this.measure(context, text) <= room) return text;
    let left = room - this.widthOf(context, '…');
    let end = 0;
    for (const char of text) {
      left -= this.widthOf(context, char);
      if (left < 0) break;
      end += char.length;
    }
    return end < 2 ? '' : `${text.slice(0, end)}…`;
  }

  /** The sum of its characters' widths, which kerning changes by less than the padding. */
  private measure(context: CanvasRenderingContext2D, text: string): number {
    let width = 0;
    for (const char of text) width += this.widthOf(context, char);
    return width;
  }

  private widthOf(context: CanvasRenderingContext2D, char: string): number {
    const known = this.widths.get(char);
    if (known !== undefined) return known;
    const {width} = context.measureText(char);
    this.widths.set(char, width);
    return width;
  }
}

/** A path and its ends, in falling length; all safe to print. */
function pathLabels(path: string): readonly string[] {
  const parts = safeText(path).split('/');
  return [0, 2, 1].map((count) => parts.slice(-count).join('/'));
}
