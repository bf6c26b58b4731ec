/**
 * Before and after: the verdict in a sentence, one overlaid flamegraph or two beside each other, and the changes by size.
 */
import {say, sayLater} from '../../../src/base/language/say.ts';
import {button, fill, h} from '../../base/dom.ts';
import {exactly} from '../../base/text.ts';
import type {ChangedRow, ComparePayload} from '../../compare-payload.ts';
import {Details} from '../../flame/details.ts';
import {move} from '../../flame/moves.ts';
import {pathTo, samePath} from '../../flame/navigation.ts';
import type {CompareRequest, FilterKind} from '../../protocol.ts';
import type {ViewState} from '../../state.ts';
import {emptyNote, failureNote} from '../empty-note.ts';
import {breadcrumbs} from '../flame/breadcrumbs.ts';
import {FlameSearch} from '../flame/search.ts';
import {copyText} from '../frame-text.ts';
import {FunctionGrid} from '../function-grid.ts';
import {type App, Latest, type Screen} from '../screen.ts';
import {differenceColors} from './colors.ts';
import {CompareFlames} from './flames.ts';
import {baseRows, changeColumns, changesTitle, headElements, legendElements} from './head.ts';
import {offers, sharedFunctions} from './instead.ts';
import {comparisonPair, comparisonRequest, type Pair} from './pair.ts';

const MAX_KNOWN = 8;

/** What can be done with a frame here; pivots and commands are of one input, not of two. */
const ACTIONS = ['zoom', 'sandwich', 'focus', 'hide', 'ignore', 'show-from', 'copy-name', 'copy-stack'];

const FILTERS: readonly FilterKind[] = ['focus', 'hide', 'ignore', 'show-from'];

const OVERLAY_HINT = sayLater(
  'Each box is a function; its width is the larger of both sides. Its callees are below it. Click a box to zoom in.',
);
const PANES_HINT = sayLater(
  'Each box is a function; its width is its share of its own side, whose total stands above it. Click a box to zoom in.',
);

export class CompareScreen implements Screen {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly head = h('div', {class: 'compare-head'});
  private readonly legend = h('div', {class: 'legend'});
  private readonly path = h('nav', {class: 'crumbs', 'aria-label': say('Path of the zoomed frame')});
  private readonly flames: CompareFlames;
  private readonly details: Details;
  private readonly changes = h('h2', {});
  private readonly grid: FunctionGrid<ChangedRow>;
  private readonly search: FlameSearch;
  private readonly latest = new Latest();
  private readonly known = new Map<string, Promise<ComparePayload>>();
  private requested = '';
  private pair: Pair | undefined;
  private payload: ComparePayload | undefined;
  /** The frame in the panel. */
  private looked = 0;
  private shownZoom = 0;

  constructor(app: App) {
    this.app = app;
    const show = (node: number): void => {
      this.looked = node;
      if (this.payload !== undefined) this.details.show(this.payload.overlay, node);
    };
    this.flames = new CompareFlames({onHover: show, onSelect: show, onZoom: (zoom) => app.store.set({zoom})});
    this.search = new FlameSearch(app, () => this.paint(app.store.state), say(' after'));
    this.details = new Details((name) => this.commandOnShown(name), say(OVERLAY_HINT), ACTIONS);
    this.details.moreRows = baseRows;
    this.grid = new FunctionGrid(
      sayLater('Changes'),
      (name) => app.store.set({name}, true),
      (sort) => app.store.set({sort}, true),
    );
    this.element = h(
      'section',
      {class: 'screen compare unpainted', 'aria-label': say('Compare')},
      this.head,
      this.legend,
      this.path,
      h('div', {class: 'flame-and-details'}, this.flames.overlay.element, this.flames.panes, this.details.element),
      this.changes,
      this.grid.element,
    );
  }

  update(state: ViewState): void {
    const pair = comparisonPair(this.app.opened.inputs, state);
    if (typeof pair === 'string') {
      this.requested = '';
      if (this.element.classList.contains('empty')) return;
      const isAlone = this.app.opened.inputs.length < 2;
      this.showInstead(pair, ...(isAlone ? [button(say('Open files…'), () => this.app.run('open'))] : []));
      if (!isAlone) this.offer();
      return;
    }
    this.pair = pair;
    const request = comparisonRequest(this.app.opened.inputs, pair, state);
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
    this.flames.focus();
  }

  toPng(done: (blob: Blob | null) => void): void {
    this.flames.toPng(done);
  }

  command(name: string): boolean {
    const {flames} = this;
    const {store} = this.app;
    const tree = this.payload?.overlay.tree;
    if (tree === undefined) return false;
    const chosen = flames.selected === 0 ? '' : tree.names[tree.fn[flames.selected]];
    const filter = FILTERS.find((kind) => kind === name);
    const commands: Readonly<Record<string, () => void>> = {
      'next-match': () => this.stepMatch(1),
      'previous-match': () => this.stepMatch(-1),
      zoom: () => store.set({zoom: flames.selected}),
      up: () => store.set({zoom: Math.max(0, tree.parent[Math.min(store.state.zoom, tree.length - 1)])}),
      all: () => store.set({zoom: 0}),
      swap: () => this.swap(),
      relative: () => store.set({relative: !store.state.relative}),
      'copy-name': () => copyText(this.app, chosen, sayLater('name')),
      'copy-stack': () => copyText(this.app, this.chosenStack(), sayLater('stack')),
      sandwich: () => chosen !== '' && store.set({screen: 'table', name: chosen}),
    };
    if (move(flames, name)) return true;
    const run = filter === undefined ? commands[name] : () => chosen !== '' && this.addFilter(filter, chosen);
    run?.();
    return run !== undefined;
  }

  /** A button of the panel is about the frame that the panel shows. */
  private commandOnShown(name: string): void {
    if (this.looked !== this.flames.selected) this.flames.select(this.looked);
    this.command(name);
  }

  private addFilter(kind: FilterKind, name: string): void {
    const {store} = this.app;
    store.set({filters: [...store.state.filters, {kind, text: exactly(name)}], zoom: 0});
  }

  /** Leaf first, as Go prints stacks. */
  private chosenStack(): string {
    const tree = this.payload?.overlay.tree;
    if (tree === undefined) return '';
    const names = pathTo(tree, this.flames.selected).map((node) => tree.names[tree.fn[node]]);
    return names.slice(1).reverse().join('\n');
  }

  private stepMatch(by: number): void {
    const node = this.search.step(by);
    if (node === undefined || this.payload === undefined) return;
    this.flames.select(node);
    this.looked = node;
    this.details.show(this.payload.overlay, node);
  }

  private swap(): void {
    if (this.pair !== undefined) this.app.store.set({input: this.pair.before, base: this.pair.after, zoom: 0});
  }

  private chooseSide(side: 'before' | 'after', input: number): void {
    const {pair} = this;
    if (pair === undefined) return;
    const other = side === 'before' ? 'after' : 'before';
    // The input of the other side changes places with this one.
    const next = {...pair, [side]: input, ...(input === pair[other] ? {[other]: pair[side]} : {})};
    this.app.store.set({base: next.before, input: next.after, zoom: 0});
  }

  /** Says why there is no comparison. */
  private showInstead(...reason: (string | HTMLElement)[]): void {
    this.payload = undefined;
    const parts = reason.map((part) => h('p', {}, part));
    fill(this.head, [h('h1', {tabindex: -1}, say('Compare')), ...parts]);
    this.element.classList.add('empty');
  }

  /** Inputs that measure different things: what can be compared all the same. */
  private offer(): void {
    const shared = h('div', {'aria-busy': 'true'});
    this.head.append(offers(this.app), shared);
    sharedFunctions(this.app).then((children) => {
      fill(shared, children);
      shared.setAttribute('aria-busy', 'false');
    }, this.app.fail);
  }

  private load(key: string, request: CompareRequest): void {
    this.element.setAttribute('aria-busy', 'true');
    void this.latest.run(
      this.payloadFor(key, request),
      (payload) => {
        this.element.setAttribute('aria-busy', 'false');
        if (payload.overlay.tree.length === 1 && payload.total.before === 0 && payload.total.after === 0) {
          this.showInstead(emptyNote(this.app));
          return;
        }
        this.element.classList.remove('empty', 'unpainted');
        const {zoom} = this.app.store.state;
        const old = this.payload?.overlay.tree;
        this.payload = payload;
        this.looked = 0;
        this.search.reset(payload.overlay);
        this.details.show(payload.overlay, 0);
        // Other values order the frames anew: the zoom follows the names.
        if (old !== undefined && zoom > 0 && zoom < old.length && zoom === this.shownZoom)
          this.app.store.set({zoom: samePath(old, zoom, payload.overlay.tree)}, true);
        this.update(this.app.store.state);
      },
      (error) => {
        this.element.setAttribute('aria-busy', 'false');
        this.showInstead(failureNote(this.app, error));
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
    this.shownZoom = state.zoom;
    this.search.update(state.query);
    this.showHead(payload, pair, state);
    this.paint(state);
    const hint = say(state.panes ? PANES_HINT : OVERLAY_HINT);
    if (hint !== this.details.hint) {
      this.details.hint = hint;
      this.details.show(payload.overlay, this.flames.selected);
    }
    breadcrumbs(this.path, payload.overlay.tree, state.zoom, (zoom) => this.app.store.set({zoom}), say('all'));
    const columns = changeColumns(payload);
    const sort = columns.some(({id}) => id === state.sort.replace(/^-/, '')) ? state.sort : 'delta';
    this.changes.textContent = changesTitle(payload);
    this.grid.show(payload.rows, columns, sort, state.name, this.app.theme());
  }

  private paint({panes, relative, zoom}: ViewState): void {
    const {payload} = this;
    if (payload === undefined) return;
    const theme = this.app.theme();
    const {isMoved, overlay} = payload;
    const colors = differenceColors(overlay, {isRelative: relative, isMoved}, theme);
    const {isMatch, matches} = this.search;
    this.flames.show(payload, panes, {colors, theme, zoom, isMatch, matches});
  }

  private showHead(payload: ComparePayload, pair: Pair, state: ViewState): void {
    const {names, opened, store} = this.app;
    fill(
      this.head,
      headElements(payload, {inputs: opened.inputs, names, pair}, state, {
        swap: () => this.swap(),
        choose: (side, input) => this.chooseSide(side, input),
        set: (patch) => store.set(patch),
        copy: (sentence) => copyText(this.app, sentence, sayLater('summary')),
      }),
    );
    fill(this.legend, legendElements(state, this.app.theme()));
  }
}
