/**
 * Goroutines grouped by stack: largest group first, filtered by state and by wait, down to the raw text of each.
 */

import {sum} from 'd3';
import {say, sayLater} from '../../../src/base/language/say.ts';
import {memberNoun} from '../../../src/model/dump-kind.ts';
import {button, fill, h} from '../../base/dom.ts';
import {exactly, formatCount, plural} from '../../base/text.ts';
import type {GoroutinesPayload} from '../../goroutine-payload.ts';
import type {ViewState} from '../../state.ts';
import {failureNote} from '../empty-note.ts';
import {type App, goroutineInput, Latest, type Screen} from '../screen.ts';
import {facetChips, facetKey, nounAlone, stateChips} from './chips.ts';
import {type ChosenContext, openedPart, sharedPart} from './chosen.ts';
import {groupRow, type RowContext} from './group.ts';
import {lockGraph} from './lock-graph.ts';
import {inOrder, type ShownGroup, sharedByGroup, shownGroups} from './shown-groups.ts';
import {waitHistogram} from './wait-histogram.ts';

const SHOWN_GROUPS = 150;

/** Headings of the rows; those with a column order them. */
const HEADINGS: readonly (readonly [title: string, column: string])[] = [
  [sayLater('goroutines'), 'count'],
  [sayLater('share'), ''],
  [sayLater('waiting for'), 'state'],
  [sayLater('how long, median'), 'wait'],
  [sayLater('first own function'), 'function'],
  [sayLater('started by'), 'creator'],
];

export class GoroutinesScreen implements Screen {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly body = h('div', {class: 'goroutines-body'});
  private readonly latest = new Latest();
  private readonly latestMatch = new Latest();
  private payload: GoroutinesPayload | undefined;
  private input = -1;
  private query = '';
  private isMatch: Uint8Array | undefined;
  /** Indexes of groups that are open. */
  private readonly openGroups = new Set<number>();
  /** What the screen shows, to leave it alone while only the address changes. */
  private drawn = '';

  constructor(app: App) {
    this.app = app;
    this.element = h('section', {class: 'screen goroutines', 'aria-label': say('Goroutines')}, this.body);
  }

  update(state: ViewState): void {
    const input = goroutineInput(this.app, state);
    if (input < 0) {
      fill(this.body, [
        h('h1', {}, say('Goroutines')),
        h('p', {}, say('None of the inputs is a goroutine dump. Take one with:')),
        h(
          'pre',
          {class: 'stack', tabindex: 0},
          "curl -s 'localhost:6060/debug/pprof/goroutine?debug=2' -o goroutines.txt",
        ),
        h('p', {}, say('and drop it here to read it together with the open inputs.')),
        button(say('Open files…'), () => this.app.run('open')),
      ]);
      return;
    }
    if (input === this.input) {
      if (state.query !== this.query) this.match(state.query);
      this.draw(state);
      return;
    }
    this.input = input;
    this.element.setAttribute('aria-busy', 'true');
    const work = this.app.client.request<GoroutinesPayload>({kind: 'goroutines', input});
    void this.latest.run(
      work,
      (payload) => {
        this.element.setAttribute('aria-busy', 'false');
        this.payload = payload;
        this.openGroups.clear();
        this.drawn = '';
        this.query = '';
        this.isMatch = undefined;
        this.update(this.app.store.state);
      },
      (error) => {
        this.element.setAttribute('aria-busy', 'false');
        fill(this.body, [h('h1', {}, say('Goroutines')), failureNote(this.app, error)]);
      },
    );
  }

  focus(): void {
    this.body.querySelector<HTMLElement>('h1')?.focus();
  }

  private match(query: string): void {
    this.query = query;
    if (query === '' || this.payload === undefined) {
      this.isMatch = undefined;
      this.drawn = '';
      this.app.showSearch('');
      return;
    }
    const names = this.payload.groups.map(({createdBy, labels, stack}) => [...stack, createdBy, labels].join('\n'));
    const work = this.app.client.request<Uint8Array>({kind: 'match', pattern: query, names});
    void this.latestMatch.run(
      work,
      (isMatch) => {
        if (query !== this.query) return;
        this.isMatch = isMatch;
        this.drawn = '';
        this.draw(this.app.store.state);
      },
      (error) => this.app.showSearch(error instanceof Error ? error.message : String(error), true),
    );
  }

  /** What the shown input has: goroutines, or threads in the kernel. */
  private noun(): string {
    return memberNoun(this.app.opened.inputs[this.input].kind);
  }

  private draw(state: ViewState): void {
    const {payload} = this;
    const {goroutine, order, sharing, waiting, waits: range} = state;
    const key = JSON.stringify([goroutine, order, sharing, waiting, range]);
    if (payload === undefined || key === this.drawn) return;
    this.drawn = key;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['key'] : undefined;
    const shown = shownGroups(payload, state, this.isMatch);
    const total = sum(shown, ({group}) => group.count);
    if (this.isMatch !== undefined) this.app.showSearch(plural(total, this.noun()));
    const chosen = this.chosenContext(payload);
    fill(this.body, [
      h(
        'h1',
        {tabindex: -1},
        plural(payload.total, this.noun()),
        h('span', {class: 'place'}, say` in ${plural(payload.groups.length, sayLater('group'))}`),
      ),
      this.inputName(),
      this.filters(payload, state),
      lockGraph(payload, {
        onWaiters: (key) => this.app.store.set({sharing: key}),
        onHolder: (id) => this.app.store.set({goroutine: String(id)}),
      }),
      sharedPart(chosen, sharing),
      openedPart(chosen, goroutine),
      h(
        'h2',
        {},
        total === payload.total
          ? say('Groups')
          : say`${plural(shown.length, sayLater('group'))}, ${plural(total, this.noun())}`,
      ),
      ...this.rows(payload, shown, order),
    ]);
    if (focused !== undefined) this.body.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  /** What narrows the groups down: ages beside states and what is shared. */
  private filters(payload: GoroutinesPayload, {sharing, waiting, waits: range}: ViewState): HTMLElement {
    const {store} = this.app;
    const waits = payload.groups.flatMap((group) => [...group.waits]);
    const hasIds = payload.members.id.length > 0;
    const id = h('input', {type: 'number', min: 0, class: 'raw-id', id: 'goroutine-id', 'data-key': 'goroutine-id'});
    id.addEventListener('change', () => store.set({goroutine: id.value}));
    return h(
      'div',
      {class: 'goroutine-filters'},
      waits.length > 0 &&
        h(
          'div',
          {},
          h(
            'h2',
            {},
            say('How long they wait'),
            h('span', {class: 'place'}, say(' · click a bar, or draw over several, to filter by them')),
          ),
          waitHistogram(waits, range, (chosen) => store.set({waits: chosen})),
        ),
      h(
        'div',
        {},
        stateChips(payload, waiting, (chosen) => store.set({waiting: chosen === waiting ? '' : chosen})),
        facetChips(payload, this.noun(), sharing, (chosen) => store.set({sharing: chosen})),
        hasIds &&
          h(
            'p',
            {},
            h('label', {for: 'goroutine-id', class: 'inline-label'}, say`${nounAlone(this.noun())} by id `),
            id,
          ),
      ),
    );
  }

  private rows(payload: GoroutinesPayload, shown: readonly ShownGroup[], order: string): (HTMLElement | false)[] {
    const {store} = this.app;
    if (shown.length === 0) {
      const reset = button(say('Reset'), () => store.set({waiting: '', waits: '', sharing: '', query: ''}));
      return [h('p', {}, say`No ${nounAlone(this.noun())} matches the filters. `, reset)];
    }
    const context = this.rowContext(payload);
    return [
      h(
        'div',
        {class: 'group-headings', role: 'group', 'aria-label': say('Order')},
        HEADINGS.map(([title, column]) => this.heading(title, column, order)),
      ),
      h(
        'ol',
        {class: 'groups'},
        inOrder(shown, order)
          .slice(0, SHOWN_GROUPS)
          .map((each) => groupRow(each, context)),
      ),
      shown.length > SHOWN_GROUPS &&
        h(
          'p',
          {class: 'place'},
          say`${formatCount(shown.length - SHOWN_GROUPS)} smaller groups are not shown; search to find them.`,
        ),
    ];
  }

  private heading(title: string, column: string, order: string): HTMLElement {
    if (column === '') return h('span', {class: 'place'}, say(title));
    const isIt = order.replace(/^-/, '') === column;
    const mark = !isIt ? '' : order.startsWith('-') ? ' ↑' : ' ↓';
    const next = order === column ? `-${column}` : order === `-${column}` ? '' : column;
    return button(say(title) + mark, () => this.app.store.set({order: next}, true), {
      class: 'link',
      'aria-pressed': isIt ? 'true' : 'false',
      'data-key': `order ${column}`,
    });
  }

  private rowContext(payload: GoroutinesPayload): RowContext {
    const {app, input, openGroups} = this;
    return {
      app,
      input,
      payload,
      longest: payload.groups.reduce((most, {waitMax}) => Math.max(most, waitMax), 0),
      shared: sharedByGroup(payload),
      isOpen: (index) => openGroups.has(index),
      onToggle: (index, isOpen) => (isOpen ? openGroups.add(index) : openGroups.delete(index)),
      showInFlame: (name) => this.showInFlame(name),
      share: (facet) => app.store.set({sharing: facetKey(facet)}),
      onGoroutine: (id) => this.keepInAddress(id),
    };
  }

  private chosenContext(payload: GoroutinesPayload): ChosenContext {
    return {
      app: this.app,
      input: this.input,
      noun: this.noun(),
      payload,
      onGoroutine: (id) => this.keepInAddress(id),
    };
  }

  /** A link to the goroutine that is shown; the screen has it already. */
  private keepInAddress(id: number): void {
    const {store} = this.app;
    const {order, sharing, waiting, waits} = store.state;
    this.drawn = JSON.stringify([String(id), order, sharing, waiting, waits]);
    store.set({goroutine: String(id)}, true);
  }

  /** Which input they are of, where that is a question. */
  private inputName(): HTMLElement | undefined {
    const {inputs} = this.app.opened;
    return inputs.length < 2 ? undefined : h('p', {class: 'place'}, this.app.names[this.input]);
  }

  private showInFlame(name: string): void {
    this.app.store.set({
      screen: 'flame',
      input: this.input,
      zoom: -1,
      name,
      mode: 'down',
      query: exactly(name),
    });
  }
}
