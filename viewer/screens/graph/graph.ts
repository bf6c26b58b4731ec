/**
 * The call graph: boxes for functions, arrows for calls, as `pprofx graph` draws it, with the filters of all screens.
 *
 * Arrow keys go along the heaviest calls; the panel says what a box is and what can be done with it.
 */
import {say, sayLater} from '../../../src/base/language/say.ts';
import type {PlacedGraph} from '../../../src/render/svg/placed-graph.ts';
import {breakable, button, fill, h} from '../../base/dom.ts';
import {exactly, plural, safeText, shownName} from '../../base/text.ts';
import {actionButton} from '../../flame/details.ts';
import type {PanZoom} from '../../flame/gestures.ts';
import type {FilterKind} from '../../protocol.ts';
import type {ViewState} from '../../state.ts';
import {failureNote} from '../empty-note.ts';
import {culpritOf, isPlain} from '../flame/culprit.ts';
import {type App, Latest, type Screen, subjectOf} from '../screen.ts';
import {type Drawing, drawGraph, element} from './drawing.ts';
import {heaviestNeighbour, neighboursOf} from './walk.ts';

const ACTIONS: readonly (readonly [command: string, label: string])[] = [
  ['zoom', sayLater('Show in flame')],
  ['sandwich', sayLater('Sandwich')],
  ['focus', sayLater('Focus')],
  ['hide', sayLater('Hide')],
  ['ignore', sayLater('Ignore')],
  ['show-from', sayLater('Show from')],
  ['copy-name', sayLater('Copy name')],
];

/** Below this scale words cannot be read. */
const READABLE = 0.75;

/** Opens the screen once what pans and zooms has loaded. */
export async function graphScreen(app: App): Promise<Screen> {
  const gestures = await import('../../flame/gestures.ts');
  return new GraphScreen(app, gestures.PanZoom);
}

class GraphScreen implements Screen {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly svg = element('svg', {class: 'graph-picture', role: 'group', 'aria-label': say('Call graph')});
  private readonly heading = h('p', {class: 'place graph-heading'});
  private readonly panel = h('aside', {class: 'details', 'aria-label': say('Function'), tabindex: 0});
  private readonly view: PanZoom;
  private readonly latest = new Latest();
  private readonly latestMatch = new Latest();
  private graph: PlacedGraph | undefined;
  private drawing: Drawing | undefined;
  private requested = '';
  private query = '';
  private matches: number[] = [];
  private chosen = 0;

  constructor(app: App, View: typeof PanZoom) {
    this.app = app;
    this.view = new View(this.svg, (transform) => this.drawing?.content.setAttribute('transform', transform));
    this.svg.addEventListener('keydown', (event) => this.walk(event));
    const tools = [
      button('+', () => this.command('zoom-in'), {class: 'icon', 'aria-label': say('Zoom in')}),
      button('−', () => this.command('zoom-out'), {class: 'icon', 'aria-label': say('Zoom out')}),
      button(say('All'), () => this.command('all')),
    ];
    const picture = h('div', {class: 'graph-frame'}, h('span', {class: 'graph-tools'}, tools));
    picture.prepend(this.svg);
    this.element = h(
      'section',
      {class: 'screen graph-screen', 'aria-label': say('Call graph')},
      h('h1', {class: 'visually-hidden'}, say('Call graph')),
      this.heading,
      h('div', {class: 'flame-and-details'}, picture, this.panel),
    );
  }

  update(state: ViewState): void {
    const subject = subjectOf(this.app, state);
    const key = JSON.stringify(subject);
    if (key === this.requested) {
      this.find(state.query);
      return;
    }
    this.requested = key;
    this.element.setAttribute('aria-busy', 'true');
    void this.latest.run(
      this.app.client.request<PlacedGraph>({kind: 'graph', ...subject}),
      (graph) => this.receive(graph),
      (error) => {
        this.element.setAttribute('aria-busy', 'false');
        fill(this.heading, [failureNote(this.app, error)]);
      },
    );
  }

  focus(): void {
    this.drawing?.boxes[this.chosen]?.focus({preventScroll: true});
  }

  command(name: string): boolean {
    const {app, graph} = this;
    const box = graph?.boxes[this.chosen];
    if (box === undefined) return false;
    const filter = (kind: FilterKind) => (): void =>
      app.store.set({filters: [...app.store.state.filters, {kind, text: exactly(box.name)}], zoom: 0});
    const commands: Readonly<Record<string, () => void>> = {
      'zoom-in': () => this.view.scaleBy(1.5),
      'zoom-out': () => this.view.scaleBy(1 / 1.5),
      'pan-left': () => this.view.moveBy(-0.2, 0),
      'pan-right': () => this.view.moveBy(0.2, 0),
      'pan-up': () => this.view.moveBy(0, -0.2),
      'pan-down': () => this.view.moveBy(0, 0.2),
      all: () => this.view.all(),
      'next-match': () => this.stepMatch(1),
      'previous-match': () => this.stepMatch(-1),
      zoom: () => app.store.set({screen: 'flame', name: box.name, zoom: -1, mode: 'down', query: exactly(box.name)}),
      sandwich: () => app.store.set({screen: 'table', name: box.name}),
      focus: filter('focus'),
      hide: filter('hide'),
      ignore: filter('ignore'),
      'show-from': filter('show-from'),
      'copy-name': () => this.copyName(box.name),
    };
    const run = commands[name];
    run?.();
    return run !== undefined;
  }

  private copyName(name: string): void {
    import('../frame-text.ts').then(({copyText}) => copyText(this.app, name, sayLater('name')), this.app.fail);
  }

  private receive(graph: PlacedGraph): void {
    const before = this.graph?.boxes[this.chosen]?.name;
    this.element.setAttribute('aria-busy', 'false');
    this.graph = graph;
    this.drawing = drawGraph(graph);
    this.svg.replaceChildren(this.drawing.content);
    this.drawing.boxes.forEach((box, index) => {
      box.addEventListener('click', () => this.choose(index, true));
      box.addEventListener('dblclick', () => this.command('zoom'));
    });
    fill(this.heading, [graph.heading.map(safeText).join(' · ')]);
    this.query = '';
    this.matches = [];
    this.view.fit(graph, READABLE);
    this.choose(
      Math.max(
        0,
        graph.boxes.findIndex(({name}) => name === before),
      ),
      false,
    );
    this.centre();
    this.find(this.app.store.state.query);
    if (before === undefined && isPlain(this.app.store.state)) void this.lookAtCulprit(graph);
  }

  /** Chooses the culprit of the first finding, while nothing else was chosen. */
  private async lookAtCulprit(graph: PlacedGraph): Promise<void> {
    const name = await culpritOf(this.app, this.app.store.state);
    const index = graph.boxes.findIndex((box) => box.name === name);
    if (index < 0 || graph !== this.graph || this.chosen !== 0) return;
    this.choose(index, this.svg.contains(document.activeElement));
    this.centre();
  }

  /** Where not all of it is shown, shows the chosen box. */
  private centre(): void {
    const box = this.graph?.boxes[this.chosen];
    if (box !== undefined && !this.view.isWhole) this.view.centre(box.left + box.width / 2, box.top + box.height / 2);
  }

  private choose(index: number, hasFocus: boolean): void {
    const {drawing, graph} = this;
    const box = graph?.boxes[index];
    if (drawing === undefined || graph === undefined || box === undefined) {
      fill(this.panel, []);
      return;
    }
    drawing.boxes[this.chosen]?.setAttribute('tabindex', '-1');
    this.chosen = index;
    drawing.boxes[index].setAttribute('tabindex', '0');
    const near = neighboursOf(graph.arrows, index);
    for (const [i, each] of drawing.boxes.entries()) each.classList.toggle('chosen', i === index);
    for (const [i, each] of drawing.arrows.entries()) each.classList.toggle('near', near.has(i));
    if (hasFocus) drawing.boxes[index].focus({preventScroll: true});
    const values = box.texts.slice(1).map(({text}) => h('p', {}, safeText(text)));
    fill(this.panel, [
      h('h2', {title: safeText(box.name)}, breakable(shownName(box.name))),
      ...values,
      this.neighbours(say('Callers'), index, 'from'),
      this.neighbours(say('Callees'), index, 'to'),
      h(
        'div',
        {class: 'actions', role: 'group', 'aria-label': say('Actions')},
        ACTIONS.map(([command, label]) => actionButton(command, label, () => this.command(command))),
      ),
    ]);
  }

  /** Callers or callees, heaviest first, each a button to its box. */
  private neighbours(title: string, index: number, side: 'from' | 'to'): HTMLElement | false {
    const {arrows = [], boxes = []} = this.graph ?? {};
    const other = side === 'from' ? 'to' : 'from';
    const own = arrows.filter((arrow) => arrow[other] === index && arrow[side] !== index).slice(0, 8);
    if (own.length === 0) return false;
    const items = own.map((arrow) => {
      const go = button(shownName(boxes[arrow[side]].name), () => this.goTo(arrow[side]), {class: 'link'});
      return h('li', {}, go, ' ', h('span', {class: 'place'}, safeText(arrow.label.text)));
    });
    return h('div', {class: 'graph-neighbours'}, h('h3', {}, title), h('ul', {}, items));
  }

  private goTo(index: number): void {
    this.choose(index, true);
    this.centre();
  }

  private walk(event: KeyboardEvent): void {
    if (this.graph === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') this.command('zoom');
    else {
      const next = heaviestNeighbour(this.graph, this.chosen, event.key);
      if (next === undefined) return;
      this.goTo(next);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private find(query: string): void {
    const {graph} = this;
    if (query === this.query || graph === undefined) return;
    this.query = query;
    const names = graph.boxes.map(({name}) => name);
    const none = Promise.resolve(new Uint8Array(0));
    void this.latestMatch.run(
      query === '' ? none : this.app.client.request<Uint8Array>({kind: 'match', pattern: query, names}),
      (isMatch) => this.showMatches(isMatch),
      (error) => this.app.showSearch(error instanceof Error ? error.message : String(error), true),
    );
  }

  private showMatches(isMatch: Uint8Array): void {
    this.matches = [...isMatch.keys()].filter((index) => isMatch[index] === 1);
    this.svg.classList.toggle('searched', isMatch.length > 0);
    for (const [index, box] of (this.drawing?.boxes ?? []).entries())
      box.classList.toggle('match', isMatch[index] === 1);
    const found =
      this.matches.length === 0
        ? say('no box matches')
        : plural(this.matches.length, sayLater('box')).replace(/xs$/, 'xes');
    this.app.showSearch(isMatch.length === 0 ? '' : found);
  }

  private stepMatch(by: number): void {
    const {matches} = this;
    if (matches.length === 0) return;
    const at = matches.indexOf(this.chosen);
    this.goTo(matches[(at < 0 && by < 0 ? matches.length - 1 : at + by + matches.length) % matches.length]);
  }
}
