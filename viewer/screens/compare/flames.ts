/**
 * The flamegraphs of a comparison: both sides laid over each other, or one beside the other. One frame is chosen in all.
 */

import {NONE} from '../../../src/base/columns.ts';
import {say, sayLater} from '../../../src/base/language/say.ts';
import {valueText} from '../../../src/render/words/diff-words.ts';
import type {Theme} from '../../../src/render/words/palette.ts';
import {fill, h} from '../../base/dom.ts';
import type {ComparePayload, SidePayload} from '../../compare-payload.ts';
import {INK} from '../../flame/colors.ts';
import {FlameView} from '../../flame/flame-view.ts';
import {findMatches, type Matches} from '../../flame/navigation.ts';

const SIDES = ['before', 'after'] as const;
type Side = (typeof SIDES)[number];

/** Frame events; all nodes are those of the tree of both sides. */
export interface CompareHandlers {
  onHover(node: number): void;
  onSelect(node: number): void;
  onZoom(node: number): void;
}

export interface CompareContent {
  readonly colors: Uint32Array;
  readonly theme: Theme;
  readonly zoom: number;
  readonly isMatch: Uint8Array | undefined;
  readonly matches: Matches | undefined;
}

export class CompareFlames {
  readonly overlay: FlameView;
  readonly panes: HTMLElement;
  private readonly heads = {before: h('h2', {}), after: h('h2', {})};
  private readonly sides: Readonly<Record<Side, FlameView>>;
  private readonly handlers: CompareHandlers;
  private payload: ComparePayload | undefined;
  private arePanes = false;

  constructor(handlers: CompareHandlers) {
    this.handlers = handlers;
    this.overlay = new FlameView(
      {
        onHover: (node) => node !== NONE && handlers.onHover(node),
        onSelect: (node) => this.choose(node),
        onZoom: (node) => handlers.onZoom(node),
      },
      sayLater('Compared frames'),
    );
    this.sides = {before: this.pane('before'), after: this.pane('after')};
    this.panes = h(
      'div',
      {class: 'panes'},
      SIDES.map((side) => h('div', {}, this.heads[side], this.sides[side].element)),
    );
  }

  get selected(): number {
    return this.overlay.selected;
  }

  /** Shows one or the other kind; the one that is not shown keeps what it had. */
  show(payload: ComparePayload, arePanes: boolean, content: CompareContent): void {
    this.payload = payload;
    this.arePanes = arePanes;
    this.panes.hidden = !arePanes;
    this.overlay.element.hidden = arePanes;
    const {overlay} = payload;
    const {base, total} = overlay.tree;
    const {colors, isMatch, matches, theme, zoom} = content;
    const common = {theme, ink: INK[theme]};
    const signOf = (node: number): string => signOfChange(payload, node);
    const isHatched = (node: number): boolean => base !== undefined && (base.total[node] === 0) !== (total[node] === 0);
    this.overlay.show({payload: overlay, colors, ...common, isMatch, matches, isHatched, signOf});
    this.overlay.zoomTo(zoom);
    if (!arePanes) return;
    const largest = Math.max(Math.abs(payload.total.before), Math.abs(payload.total.after));
    for (const side of SIDES) {
      fill(this.heads[side], paneHead(side, payload, largest));
      const shown = payload[side];
      const sideColors = Uint32Array.from(shown.origin, (node) => colors[node]);
      const found = isMatch === undefined ? undefined : Uint8Array.from(shown.origin, (node) => isMatch[node]);
      const sideMatches = found === undefined ? undefined : findMatches(shown.tree, found);
      this.sides[side].show({
        payload: shown,
        colors: sideColors,
        ...common,
        isMatch: found,
        matches: sideMatches,
        signOf: (node) => signOf(shown.origin[node]),
      });
      this.sides[side].zoomTo(nodeOnSide(payload, zoom, shown));
    }
  }

  /** Marks a frame wherever it is, and brings it into view. */
  select(node: number): void {
    const {payload} = this;
    if (payload === undefined) return;
    this.overlay.select(node);
    if (this.arePanes) for (const side of SIDES) this.sides[side].select(nodeOnSide(payload, node, payload[side]));
  }

  step(direction: 'parent' | 'child' | 'left' | 'right'): void {
    this.overlay.step(direction);
  }

  nudge(factor: number, shift: number): void {
    for (const view of this.arePanes ? SIDES.map((side) => this.sides[side]) : [this.overlay])
      view.nudge(factor, shift);
  }

  focus(): void {
    (this.arePanes ? this.sides.after : this.overlay).focus();
  }

  toPng(done: (blob: Blob | null) => void): void {
    (this.arePanes ? this.sides.after : this.overlay).toPng(done);
  }

  private pane(side: Side): FlameView {
    const withOrigin = (node: number, handle: (node: number) => void): void => {
      if (this.payload !== undefined && node !== NONE) handle(this.payload[side].origin[node]);
    };
    return new FlameView(
      {
        onHover: (node) => withOrigin(node, (both) => this.handlers.onHover(both)),
        onSelect: (node) => withOrigin(node, (both) => this.choose(both)),
        onZoom: (node) => withOrigin(node, (both) => this.handlers.onZoom(both)),
      },
      side === 'before' ? sayLater('Frames before') : sayLater('Frames after'),
    );
  }

  private choose(node: number): void {
    this.select(node);
    this.handlers.onSelect(node);
  }
}

/** The total of a side, and a bar to the scale of both: the graphs themselves are each as wide as the page allows. */
function paneHead(side: Side, {total, unit}: ComparePayload, largest: number): (HTMLElement | string)[] {
  const bar = h('span', {class: 'pane-total', 'aria-hidden': 'true'});
  bar.style.width = `${largest === 0 ? 0 : (Math.abs(total[side]) / largest) * 100}%`;
  return [`${say(side)} · ${valueText(total[side], unit)}`, bar];
}

/** More or less beyond noise, as a sign: colour alone is not accessible. */
function signOfChange({isMoved, overlay}: ComparePayload, node: number): string {
  const {base, fn, total} = overlay.tree;
  if (base === undefined || isMoved[fn[node]] === 0 || total[node] === base.total[node]) return '';
  return total[node] > base.total[node] ? '+ ' : '- ';
}

/** The node of one side for a node of both, or the nearest above it that the side has. */
function nodeOnSide({overlay}: ComparePayload, node: number, {origin}: SidePayload): number {
  const {parent} = overlay.tree;
  for (let at = Math.min(node, parent.length - 1); at > 0; at = parent[at]) {
    const found = origin.indexOf(at);
    if (found >= 0) return found;
  }
  return 0;
}
