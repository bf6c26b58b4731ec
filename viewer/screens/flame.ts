/**
 * The flamegraph screen: one graph, its details, and everything one can do to a frame.
 */
import {CUT_GROUP} from '../../src/analysis/flame-tree.ts';
import {NONE} from '../../src/base/columns.ts';
import {button, fill, h} from '../base/dom.ts';
import {formatCount, percent, plural, safeText, value} from '../base/text.ts';
import {packageColors} from '../flame/colors.ts';
import {Details} from '../flame/details.ts';
import {FlameView} from '../flame/flame-view.ts';
import {findMatches, type Matches, pathTo, samePath} from '../flame/navigation.ts';
import type {FilterKind, FlamePayload, LabelShare} from '../protocol.ts';
import type {ViewState} from '../state.ts';
import {crumbs} from './crumbs.ts';
import {flameRequest} from './flame-request.ts';
import {copyText, frameCommand} from './frame-text.ts';
import {type App, currentInput, Latest, type Screen, subjectOf} from './screen.ts';

export const INK: Readonly<Record<'light' | 'dark', string>> = {light: '#16191d', dark: '#f2f4f7'};

const FILTER_COMMANDS: ReadonlyMap<string, FilterKind> = new Map([
  ['focus', 'focus'],
  ['hide', 'hide'],
  ['ignore', 'ignore'],
  ['show-from', 'show-from'],
]);

const MODE_NOTES: ReadonlyMap<string, string> = new Map([
  ['up', 'Bottom-up: below each function stand its callers.'],
  ['callers', 'Callers of the chosen function, nearest first.'],
  ['callees', 'Everything the chosen function calls, merged over all its callers.'],
]);

export class FlameScreen implements Screen {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly view: FlameView;
  private readonly details: Details;
  private readonly path = h('nav', {class: 'crumbs', 'aria-label': 'Path of the zoomed frame'});
  private readonly notes = h('p', {class: 'notes'});
  private readonly latestTree = new Latest();
  private readonly latestMatch = new Latest();
  private readonly latestLabels = new Latest();
  private payload: FlamePayload | undefined;
  private requested = '';
  private isMatch: Uint8Array | undefined;
  private matches: Matches | undefined;
  private query = '';
  private place = -1;

  constructor(app: App) {
    this.app = app;
    this.view = new FlameView(
      {
        onHover: (node) => this.showDetails(node === NONE ? this.view.selected : node, false),
        onSelect: (node) => this.showDetails(node, true),
        onZoom: (node) => app.store.set({zoom: node}),
      },
      'Flamegraph frames',
    );
    this.details = new Details((name) => this.command(name));
    this.element = h(
      'section',
      {class: 'screen flame-screen', 'aria-label': 'Flamegraph'},
      h('h1', {class: 'visually-hidden'}, 'Flamegraph'),
      this.path,
      this.notes,
      h('div', {class: 'flame-and-details'}, this.view.element, this.details.element),
    );
  }

  update(state: ViewState): void {
    const request = flameRequest(this.app, state);
    const key = JSON.stringify(request);
    if (key !== this.requested) {
      this.requested = key;
      this.element.setAttribute('aria-busy', 'true');
      const work = this.app.client.request<FlamePayload>({kind: 'flame', ...request});
      void this.latestTree.run(
        work,
        (payload) => this.receive(payload),
        (error) => this.app.fail(error),
      );
      return;
    }
    if (this.payload === undefined) return;
    this.view.zoomTo(state.zoom);
    crumbs(this.path, this.payload.tree, state.zoom, (zoom) => this.app.store.set({zoom}));
    if (state.query !== this.query) this.search(state.query);
    else this.showSearchResult();
  }

  repaint(): void {
    this.paint();
  }

  focus(): void {
    this.view.focus();
  }

  command(name: string): boolean {
    if (this.payload === undefined) return false;
    const filter = FILTER_COMMANDS.get(name);
    if (filter !== undefined) this.addFilter(filter);
    else return this.moveCommand(name) || this.frameCommand(name);
    return true;
  }

  /** The flame as a PNG of what is seen. */
  toPng(done: (blob: Blob | null) => void): void {
    this.view.toPng(done);
  }

  private receive(payload: FlamePayload): void {
    const {state} = this.app.store;
    const old = this.payload;
    this.payload = payload;
    this.element.setAttribute('aria-busy', 'false');
    this.isMatch = undefined;
    this.matches = undefined;
    this.query = '';
    // Another sample type orders the frames anew: the zoom follows the names, not the numbers.
    const zoom =
      old === undefined ? state.zoom : samePath(old.tree, Math.min(state.zoom, old.tree.length - 1), payload.tree);
    this.showNotes(payload);
    this.paint();
    this.showDetails(0, true);
    if (zoom !== state.zoom) this.app.store.set({zoom}, true);
    this.update(this.app.store.state);
  }

  private paint(): void {
    if (this.payload === undefined) return;
    const theme = this.app.theme();
    const colors = packageColors(this.payload, theme);
    this.view.show({
      payload: this.payload,
      colors,
      theme,
      ink: INK[theme],
      isMatch: this.isMatch,
      matches: this.matches,
    });
  }

  private showNotes({cutAt, cutTotal, kind, mergedTotal, mode, tree}: FlamePayload): void {
    const isEmpty = tree.total[0] === 0 && tree.length === 1;
    const notes = [
      ...(kind.includes(CUT_GROUP)
        ? [
            `${percent(cutTotal, tree.total[0])} lies in stacks that the runtime cut at ${cutAt} frames; their callers are unknown (hatched).`,
          ]
        : []),
      ...(mergedTotal > 0
        ? [
            `${percent(mergedTotal, tree.total[0])} lies in stacks too small to be told apart here; focus on a frame to see those below it.`,
          ]
        : []),
      ...(MODE_NOTES.has(mode) ? [MODE_NOTES.get(mode) ?? ''] : []),
    ];
    fill(this.notes, [isEmpty ? this.emptyNote() : notes.join(' ')]);
    this.notes.hidden = !isEmpty && notes.length === 0;
  }

  /** Why there is nothing to see, and where there is something. */
  private emptyNote(): HTMLElement {
    const {store} = this.app;
    const input = currentInput(this.app, store.state);
    if (store.state.filters.length > 0) {
      return h(
        'span',
        {},
        'Nothing is left: the filters hide everything. ',
        button('Remove all filters', () => store.set({filters: [], zoom: 0})),
      );
    }
    const others = input.sampleTypes.filter(({total}) => total !== 0);
    return h(
      'span',
      {},
      others.length === 0 ? 'This profile holds nothing.' : 'This sample type holds nothing. Others do: ',
      ...others.map(({type}) => button(safeText(type), () => store.set({type}))),
    );
  }

  private search(query: string): void {
    this.query = query;
    this.place = -1;
    if (query === '' || this.payload === undefined) {
      void this.latestMatch.run(
        Promise.resolve(undefined),
        () => this.showMatches(undefined),
        () => undefined,
      );
      return;
    }
    const work = this.app.client.request<Uint8Array>({kind: 'match', pattern: query, names: this.payload.tree.names});
    void this.latestMatch.run(
      work,
      (isMatch) => this.showMatches(isMatch),
      (error) => {
        this.showMatches(undefined);
        this.app.showSearch(error instanceof Error ? error.message : String(error), true);
      },
    );
  }

  private showMatches(isMatch: Uint8Array | undefined): void {
    this.isMatch = isMatch;
    this.matches =
      isMatch === undefined || this.payload === undefined ? undefined : findMatches(this.payload.tree, isMatch);
    this.paint();
    this.showSearchResult();
  }

  private showSearchResult(): void {
    if (this.matches === undefined || this.payload === undefined) {
      if (this.query === '') this.app.showSearch('');
      return;
    }
    const {tree} = this.payload;
    const {nodes, value: amount} = this.matches;
    const place =
      this.place < 0
        ? plural(nodes.length, 'match').replace(/matchs$/, 'matches')
        : `${this.place + 1} of ${formatCount(nodes.length)}`;
    this.app.showSearch(
      nodes.length === 0 ? 'no match' : `${place} · ${value(amount, tree.unit)} · ${percent(amount, tree.total[0])}`,
    );
  }

  private stepMatch(step: number): void {
    if (this.matches === undefined || this.matches.nodes.length === 0) return;
    const count = this.matches.nodes.length;
    this.place = this.place < 0 && step < 0 ? count - 1 : (this.place + step + count) % count;
    const node = this.matches.nodes[this.place];
    this.view.select(node);
    this.showDetails(node, true);
    this.showSearchResult();
  }

  private showDetails(node: number, isChosen: boolean): void {
    if (this.payload === undefined || node === NONE) return;
    this.details.show(this.payload, node);
    if (!isChosen) return;
    const {tree} = this.payload;
    const name = node === 0 ? '' : tree.names[tree.fn[node]];
    const work = this.app.client.request<LabelShare[]>({
      kind: 'labels',
      name,
      ...subjectOf(this.app, this.app.store.state),
    });
    void this.latestLabels.run(
      work,
      (labels) => this.details.showLabels(labels),
      () => undefined,
    );
  }

  private addFilter(kind: FilterKind): void {
    const name = this.chosenName();
    if (name === '') return;
    const text = `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
    this.app.store.set({filters: [...this.app.store.state.filters, {kind, text}], zoom: 0});
  }

  private chosenName(): string {
    if (this.payload === undefined || this.view.selected === 0) return '';
    const {tree} = this.payload;
    return tree.names[tree.fn[this.view.selected]];
  }

  private moveCommand(name: string): boolean {
    const moves: Readonly<Record<string, () => void>> = {
      'frame-up': () => this.view.step('parent'),
      'frame-down': () => this.view.step('child'),
      'frame-left': () => this.view.step('left'),
      'frame-right': () => this.view.step('right'),
      'next-match': () => this.stepMatch(1),
      'previous-match': () => this.stepMatch(-1),
      'zoom-in': () => this.view.nudge(0.5, 0),
      'zoom-out': () => this.view.nudge(2, 0),
      'pan-left': () => this.view.nudge(1, -0.2),
      'pan-right': () => this.view.nudge(1, 0.2),
      'pan-up': () => this.view.step('parent'),
      'pan-down': () => this.view.step('child'),
    };
    const move = moves[name];
    move?.();
    return move !== undefined;
  }

  private frameCommand(name: string): boolean {
    const {store} = this.app;
    const {payload, view} = this;
    if (payload === undefined) return false;
    const {tree} = payload;
    const chosen = this.chosenName();
    const commands: Readonly<Record<string, () => void>> = {
      zoom: () => store.set({zoom: view.selected}),
      up: () => store.set({zoom: Math.max(0, tree.parent[Math.min(store.state.zoom, tree.length - 1)])}),
      all: () => store.set({zoom: 0}),
      invert: () => store.set({mode: store.state.mode === 'down' ? 'up' : 'down', zoom: 0}),
      unfold: () => store.set({unfold: !store.state.unfold, zoom: 0}),
      sandwich: () => chosen !== '' && store.set({screen: 'table', name: chosen}),
      callers: () => chosen !== '' && store.set({mode: 'callers', pivot: chosen, zoom: 0}),
      callees: () => chosen !== '' && store.set({mode: 'callees', pivot: chosen, zoom: 0}),
      'copy-name': () => copyText(this.app, chosen, 'name'),
      'copy-stack': () => copyText(this.app, this.chosenStack(), 'stack'),
      'copy-command': () => copyText(this.app, frameCommand(this.app, chosen), 'command'),
    };
    const run = commands[name];
    run?.();
    return run !== undefined;
  }

  /** Leaf first, as Go prints stacks. */
  private chosenStack(): string {
    if (this.payload === undefined) return '';
    const {tree} = this.payload;
    const names = pathTo(tree, this.view.selected)
      .slice(1)
      .map((node) => tree.names[tree.fn[node]]);
    return names.reverse().join('\n');
  }
}
