/**
 * One flamegraph on the page: canvas, scrolling, gestures, minimap, and its mirror for screen readers.
 *
 * Holds the view (window, hover, selected frame) and knows nothing of its meaning; screens react through handlers.
 */
import {nodeAt} from '../../src/analysis/tree/flame-layout.ts';
import {NONE} from '../../src/base/columns.ts';
import type {Theme} from '../../src/render/words/palette.ts';
import {h} from '../base/dom.ts';
import type {FlamePayload} from '../protocol.ts';
import type {Gestures} from './gestures.ts';
import {LabelWriter} from './label-writer.ts';
import type {LongPress} from './long-press.ts';
import type {Minimap} from './minimap.ts';
import {type Matches, neighbour} from './navigation.ts';
import {mergedText, Painter, ROW_HEIGHT} from './paint.ts';
import {TreeMirror} from './tree-mirror.ts';

/** What a flamegraph shows. */
export interface FlameContent {
  readonly payload: FlamePayload;
  readonly colors: Uint32Array;
  readonly theme: Theme;
  /** Colour of labels. */
  readonly ink: string;
  readonly isMatch?: Uint8Array | undefined;
  readonly matches?: Matches | undefined;
  readonly isHatched?: ((node: number) => boolean) | undefined;
  /** Stands before the name of a frame. */
  readonly signOf?: ((node: number) => string) | undefined;
}

export interface FlameHandlers {
  /** The frame under the pointer, NONE when it left. */
  onHover(node: number): void;
  /** The frame chosen by click or key. */
  onSelect(node: number): void;
  /** The frame to fill the width. */
  onZoom(node: number): void;
  /** Where a menu for the chosen frame was asked for. */
  onMenu?(at: {readonly x: number; readonly y: number}): void;
}

/** Scrolling past this many pixels is beyond what browsers lay out. */
const MAX_SCROLL = 8_000_000;
const NARROWEST = 1e-9;
/** Where a menu asked for by key appears. */
const MENU_INSET = 24;

export class FlameView {
  readonly element: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly spacer: HTMLElement;
  private readonly painter: Painter;
  private readonly strip = h('div', {class: 'minimap', 'aria-hidden': 'true'});
  private minimap: Minimap | undefined;
  private readonly mirror: TreeMirror;
  private gestures: Gestures | undefined;
  private areGesturesAsked = false;
  private longPress: LongPress | undefined;
  private readonly note: HTMLElement;
  private readonly handlers: FlameHandlers;
  private content: FlameContent | undefined;
  private colors: Uint32Array = new Uint32Array(0);
  private labels = new LabelWriter('#000');
  private from = 0;
  private to = 1;
  private hovered = NONE;
  private chosen = 0;
  private isScheduled = false;
  /** Loads with the first search. */
  private fade: typeof import('./fade.ts').fadeOthers | undefined;
  private isMinimapStale = false;
  private hasDrawn = false;
  /** Of the canvas, in pixels of the page. */
  private height = 0;

  constructor(handlers: FlameHandlers, label: string) {
    this.handlers = handlers;
    this.canvas = h('canvas', {'aria-hidden': 'true', class: 'flame-canvas'});
    this.spacer = h('div', {class: 'flame-spacer'});
    this.scroller = h('div', {class: 'flame-scroller'}, this.canvas, this.spacer);
    this.note = h('p', {class: 'flame-note'});
    this.mirror = new TreeMirror(label, (node) => this.choose(node));
    this.element = h('div', {class: 'flame'}, this.strip, this.mirror.element, this.scroller, this.note);
    this.painter = new Painter(this.canvas);
    this.mirror.element.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      const {left, top} = this.scroller.getBoundingClientRect();
      this.menu({x: left + MENU_INSET, y: top + MENU_INSET}, this.chosen);
    });
    this.scroller.addEventListener('scroll', () => this.schedule());
    this.canvas.addEventListener('pointermove', (event) => this.hover(this.nodeUnder(event)));
    this.canvas.addEventListener('pointerleave', () => this.hover(NONE));
    this.canvas.addEventListener('click', (event) => this.click(event));
    this.mirror.element.addEventListener('focus', () => this.schedule());
    this.mirror.element.addEventListener('blur', () => this.schedule());
    new ResizeObserver(() => this.schedule()).observe(this.scroller);
  }

  get selected(): number {
    return this.chosen;
  }

  get window(): {readonly from: number; readonly to: number} {
    return {from: this.from, to: this.to};
  }

  show(content: FlameContent): void {
    const isNew = this.content?.payload !== content.payload;
    this.content = content;
    const {colors, isMatch, payload, theme} = content;
    this.colors = isMatch === undefined ? colors : (this.fade?.(colors, isMatch, theme) ?? colors);
    if (isMatch !== undefined && this.fade === undefined) void this.loadFade(content);
    this.labels = new LabelWriter(content.ink, content.signOf);
    if (isNew) {
      this.hovered = NONE;
      this.chosen = 0;
      this.from = 0;
      this.to = 1;
    }
    const depthCount = payload.layout.rowStart.length - 1;
    this.spacer.style.height = `${Math.min(MAX_SCROLL, depthCount * ROW_HEIGHT)}px`;
    this.isMinimapStale = true;
    this.mirror.show(payload.tree, this.chosen);
    this.schedule();
  }

  private async loadFade(content: FlameContent): Promise<void> {
    ({fadeOthers: this.fade} = await import('./fade.ts'));
    if (this.content === content) this.show(content);
  }

  /** Makes a frame fill the width. */
  zoomTo(node: number): void {
    if (this.content === undefined) return;
    const {left, width} = this.content.payload.layout;
    const at = node < left.length ? node : 0;
    this.from = left[at];
    this.to = left[at] + Math.max(width[at], NARROWEST);
    this.schedule();
  }

  /** Shows the window [from, to] of the total width. */
  moveTo(from: number, to: number): void {
    const width = Math.min(1, Math.max(NARROWEST, to - from));
    this.from = Math.min(1 - width, Math.max(0, from));
    this.to = this.from + width;
    this.schedule();
  }

  /** Widens or narrows the window around its middle, or moves it by a part of its width. */
  nudge(factor: number, shift: number): void {
    const width = (this.to - this.from) * factor;
    const middle = (this.from + this.to) / 2 + shift * (this.to - this.from);
    this.moveTo(middle - width / 2, middle + width / 2);
  }

  /** Marks a frame as the chosen one and brings it into view. */
  select(node: number): void {
    if (this.content === undefined || node === NONE) return;
    this.chosen = node;
    const {layout, tree} = this.content.payload;
    const top = tree.depth[node] * ROW_HEIGHT;
    // Before the first paint nothing is scrolled, and reading the position would lay out an unfinished page.
    if (top > 0 || this.height > 0) this.scrollTo(top);
    const right = layout.left[node] + layout.width[node];
    if (right <= this.from || layout.left[node] >= this.to)
      this.zoomTo(tree.parent[node] === NONE ? 0 : tree.parent[node]);
    this.mirror.show(tree, node);
    this.schedule();
  }

  step(direction: 'parent' | 'child' | 'left' | 'right'): void {
    if (this.content !== undefined) this.choose(neighbour(this.content.payload.tree, this.chosen, direction));
  }

  focus(): void {
    this.mirror.element.focus({preventScroll: true});
  }

  /** The current picture. */
  toPng(done: (blob: Blob | null) => void): void {
    this.canvas.toBlob(done);
  }

  /** Brings the row at `top` into view, where it is not. */
  private scrollTo(top: number): void {
    const {clientHeight, scrollTop} = this.scroller;
    if (top < scrollTop || top + ROW_HEIGHT > scrollTop + clientHeight)
      this.scroller.scrollTop = top - clientHeight / 3;
  }

  private choose(node: number): void {
    this.select(node);
    this.handlers.onSelect(node);
  }

  private click(event: MouseEvent): void {
    const node = this.nodeUnder(event);
    if (node === NONE || this.gestures?.hasDragged === true || this.longPress?.hasFired === true) return;
    this.focus();
    // A finger has no hover, so its first tap only shows what a frame is.
    const isSecond = this.chosen === node;
    this.choose(node);
    if (isSecond || (event as PointerEvent).pointerType !== 'touch') this.handlers.onZoom(node);
  }

  private menu(at: {readonly x: number; readonly y: number}, node: number): void {
    if (node === NONE || this.handlers.onMenu === undefined) return;
    this.choose(node);
    this.handlers.onMenu(at);
  }

  private hover(node: number): void {
    if (node === this.hovered) return;
    this.hovered = node;
    this.handlers.onHover(node);
    this.schedule();
  }

  private nodeUnder(event: {readonly clientX: number; readonly clientY: number}): number {
    if (this.content === undefined) return NONE;
    const bounds = this.canvas.getBoundingClientRect();
    const share = this.from + ((event.clientX - bounds.left) / bounds.width) * (this.to - this.from);
    const depth = Math.floor((event.clientY - bounds.top + this.scroller.scrollTop) / ROW_HEIGHT);
    return nodeAt(this.content.payload.layout, depth, share);
  }

  /** After the first paint: nothing can be dragged before. */
  private async addGestures(): Promise<void> {
    if (this.areGesturesAsked) return;
    this.areGesturesAsked = true;
    const {Gestures, LongPress, Minimap} = await import('./gestures.ts');
    this.longPress = new LongPress(this.canvas, (at) => this.menu(at, this.nodeUnder({clientX: at.x, clientY: at.y})));
    this.minimap = new Minimap(this.strip, (from, to) => this.moveTo(from, to));
    this.minimap.mark(this.from, this.to);
    this.drawMinimap();
    this.gestures = new Gestures(this.canvas, (from, to) => this.moveTo(from, to));
    this.gestures.follow(this.from, this.to, {width: this.scroller.clientWidth, height: this.scroller.clientHeight});
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    requestAnimationFrame(() => {
      this.isScheduled = false;
      this.draw();
    });
  }

  private drawMinimap(): void {
    if (!this.isMinimapStale || this.content === undefined || this.minimap === undefined) return;
    this.isMinimapStale = false;
    const {matches, payload, theme} = this.content;
    this.minimap.show(payload, this.colors, theme, matches);
  }

  private draw(): void {
    const {content} = this;
    const {clientHeight: height, clientWidth: width, scrollTop: top} = this.scroller;
    if (content === undefined || width === 0 || height === 0) return;
    if (height !== this.height) this.canvas.style.height = `${height}px`;
    this.height = height;
    const view = {from: this.from, to: this.to, top, width, height};
    const marks = {
      hover: this.hovered,
      selected: this.chosen > 0 || document.activeElement === this.mirror.element ? this.chosen : NONE,
      isMatch: content.isMatch,
      isHatched: content.isHatched,
    };
    // Shapes first, names with the next frame: both are code that runs for the first time.
    const labels = this.hasDrawn ? this.labels : undefined;
    if (!this.hasDrawn) this.schedule();
    this.hasDrawn = true;
    const merged = this.painter.draw(content.payload, this.colors, view, content.theme, marks, labels);
    this.minimap?.mark(this.from, this.to);
    // In a task of its own: the graph comes first.
    if (this.isMinimapStale) setTimeout(() => this.drawMinimap());
    this.gestures?.follow(this.from, this.to, view);
    if (labels !== undefined) setTimeout(() => void this.addGestures());
    const note = mergedText(merged);
    if (this.note.textContent !== note) this.note.textContent = note;
  }
}
