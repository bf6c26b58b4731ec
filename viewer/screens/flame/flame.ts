/**
 * The flamegraph screen: one graph, its details, and the actions on a frame.
 */
import {NONE} from '../../../src/base/columns.ts';
import type {Theme} from '../../../src/render/words/palette.ts';
import {fill, h} from '../../base/dom.ts';
import {setRuntimeShown} from '../../base/settings.ts';
import {exactly, shownName} from '../../base/text.ts';
import {INK, packageColors, signedColors} from '../../flame/colors.ts';
import {Details} from '../../flame/details.ts';
import {FlameView} from '../../flame/flame-view.ts';
import {move} from '../../flame/moves.ts';
import {heaviestFrame, pathTo, samePath} from '../../flame/navigation.ts';
import type {FilterKind, FlamePayload, LabelShare} from '../../protocol.ts';
import type {ColorChoice, ViewState} from '../../state.ts';
import {failureNote} from '../empty-note.ts';
import {type App, currentInput, Latest, type Screen, subjectOf} from '../screen.ts';
import {breadcrumbs} from './breadcrumbs.ts';
import {culpritOf, isPlain} from './culprit.ts';
import {type Look, selfLook, waitLook} from './looks.ts';
import {isEmptyTree, showNotes, signLegend} from './notes.ts';
import {flameRequest, labelledNames} from './request.ts';
import type {FlameSearch} from './search.ts';

const POINTING = matchMedia('(hover: none)').matches
  ? 'Tap a box for details, tap it again to zoom in, hold it for more.'
  : 'Click a box to zoom in, right click for more; ? lists the keys.';

const FILTER_COMMANDS: ReadonlyMap<string, FilterKind> = new Map([
  ['focus', 'focus'],
  ['hide', 'hide'],
  ['ignore', 'ignore'],
  ['show-from', 'show-from'],
]);

/** A request as JSON, but for its sample type. */
function withoutType(key: string): string {
  return key.replace(/"sampleType":\d+/, '');
}

/** How long the panel waits for the pointer that left a frame. */
const LOOK_MILLIS = 600;

export class FlameScreen implements Screen {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly view: FlameView;
  private readonly details: Details;
  private readonly path = h('nav', {class: 'crumbs', 'aria-label': 'Path of the zoomed frame'});
  private readonly notes = h('p', {class: 'notes'});
  private readonly body: HTMLElement;
  private readonly latestTree = new Latest();
  private readonly latestWaits = new Latest();
  /** Once something was searched. */
  private search: FlameSearch | undefined;
  private readonly legend = h('p', {class: 'legend', 'aria-label': 'Colours'});
  private readonly latestLabels = new Latest();
  private payload: FlamePayload | undefined;
  private requested = '';
  private shownColor = '';
  /** By other than the package, once it was asked for. */
  private look: Look | undefined;
  /** Loads after the picture. */
  private packageLegend: typeof import('../../flame/package-legend.ts').packageLegend | undefined;
  /** Whether only the values are others than before. */
  private isSameTree = false;
  /** The zoom last shown, NONE before the first. */
  private shownZoom = NONE;
  /** The frame in the panel: the one under the pointer, or the chosen one. */
  private looked = 0;
  private lookTimer = 0;

  constructor(app: App) {
    this.app = app;
    this.view = new FlameView(
      {
        onHover: (node) => this.lookAt(node),
        onSelect: (node) => this.showDetails(node, true),
        onZoom: (node) => app.store.set({zoom: node}),
        onMenu: (at) => this.openMenu(at),
      },
      'Flamegraph frames',
    );
    this.details = new Details(
      (name) => this.commandOnShown(name),
      `Each box is a function; its width is its share of the total. ${POINTING}`,
    );
    this.details.onLabel = ({key, pattern}) => this.addFilter('tag', `${key}=${pattern}`);
    this.details.element.addEventListener('pointerenter', () => clearTimeout(this.lookTimer));
    this.details.element.addEventListener('pointerleave', () => this.lookAt(NONE));
    this.body = h('div', {class: 'flame-and-details'}, this.view.element, this.details.element);
    this.element = h(
      'section',
      {class: 'screen flame-screen unpainted', 'aria-label': 'Flamegraph'},
      h('h1', {class: 'visually-hidden'}, 'Flamegraph'),
      this.path,
      this.notes,
      this.legend,
      this.body,
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
    this.view.zoomTo(state.zoom);
    this.shownZoom = state.zoom;
    breadcrumbs(this.path, this.payload.tree, state.zoom, (zoom) => this.app.store.set({zoom}));
    this.find(state.query);
    this.showColors(this.payload, state);
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
    const chosen = this.chosenName();
    if (filter === undefined) return move(this.view, name) || this.frameCommand(name);
    if (chosen !== '') this.addFilter(filter, exactly(chosen));
    return true;
  }

  toPng(done: (blob: Blob | null) => void): void {
    this.view.toPng(done);
  }

  /** Shows the reason in place of the picture, which is out of date. */
  private failed(error: unknown): void {
    this.element.setAttribute('aria-busy', 'false');
    this.payload = undefined;
    this.notes.hidden = false;
    this.body.hidden = true;
    fill(this.notes, [failureNote(this.app, error)]);
  }

  private receive(payload: FlamePayload): void {
    const {state} = this.app.store;
    const old = this.payload ?? this.app.preview;
    this.payload = payload;
    this.element.setAttribute('aria-busy', 'false');
    this.search?.reset(payload);
    this.look = undefined;
    this.shownColor = '';
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
    this.view.select(chosen);
    this.showDetails(chosen, true);
    if (chosen === 0 && isPlain(state)) void this.lookAtCulprit(payload);
    if (zoom !== state.zoom && state.zoom >= 0) this.app.store.set({zoom}, true);
    this.update(this.app.store.state);
  }

  private paint(): void {
    if (this.payload === undefined) return;
    const theme = this.app.theme();
    const {tree} = this.payload;
    const [colors, legend] = this.colors(this.payload, theme);
    fill(this.legend, legend);
    if (this.packageLegend === undefined) setTimeout(() => this.loadLegend().catch(this.app.fail));
    this.view.show({
      payload: this.payload,
      colors,
      theme,
      ink: INK[theme],
      isMatch: this.search?.isMatch,
      matches: this.search?.matches,
      signOf: this.payload.isSigned ? (node) => (tree.total[node] < 0 ? '- ' : '+ ') : undefined,
    });
  }

  private colors(payload: FlamePayload, theme: Theme): [Uint32Array, HTMLElement[]] {
    if (this.look !== undefined) return this.look.of(theme);
    if (payload.isSigned) return [signedColors(payload, theme), signLegend(theme)];
    const {kind} = currentInput(this.app, this.app.store.state);
    const legend = this.packageLegend?.(payload, kind, theme, (pattern) => this.addFilter('focus', pattern));
    return [packageColors(payload, theme), legend ?? []];
  }

  private async loadLegend(): Promise<void> {
    ({packageLegend: this.packageLegend} = await import('../../flame/gestures.ts'));
    this.paint();
  }

  /** Colours by what the state says; waits come from the worker, once per tree. */
  private showColors(payload: FlamePayload, state: ViewState): void {
    const color = this.colorChoices().includes(state.color) ? state.color : 'package';
    if (color === this.shownColor) return;
    this.shownColor = color;
    if (color === 'package' && this.look === undefined) return;
    const request = {kind: 'flame-waits', ...flameRequest(this.app, state)} as const;
    const looks: Readonly<Record<ColorChoice, () => Promise<Look | undefined>>> = {
      package: () => Promise.resolve(undefined),
      self: () => selfLook(payload),
      wait: () => waitLook(this.app.client.request<Float64Array>(request)),
    };
    void this.latestWaits.run(
      looks[color](),
      (look) => {
        this.look = look;
        this.paint();
        this.showDetails(this.view.selected, false);
      },
      (error) => this.app.fail(error),
    );
  }

  /** What the shown frames can be coloured by: those of a tree of callers have no value of their own. */
  private colorChoices(): readonly ColorChoice[] {
    const {state} = this.app.store;
    const hasSelf = state.mode === 'down' || state.mode === 'callees';
    const {hasWaits} = currentInput(this.app, state);
    return ['package', ...(hasWaits ? (['wait'] as const) : []), ...(hasSelf ? (['self'] as const) : [])];
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
    this.view.select(node);
    this.showDetails(node, true);
  }

  /** Shows the frame under the pointer; once it has left, the chosen one, if it did not go to the panel. */
  private lookAt(node: number): void {
    clearTimeout(this.lookTimer);
    if (node === NONE)
      this.lookTimer = window.setTimeout(() => this.showDetails(this.view.selected, false), LOOK_MILLIS);
    else this.showDetails(node, false);
  }

  /** A button of the panel is about the frame that the panel shows. */
  private commandOnShown(name: string): void {
    if (this.looked !== this.view.selected) {
      this.view.select(this.looked);
      this.showDetails(this.looked, true);
    }
    this.command(name);
  }

  private stepMatch(step: number): void {
    const node = this.search?.step(step);
    if (node === undefined) return;
    this.view.select(node);
    this.showDetails(node, true);
  }

  private showDetails(node: number, isChosen: boolean): void {
    if (this.payload === undefined || node === NONE) return;
    this.looked = node;
    this.details.show(this.payload, node, this.look?.minutes?.[node]);
    this.details.hideLabels(node !== this.view.selected);
    if (!isChosen) return;
    const work = this.app.client.request<LabelShare[]>({
      kind: 'labels',
      names: labelledNames(this.payload, node, this.app.store.state.pivot),
      ...subjectOf(this.app, this.app.store.state),
    });
    void this.latestLabels.run(
      work,
      (labels) => this.details.showLabels(labels),
      () => undefined,
    );
  }

  private addFilter(kind: FilterKind, text: string): void {
    this.app.store.set({filters: [...this.app.store.state.filters, {kind, text}], zoom: 0});
  }

  private chosenName(): string {
    if (this.payload === undefined || this.view.selected === 0) return '';
    const {tree} = this.payload;
    return tree.names[tree.fn[this.view.selected]];
  }

  private frameCommand(name: string): boolean {
    const {store} = this.app;
    const {payload, view} = this;
    if (payload === undefined) return false;
    const {tree} = payload;
    const chosen = this.chosenName();
    const commands: Readonly<Record<string, () => void>> = {
      'next-match': () => this.stepMatch(1),
      'previous-match': () => this.stepMatch(-1),
      zoom: () => store.set({zoom: view.selected}),
      up: () => store.set({zoom: Math.max(0, tree.parent[Math.min(store.state.zoom, tree.length - 1)])}),
      all: () => store.set({zoom: 0}),
      invert: () => store.set({mode: store.state.mode === 'down' ? 'up' : 'down', zoom: 0}),
      color: () => this.nextColor(),
      unfold: () => store.set({unfold: !store.state.unfold, zoom: 0}),
      runtime: () => this.toggleRuntime(),
      sandwich: () => chosen !== '' && store.set({screen: 'table', name: chosen}),
      callers: () => chosen !== '' && store.set({mode: 'callers', pivot: chosen, zoom: 0}),
      callees: () => chosen !== '' && store.set({mode: 'callees', pivot: chosen, zoom: 0}),
      'copy-name': () => this.copy('name', () => chosen),
      'copy-stack': () => this.copy('stack', () => this.chosenStack()),
      'copy-command': () => this.copy('command', ({frameCommand}) => frameCommand(this.app, chosen)),
    };
    const run = commands[name];
    run?.();
    return run !== undefined;
  }

  /** The zoom follows the names. */
  private toggleRuntime(): void {
    const {store} = this.app;
    setRuntimeShown(!store.state.runtime);
    store.set({runtime: !store.state.runtime});
  }

  /** Chooses the culprit of the first finding, while nothing else was chosen. */
  private async lookAtCulprit(payload: FlamePayload): Promise<void> {
    const {element} = this.details;
    element.setAttribute('aria-busy', 'true');
    const name = await culpritOf(this.app, this.app.store.state);
    element.setAttribute('aria-busy', 'false');
    const node = heaviestFrame(payload.tree, name);
    if (node <= 0 || payload !== this.payload || this.view.selected !== 0 || this.looked !== 0) return;
    this.view.select(node);
    this.showDetails(node, true);
  }

  private copy(what: string, textOf: (part: typeof import('../frame-text.ts')) => string): void {
    import('../frame-text.ts').then((part) => part.copyText(this.app, textOf(part), what), this.app.fail);
  }

  private openMenu(at: {readonly x: number; readonly y: number}): void {
    const name = this.chosenName();
    if (name === '') return;
    const run = (command: string): boolean => this.command(command);
    import('../../flame/frame-menu.ts').then(
      ({openFrameMenu}) => openFrameMenu(shownName(name), at, run, () => this.view.focus()),
      (error: unknown) => this.app.fail(error),
    );
  }

  private nextColor(): void {
    const {store} = this.app;
    const choices = this.colorChoices();
    const color = choices[(choices.indexOf(store.state.color) + 1) % choices.length];
    if (choices.length === 1) this.app.say('Frames of this graph can be coloured by package only');
    store.set({color});
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
