/**
 * Before and after: the verdict in a sentence, one overlaid flamegraph or two beside each other, and the changes by size.
 */
import {NONE} from '../../src/base/columns.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import {fill, h} from '../base/dom.ts';
import {percent, value} from '../base/text.ts';
import {differenceColors} from '../flame/colors.ts';
import {Details} from '../flame/details.ts';
import {FlameView} from '../flame/flame-view.ts';
import {findMatches} from '../flame/navigation.ts';
import type {ChangedRow, ComparePayload, CompareRequest, SidePayload} from '../protocol.ts';
import type {ViewState} from '../state.ts';
import {changeColumns, changesTitle, headElements, legendElements} from './compare-head.ts';
import {comparisonPair, type Pair} from './comparison.ts';
import {crumbs} from './crumbs.ts';
import {INK} from './flame.ts';
import {copyText} from './frame-text.ts';
import {FunctionGrid} from './function-grid.ts';
import {type App, Latest, type Screen, sampleTypeOf} from './screen.ts';

const MAX_KNOWN = 8;

export class CompareScreen implements Screen {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly head = h('div', {class: 'compare-head'});
  private readonly legend = h('div', {class: 'legend'});
  private readonly path = h('nav', {class: 'crumbs', 'aria-label': 'Path of the zoomed frame'});
  private readonly overlay: FlameView;
  private readonly before: FlameView;
  private readonly after: FlameView;
  private readonly panes: HTMLElement;
  private readonly details: Details;
  private readonly changes = h('h2', {});
  private readonly grid: FunctionGrid<ChangedRow>;
  private readonly latest = new Latest();
  private readonly latestMatch = new Latest();
  private readonly known = new Map<string, Promise<ComparePayload>>();
  private requested = '';
  private query = '';
  private pair: Pair | undefined;
  private payload: ComparePayload | undefined;
  private isMatch: Uint8Array | undefined;

  constructor(app: App) {
    this.app = app;
    const zoom = (node: number): void => app.store.set({zoom: node});
    const show = (node: number): void => {
      if (this.payload !== undefined && node !== NONE) this.details.show(this.payload.overlay, node);
    };
    this.overlay = new FlameView({onHover: show, onSelect: show, onZoom: zoom}, 'Compared frames');
    const pane = (side: 'before' | 'after'): FlameView =>
      new FlameView(
        {
          onHover: (node) => this.showPane(node, side),
          onSelect: (node) => this.showPane(node, side),
          onZoom: (node) => this.zoomPane(node, side),
        },
        `Frames ${side}`,
      );
    this.before = pane('before');
    this.after = pane('after');
    this.panes = h(
      'div',
      {class: 'panes'},
      h('div', {}, h('h2', {}, 'before'), this.before.element),
      h('div', {}, h('h2', {}, 'after'), this.after.element),
    );
    this.details = new Details((name) => this.command(name));
    this.grid = new FunctionGrid(
      'Changes',
      (name) => app.store.set({name}, true),
      (sort) => app.store.set({sort}, true),
    );
    this.element = h(
      'section',
      {class: 'screen compare', 'aria-label': 'Compare'},
      this.head,
      this.legend,
      this.path,
      h('div', {class: 'flame-and-details'}, this.overlay.element, this.panes, this.details.element),
      this.changes,
      this.grid.element,
    );
  }

  update(state: ViewState): void {
    const pair = comparisonPair(this.app.opened.inputs, state);
    if (typeof pair === 'string') {
      this.showNothing(pair);
      return;
    }
    this.pair = pair;
    const {inputs} = this.app.opened;
    const after = inputs[pair.after];
    const sampleType = after.sampleTypes[sampleTypeOf(after, state)]?.type ?? '';
    const request: CompareRequest = {...pair, sampleType, scale: state.scale, filters: state.filters};
    const key = JSON.stringify(request);
    if (key !== this.requested) {
      this.requested = key;
      this.load(key, request);
      return;
    }
    this.draw(state);
  }

  repaint(): void {
    this.draw(this.app.store.state);
  }

  focus(): void {
    this.overlay.focus();
  }

  toPng(done: (blob: Blob | null) => void): void {
    (this.app.store.state.panes ? this.after : this.overlay).toPng(done);
  }

  command(name: string): boolean {
    const {store} = this.app;
    const tree = this.payload?.overlay.tree;
    if (tree === undefined) return false;
    const chosen = this.overlay.selected === 0 ? '' : tree.names[tree.fn[this.overlay.selected]];
    const commands: Readonly<Record<string, () => void>> = {
      'frame-up': () => this.overlay.step('parent'),
      'frame-down': () => this.overlay.step('child'),
      'frame-left': () => this.overlay.step('left'),
      'frame-right': () => this.overlay.step('right'),
      'zoom-in': () => this.overlay.nudge(0.5, 0),
      'zoom-out': () => this.overlay.nudge(2, 0),
      'pan-left': () => this.overlay.nudge(1, -0.2),
      'pan-right': () => this.overlay.nudge(1, 0.2),
      zoom: () => store.set({zoom: this.overlay.selected}),
      up: () => store.set({zoom: Math.max(0, tree.parent[Math.min(store.state.zoom, tree.length - 1)])}),
      all: () => store.set({zoom: 0}),
      swap: () => this.swap(),
      relative: () => store.set({relative: !store.state.relative}),
      'copy-name': () => copyText(this.app, chosen, 'name'),
      sandwich: () => chosen !== '' && store.set({screen: 'table', name: chosen}),
    };
    const run = commands[name];
    run?.();
    return run !== undefined;
  }

  private swap(): void {
    if (this.pair !== undefined) this.app.store.set({input: this.pair.before, base: this.pair.after, zoom: 0});
  }

  private showNothing(reason: string): void {
    this.requested = '';
    fill(this.head, [h('h1', {tabindex: -1}, 'Compare'), h('p', {}, reason)]);
    for (const part of [
      this.legend,
      this.path,
      this.panes,
      this.details.element,
      this.overlay.element,
      this.changes,
      this.grid.element,
    ])
      part.hidden = true;
    this.element.classList.add('empty');
  }

  private load(key: string, request: CompareRequest): void {
    this.element.classList.remove('empty');
    for (const part of [this.legend, this.details.element, this.overlay.element, this.changes, this.grid.element])
      part.hidden = false;
    this.element.setAttribute('aria-busy', 'true');
    void this.latest.run(
      this.payloadFor(key, request),
      (payload) => {
        this.element.setAttribute('aria-busy', 'false');
        this.payload = payload;
        this.isMatch = undefined;
        this.query = '';
        this.details.show(payload.overlay, 0);
        this.update(this.app.store.state);
      },
      (error) => {
        this.element.setAttribute('aria-busy', 'false');
        this.app.fail(error);
      },
    );
  }

  /** Comparisons stay, so that going back to a sample type costs nothing. */
  private payloadFor(key: string, request: CompareRequest): Promise<ComparePayload> {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const asked = this.app.client.request<ComparePayload>({kind: 'compare', ...request});
    const oldest = this.known.keys().next();
    if (this.known.size >= MAX_KNOWN && !oldest.done) this.known.delete(oldest.value);
    this.known.set(key, asked);
    asked.catch(() => this.known.delete(key));
    return asked;
  }

  private draw(state: ViewState): void {
    const {pair, payload} = this;
    if (payload === undefined || pair === undefined) return;
    if (state.query !== this.query) this.match(state.query);
    const theme = this.app.theme();
    const {isMoved, overlay} = payload;
    const {base} = overlay.tree;
    this.showHead(payload, pair, state);
    this.panes.hidden = !state.panes;
    this.overlay.element.hidden = state.panes;
    const {tree} = overlay;
    const colors = differenceColors(overlay, {isRelative: state.relative, isMoved}, theme);
    this.overlay.show({
      payload: overlay,
      colors,
      theme,
      ink: INK[theme],
      isMatch: this.isMatch,
      matches: this.isMatch === undefined ? undefined : findMatches(tree, this.isMatch),
      isHatched: (node) => base !== undefined && (base.total[node] === 0) !== (tree.total[node] === 0),
    });
    this.overlay.zoomTo(state.zoom);
    crumbs(this.path, tree, state.zoom, (zoom) => this.app.store.set({zoom}));
    if (state.panes) {
      for (const side of ['before', 'after'] as const) {
        const sideColors = Uint32Array.from(payload[side].origin, (node) => colors[node]);
        this[side].show({payload: payload[side], colors: sideColors, theme, ink: INK[theme]});
        this[side].zoomTo(nodeOnSide(tree, Math.min(state.zoom, tree.length - 1), payload[side]));
      }
    }
    const columns = changeColumns(payload);
    const sort = columns.some(({id}) => id === state.sort.replace(/^-/, '')) ? state.sort : 'delta';
    this.changes.textContent = changesTitle(payload);
    this.grid.show(payload.rows, columns, sort, state.name, theme);
  }

  /** Both sides are told by one panel, as the overlay is. */
  private showPane(node: number, side: 'before' | 'after'): void {
    if (this.payload === undefined || node === NONE) return;
    this.details.show(this.payload.overlay, this.payload[side].origin[node]);
  }

  private zoomPane(node: number, side: 'before' | 'after'): void {
    if (this.payload !== undefined) this.app.store.set({zoom: this.payload[side].origin[node]});
  }

  private match(query: string): void {
    this.query = query;
    const {payload} = this;
    if (payload === undefined || query === '') {
      this.isMatch = undefined;
      this.app.showSearch('');
      return;
    }
    const {tree} = payload.overlay;
    const work = this.app.client.request<Uint8Array>({kind: 'match', pattern: query, names: tree.names});
    void this.latestMatch.run(
      work,
      (isMatch) => {
        this.isMatch = isMatch;
        const {nodes, value: amount} = findMatches(tree, isMatch);
        this.draw(this.app.store.state);
        this.app.showSearch(
          nodes.length === 0
            ? 'no match'
            : `${nodes.length} · ${value(amount, tree.unit)} after · ${percent(amount, tree.total[0])}`,
        );
      },
      (error) => this.app.showSearch(error instanceof Error ? error.message : String(error), true),
    );
  }

  private showHead(payload: ComparePayload, pair: Pair, state: ViewState): void {
    const {opened, store} = this.app;
    const sides = {before: opened.inputs[pair.before], after: opened.inputs[pair.after]};
    fill(
      this.head,
      headElements(payload, sides, state, {
        swap: () => this.swap(),
        set: (patch) => store.set(patch),
        copy: (sentence) => copyText(this.app, sentence, 'summary'),
      }),
    );
    fill(this.legend, legendElements(state));
  }
}

/** The node of one side for a node of both, or the nearest above it that the side has. */
function nodeOnSide({parent}: CallTree, node: number, {origin}: SidePayload): number {
  for (let at = node; at > 0; at = parent[at]) {
    const found = origin.indexOf(at);
    if (found >= 0) return found;
  }
  return 0;
}
