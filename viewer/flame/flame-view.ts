/**
 * One flamegraph on the page: canvas, scrolling, gestures, minimap, and its mirror for screen readers.
 *
 * Holds the view (window, hover, selected frame) and knows nothing of its meaning; screens react through handlers.
 */
import {nodeAt} from '../../src/analysis/tree/flame-layout.ts';
import {NONE} from '../../src/base/columns.ts';
import {h} from '../base/dom.ts';
import type {FlameContent, FlameHandlers} from './content.ts';
import type {Gestures} from './gestures.ts';
import {LabelWriter} from './label-writer.ts';
import type {LongPress} from './long-press.ts';
import type {Minimap} from './minimap.ts';
import {type Direction, neighbour} from './navigation.ts';
import {mergedText, Painter, ROW_HEIGHT} from './paint.ts';
import {TreeMirror} from './tree-mirror.ts';
import {FlameWindow} from './window.ts';

/** Scrolling past this many pixels is beyond what browsers lay out. */
const MAX_SCROLL = 8_000_000;
/** Where a menu asked for by key appears. */
const MENU_INSET = 24;

const FLIPPED: ReadonlyMap<Direction, Direction> = new Map([
  ['parent', 'child'],
  ['child', 'parent'],
]);

export class FlameView {
  readonly element: HTMLElement;
  private readonly window = new FlameWindow();
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
    this.note = h('p', {class: 'flame-note'});
    this.mirror = new TreeMirror(label, (node) => this.choose(node));
    this.scroller = h('div', {class: 'flame-scroller'}, this.mirror.element, this.canvas, this.spacer);
    this.element = h('div', {class: 'flame'}, this.strip, this.scroller, this.note);
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
      this.window.moveTo(0, 1);
    }
    this.spacer.style.height = `${Math.min(MAX_SCROLL, this.rowCount * ROW_HEIGHT)}px`;
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
    this.window.fit(this.content.payload.layout, node);
    this.schedule();
  }

  /** Shows the window [from, to] of the total width. */
  moveTo(from: number, to: number): void {
    this.window.moveTo(from, to);
    this.schedule();
  }

  /** Widens or narrows the window around its middle, or moves it by a part of its width. */
  nudge(factor: number, shift: number): void {
    this.window.nudge(factor, shift);
    this.schedule();
  }

  /** Marks a frame as the chosen one and brings it into view. */
  select(node: number): void {
    if (this.content === undefined || node === NONE) return;
    this.chosen = node;
    const {layout, tree} = this.content.payload;
    const top = this.rowOf(tree.depth[node]) * ROW_HEIGHT;
    // Before the first paint nothing is scrolled, and reading the position would lay out an unfinished page.
    if (top > 0 || this.height > 0) this.scrollTo(top);
    if (this.window.isBeside(layout, node)) this.zoomTo(tree.parent[node] === NONE ? 0 : tree.parent[node]);
    this.mirror.show(tree, node);
    this.schedule();
  }

  /** To the frame that is drawn there: callers are above, or below where the graph is flipped. */
  step(direction: Direction): void {
    const {content} = this;
    if (content === undefined) return;
    const seen = content.isFlipped === true ? (FLIPPED.get(direction) ?? direction) : direction;
    this.choose(neighbour(content.payload.tree, this.chosen, seen));
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
    const {from, to} = this.window;
    const share = from + ((event.clientX - bounds.left) / bounds.width) * (to - from);
    const row = Math.floor((event.clientY - bounds.top + this.top()) / ROW_HEIGHT);
    return nodeAt(this.content.payload.layout, this.rowOf(row), share);
  }

  private get rowCount(): number {
    return this.content === undefined ? 0 : this.content.payload.layout.rowStart.length - 1;
  }

  /** The row of a depth, and the depth of a row. */
  private rowOf(depth: number): number {
    return this.content?.isFlipped === true ? this.rowCount - 1 - depth : depth;
  }

  /** Pixels above the canvas; a flipped graph stands on its bottom. */
  private top(): number {
    const {clientHeight, scrollTop} = this.scroller;
    const room = this.content?.isFlipped === true ? clientHeight - this.rowCount * ROW_HEIGHT : 0;
    return scrollTop - Math.max(0, room);
  }

  /** After the first paint: nothing can be dragged before. */
  private async addGestures(): Promise<void> {
    if (this.areGesturesAsked) return;
    this.areGesturesAsked = true;
    const {Gestures, LongPress, Minimap} = await import('./gestures.ts');
    this.longPress = new LongPress(this.canvas, (at) => this.menu(at, this.nodeUnder({clientX: at.x, clientY: at.y})));
    this.minimap = new Minimap(this.strip, (from, to) => this.moveTo(from, to));
    const {from, to} = this.window;
    this.minimap.mark(from, to);
    this.drawMinimap();
    this.gestures = new Gestures(this.canvas, (from, to) => this.moveTo(from, to));
    this.gestures.follow(from, to, {width: this.scroller.clientWidth, height: this.scroller.clientHeight});
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
    this.minimap.show(this.content, this.colors);
  }

  private draw(): void {
    const {content} = this;
    const {clientHeight: height, clientWidth: width} = this.scroller;
    if (content === undefined || width === 0 || height === 0) return;
    if (height !== this.height) this.canvas.style.height = `${height}px`;
    this.height = height;
    const {from, to} = this.window;
    const view = {from, to, top: this.top(), isFlipped: content.isFlipped === true, width, height};
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
    this.minimap?.mark(from, to);
    // In a task of its own: the graph comes first.
    if (this.isMinimapStale) setTimeout(() => this.drawMinimap());
    this.gestures?.follow(from, to, view);
    if (labels !== undefined) setTimeout(() => void this.addGestures());
    const note = mergedText(merged);
    if (this.note.textContent !== note) this.note.textContent = note;
  }
}
