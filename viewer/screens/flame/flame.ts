/**
 * The flamegraph screen: one graph, the panel about its frames, and what of the state it shows.
 */

import {NONE} from '../../../src/base/columns.ts';
import {say, sayLater} from '../../../src/base/language/say.ts';
import {fill, h} from '../../base/dom.ts';
import {INK} from '../../flame/colors.ts';
import {FlameView} from '../../flame/flame-view.ts';
import {move} from '../../flame/moves.ts';
import {heaviestFrame, samePath} from '../../flame/navigation.ts';
import type {FlamePayload} from '../../protocol.ts';
import type {ViewState} from '../../state.ts';
import {type App, Latest, type Screen} from '../screen.ts';
import type {FlameParts} from './actions.ts';
import {FlameColors} from './colors.ts';
import {culpritOf, isPlain} from './culprit.ts';
import type * as More from './more.ts';
import {isEmptyTree, showNotes} from './notes.ts';
import {FlamePanel} from './panel.ts';
import {flameRequest} from './request.ts';
import type {FlameSearch} from './search.ts';

/** A request as JSON, but for its sample type. */
function withoutType(key: string): string {
  return key.replace(/"sampleType":\d+/, '');
}

export class FlameScreen implements Screen {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly view: FlameView;
  private readonly panel: FlamePanel;
  private readonly colors: FlameColors;
  private readonly path = h('nav', {class: 'crumbs', 'aria-label': say('Path of the zoomed frame')});
  private readonly notes = h('p', {class: 'notes'});
  private readonly body: HTMLElement;
  private readonly latestTree = new Latest();
  /** Once something was searched. */
  private search: FlameSearch | undefined;
  private readonly legend = h('p', {class: 'legend', 'aria-label': say('Colours')});
  private payload: FlamePayload | undefined;
  private requested = '';
  /** Loads after the picture. */
  private more: typeof More | undefined;
  /** Whether only the values are others than before. */
  private isSameTree = false;
  /** The zoom last shown, NONE before the first. */
  private shownZoom = NONE;
  private isFlipped = false;

  constructor(app: App) {
    this.app = app;
    this.view = new FlameView(
      {
        onHover: (node) => this.panel.lookAt(node),
        onSelect: (node) => this.panel.show(node, true),
        onZoom: (node) => app.store.set({zoom: node}),
        onMenu: (at) => this.withMore((more, parts) => more.openMenu(parts, at)),
      },
      sayLater('Flamegraph frames'),
    );
    this.panel = new FlamePanel(app, this.view, (name) => this.command(name));
    this.colors = new FlameColors(app, () => {
      this.paint();
      this.panel.show(this.view.selected, false);
    });
    const {details} = this.panel;
    details.moreRows = (_, node) => this.colors.look?.rowsOf?.(node) ?? [];
    this.body = h('div', {class: 'flame-and-details'}, this.view.element, details.element);
    this.element = h(
      'section',
      {class: 'screen flame-screen unpainted', 'aria-label': say('Flamegraph')},
      h('h1', {class: 'visually-hidden'}, say('Flamegraph')),
      this.path,
      this.legend,
      this.body,
      this.notes,
    );
  }

  update(state: ViewState): void {
    const request = flameRequest(this.app, state);
    const key = JSON.stringify(request);
    if (key !== this.requested) {
      const before = this.requested;
      this.requested = key;
      this.isSameTree = withoutType(before) === withoutType(key);
      this.element.setAttribute('aria-busy', 'true');
      const work = this.app.client.request<FlamePayload>({kind: 'flame', ...request});
      void this.latestTree.run(
        work,
        (payload) => this.receive(payload),
        (error) => this.failed(error),
      );
      return;
    }
    if (this.payload === undefined) return;
    if (state.zoom < 0) {
      this.zoomToName(this.payload, state.name);
      return;
    }
    if (state.flip !== this.isFlipped) {
      this.paint();
      this.view.select(this.view.selected);
    }
    this.view.zoomTo(state.zoom);
    this.shownZoom = state.zoom;
    this.showPath(this.payload);
    this.find(state.query);
    this.colors.update(this.payload, state);
    this.panel.showSource(state);
  }

  repaint(): void {
    this.paint();
  }

  focus(): void {
    this.view.focus();
  }

  command(name: string): boolean {
    if (this.payload === undefined) return false;
    if (move(this.view, name)) return true;
    let isOurs = true;
    this.withMore((more, parts) => {
      isOurs = more.flameCommand(parts, name);
    });
    return isOurs;
  }

  toPng(done: (blob: Blob | null) => void): void {
    this.view.toPng(done);
  }

  /** At once, but for a key that is faster than the rest of the code. */
  private withMore(run: (more: typeof More, parts: FlameParts) => void): void {
    const {app, more, payload, view} = this;
    if (payload === undefined) return;
    if (more === undefined) {
      this.loadMore().then(() => this.withMore(run), app.fail);
      return;
    }
    run(more, {app, view, payload, colors: this.colors.choices(), stepMatch: (by) => this.stepMatch(by)});
  }

  private async loadMore(): Promise<void> {
    this.more = await import('./more.ts');
    if (this.payload !== undefined) this.showPath(this.payload);
    this.paint();
  }

  /** Shows the reason in place of the picture, which is out of date. */
  private failed(error: unknown): void {
    this.element.setAttribute('aria-busy', 'false');
    this.payload = undefined;
    this.notes.hidden = false;
    this.body.hidden = true;
    import('../empty-note.ts').then(({failureNote}) => fill(this.notes, [failureNote(this.app, error)]), this.app.fail);
  }

  private receive(payload: FlamePayload): void {
    const {state} = this.app.store;
    const old = this.payload ?? this.app.preview;
    this.payload = payload;
    this.element.setAttribute('aria-busy', 'false');
    this.search?.reset(payload);
    this.colors.reset();
    // Another sample type orders the frames anew: the zoom follows the names, not the numbers.
    // A zoom that came with the address or by Back is a number of this tree already.
    const isOld = old !== undefined && (this.shownZoom === NONE || state.zoom === this.shownZoom);
    const follow = (node: number): number =>
      isOld ? samePath(old.tree, Math.min(node, old.tree.length - 1), payload.tree) : node;
    const zoom = Math.min(Math.max(0, follow(state.zoom)), payload.tree.length - 1);
    const chosen = this.isSameTree && this.view.selected > 0 ? follow(this.view.selected) : zoom;
    showNotes(this.app, this.notes, payload);
    this.body.hidden = isEmptyTree(payload);
    this.element.classList.remove('unpainted');
    this.paint();
    this.panel.reset(payload, chosen);
    if (chosen === 0 && isPlain(state)) void this.lookAtCulprit(payload);
    if (zoom !== state.zoom && state.zoom >= 0) this.app.store.set({zoom}, true);
    this.update(this.app.store.state);
  }

  private paint(): void {
    const {payload, search} = this;
    if (payload === undefined) return;
    const theme = this.app.theme();
    const {tree} = payload;
    const [colors, legend] = this.colors.of(payload, theme, this.more);
    fill(this.legend, legend);
    if (this.more === undefined) setTimeout(() => this.loadMore().catch(this.app.fail));
    this.isFlipped = this.app.store.state.flip;
    this.view.show({
      payload,
      colors,
      theme,
      ink: INK[theme],
      isFlipped: this.isFlipped,
      isMatch: search?.isMatch,
      matches: search?.matches,
      signOf: payload.isSigned ? (node) => (tree.total[node] < 0 ? '- ' : '+ ') : undefined,
    });
  }

  private showPath({tree}: FlamePayload): void {
    const {store} = this.app;
    this.more?.breadcrumbs(this.path, tree, store.state.zoom, (zoom) => store.set({zoom}));
  }

  private find(query: string): void {
    this.search?.update(query);
    if (this.search !== undefined || query === '') return;
    import('./search.ts').then(({FlameSearch: Search}) => {
      this.search ??= new Search(this.app, () => this.paint());
      if (this.payload !== undefined) this.search.reset(this.payload);
      this.search.update(this.app.store.state.query);
    }, this.app.fail);
  }

  /** Chooses the heaviest frame of a function and zooms to it. */
  private zoomToName({tree}: FlamePayload, name: string): void {
    const node = Math.max(0, heaviestFrame(tree, name));
    this.app.store.set({zoom: node}, true);
    this.panel.choose(node);
  }

  private stepMatch(by: number): void {
    const node = this.search?.step(by);
    if (node !== undefined) this.panel.choose(node);
  }

  /** Chooses the culprit of the first finding, while nothing else was chosen. */
  private async lookAtCulprit(payload: FlamePayload): Promise<void> {
    const {element} = this.panel.details;
    element.setAttribute('aria-busy', 'true');
    const name = await culpritOf(this.app, this.app.store.state);
    element.setAttribute('aria-busy', 'false');
    const node = heaviestFrame(payload.tree, name);
    if (node <= 0 || payload !== this.payload || this.view.selected !== 0 || this.panel.looked !== 0) return;
    this.panel.choose(node);
  }
}
