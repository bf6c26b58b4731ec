/**
 * Before and after: the verdict in a sentence, one overlaid flamegraph or two beside each other, and the changes by size.
 */
import {NONE} from '../../src/base/columns.ts';
import {button, fill, h} from '../base/dom.ts';
import {baseName, percent, signedPercent, signedValue, value} from '../base/text.ts';
import {differenceColors} from '../flame/colors.ts';
import {Details} from '../flame/details.ts';
import {FlameView} from '../flame/flame-view.ts';
import {findMatches, samePath} from '../flame/navigation.ts';
import type {FlamePayload, InputSummary, TablePayload} from '../protocol.ts';
import type {ViewState} from '../state.ts';
import {comparison, comparisonPair, type Pair, verdictSentence} from './comparison.ts';
import {crumbs} from './crumbs.ts';
import {INK} from './flame.ts';
import {copyText} from './frame-text.ts';
import {FunctionGrid, type GridColumn} from './function-grid.ts';
import {type App, Latest, type Screen, sampleTypeOf} from './screen.ts';

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
  private readonly grid: FunctionGrid;
  private readonly latest = new Latest();
  private readonly latestMatch = new Latest();
  private requested = '';
  private query = '';
  private pair: Pair | undefined;
  private payloads: {overlay: FlamePayload; before: FlamePayload; after: FlamePayload; table: TablePayload} | undefined;
  private isMatch: Uint8Array | undefined;

  constructor(app: App) {
    this.app = app;
    const zoom = (node: number): void => app.store.set({zoom: node});
    const show = (node: number): void => {
      if (this.payloads !== undefined && node !== NONE) this.details.show(this.payloads.overlay, node);
    };
    this.overlay = new FlameView({onHover: show, onSelect: show, onZoom: zoom}, 'Compared frames');
    const pane = (other: () => FlameView, label: string): FlameView =>
      new FlameView(
        {
          onHover: () => undefined,
          onSelect: () => undefined,
          onZoom: (node) => this.zoomPanes(node, label),
          onWindow: () => other(),
        },
        label,
      );
    this.before = pane(() => this.after, 'Frames before');
    this.after = pane(() => this.before, 'Frames after');
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
      h('div', {class: 'flame-and-details'}, this.overlay.element, this.details.element),
      this.panes,
      h('h2', {}, 'Changes by size'),
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
    const sampleType = sampleTypeOf(inputs[pair.after], state);
    const key = JSON.stringify([pair, sampleType, state.filters]);
    if (key !== this.requested) {
      this.requested = key;
      this.load(pair, sampleType, state);
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

  command(name: string): boolean {
    const {store} = this.app;
    const tree = this.payloads?.overlay.tree;
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
      this.grid.element,
    ])
      part.hidden = true;
    this.element.classList.add('empty');
  }

  private load(pair: Pair, sampleType: number, {filters}: ViewState): void {
    this.element.classList.remove('empty');
    for (const part of [this.legend, this.details.element, this.overlay.element, this.grid.element])
      part.hidden = false;
    const {client} = this.app;
    const subject = {input: pair.after, sampleType, base: pair.before, filters};
    const flame = {kind: 'flame', mode: 'down', pivot: '', foldRuns: false} as const;
    const other = this.app.opened.inputs[pair.before].sampleTypes.findIndex(
      ({type}) => type === this.app.opened.inputs[pair.after].sampleTypes[sampleType]?.type,
    );
    const work = Promise.all([
      client.request<FlamePayload>({...flame, ...subject}),
      client.request<FlamePayload>({
        ...flame,
        ...subject,
        input: pair.before,
        sampleType: Math.max(0, other),
        base: -1,
      }),
      client.request<FlamePayload>({...flame, ...subject, base: -1}),
      client.request<TablePayload>({kind: 'table', ...subject}),
    ]);
    void this.latest.run(
      work,
      ([overlay, before, after, table]) => {
        this.payloads = {overlay, before, after, table};
        this.isMatch = undefined;
        this.query = '';
        this.details.show(overlay, 0);
        this.update(this.app.store.state);
      },
      (error) => this.app.fail(error),
    );
  }

  private draw(state: ViewState): void {
    const {pair, payloads} = this;
    if (payloads === undefined || pair === undefined) return;
    if (state.query !== this.query) this.match(state.query);
    const theme = this.app.theme();
    const [before, after] = [this.app.opened.inputs[pair.before], this.app.opened.inputs[pair.after]];
    const compared = comparison(before, after, payloads.overlay, state.relative);
    const {base} = payloads.overlay.tree;
    this.showHead(state, before, after);
    this.panes.hidden = !state.panes;
    this.overlay.element.hidden = state.panes;
    const look = {theme, ink: INK.light, isMatch: this.isMatch};
    const {tree} = payloads.overlay;
    this.overlay.show({
      payload: payloads.overlay,
      colors: differenceColors(payloads.overlay, compared),
      ...look,
      matches: this.isMatch === undefined ? undefined : findMatches(tree, this.isMatch),
      isHatched: (node) => base !== undefined && (base.total[node] === 0) !== (tree.total[node] === 0),
    });
    this.overlay.zoomTo(state.zoom);
    crumbs(this.path, tree, state.zoom, (zoom) => this.app.store.set({zoom}));
    if (state.panes) {
      for (const [view, payload] of [
        [this.before, payloads.before],
        [this.after, payloads.after],
      ] as const) {
        view.show({payload, colors: paneColors(payloads.overlay, payload, compared), theme, ink: INK.light});
        view.zoomTo(samePath(tree, Math.min(state.zoom, tree.length - 1), payload.tree));
      }
    }
    const columns = changeColumns(payloads.table);
    const sort = columns.some(({id}) => id === state.sort.replace(/^-/, '')) ? state.sort : 'delta';
    this.grid.show(payloads.table.rows, columns, sort, state.name, theme);
  }

  private zoomPanes(node: number, label: string): void {
    if (this.payloads === undefined) return;
    const from = label === 'Frames before' ? this.payloads.before : this.payloads.after;
    this.app.store.set({zoom: samePath(from.tree, node, this.payloads.overlay.tree)});
  }

  private match(query: string): void {
    this.query = query;
    const {payloads} = this;
    if (payloads === undefined || query === '') {
      this.isMatch = undefined;
      this.app.showSearch('');
      return;
    }
    const {tree} = payloads.overlay;
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

  private showHead(state: ViewState, before: InputSummary, after: InputSummary): void {
    const {payloads} = this;
    if (payloads === undefined) return;
    const {baseTotal, total, unit} = payloads.table;
    const delta = total - baseTotal;
    const sentence = verdictSentence(before, after, payloads.table, state);
    const {store} = this.app;
    const toggle = (label: string, isOn: boolean, patch: Partial<ViewState>): HTMLElement =>
      button(label, () => store.set(patch), {'aria-pressed': isOn ? 'true' : 'false'});
    fill(this.head, [
      h(
        'h1',
        {tabindex: -1},
        `${value(baseTotal, unit)} → ${value(total, unit)}`,
        h(
          'span',
          {class: delta > 0 ? 'more' : 'less'},
          ` ${signedValue(delta, unit)} (${signedPercent(delta, baseTotal)})`,
        ),
      ),
      h('p', {class: 'verdict'}, sentence),
      h('p', {class: 'place'}, `before: ${baseName(before.name)} · after: ${baseName(after.name)}`),
      h(
        'div',
        {class: 'actions'},
        button('Swap', () => this.swap()),
        toggle('Overlay', !state.panes, {panes: false}),
        toggle('Two panes', state.panes, {panes: true}),
        toggle('Absolute', !state.relative, {relative: false}),
        toggle('Relative', state.relative, {relative: true}),
        button('Copy summary', () => copyText(this.app, sentence, 'summary')),
      ),
    ]);
    fill(this.legend, [
      h('span', {class: 'key less'}, 'less'),
      h('span', {class: 'key even'}, 'no change beyond noise'),
      h('span', {class: 'key more'}, 'more'),
      h('span', {class: 'key hatched'}, 'gone or new'),
      h(
        'span',
        {class: 'place'},
        state.relative
          ? 'strength: change of the frame against itself'
          : 'strength: change of the frame against the whole',
      ),
    ]);
  }
}

/** Colours of one side, taken from the overlay's node at the same path. */
function paneColors(
  overlay: FlamePayload,
  side: FlamePayload,
  compared: Parameters<typeof differenceColors>[1],
): Uint32Array {
  const colors = differenceColors(overlay, compared);
  const childOf = new Map<string, number>();
  const {fn, names, parent} = overlay.tree;
  for (let node = 1; node < overlay.tree.length; node++) childOf.set(`${parent[node]} ${names[fn[node]]}`, node);
  const place = new Int32Array(side.tree.length);
  return Uint32Array.from(place, (_, node) => {
    if (node > 0)
      place[node] = childOf.get(`${place[side.tree.parent[node]]} ${side.tree.names[side.tree.fn[node]]}`) ?? 0;
    return colors[place[node]];
  });
}

function changeColumns({unit}: TablePayload): GridColumn[] {
  return [
    {
      id: 'delta',
      title: 'change',
      text: (row) => signedValue(row.cum - row.baseCum, unit),
      order: (row) => Math.abs(row.cum - row.baseCum),
    },
    {
      id: 'delta%',
      title: 'change %',
      text: (row) => signedPercent(row.cum - row.baseCum, row.baseCum),
      order: (row) => (row.baseCum === 0 ? Number.MAX_VALUE : Math.abs(row.cum / row.baseCum - 1)),
    },
    {
      id: 'delta-self',
      title: 'self change',
      text: (row) => signedValue(row.flat - row.baseFlat, unit),
      order: (row) => Math.abs(row.flat - row.baseFlat),
    },
    {id: 'before', title: 'before', text: ({baseCum}) => value(baseCum, unit), order: ({baseCum}) => baseCum},
    {id: 'after', title: 'after', text: ({cum}) => value(cum, unit), order: ({cum}) => cum},
  ];
}
