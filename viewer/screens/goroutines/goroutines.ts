/**
 * Goroutines grouped by stack: largest group first, filtered by state and by wait, down to the raw text of each.
 */
import {sum} from 'd3';
import {memberNoun} from '../../../src/model/dump-kind.ts';
import {button, fill, h} from '../../base/dom.ts';
import {exactly, formatCount, plural, safeText} from '../../base/text.ts';
import type {GoroutinesPayload} from '../../protocol.ts';
import type {ViewState} from '../../state.ts';
import {failureNote} from '../empty-note.ts';
import {type App, goroutineInput, Latest, type Screen} from '../screen.ts';
import {facetChips, facetKey, stateChips} from './chips.ts';
import {groupCard} from './group.ts';
import {RawGoroutine} from './raw-goroutine.ts';
import {shownGroups} from './shown-groups.ts';
import {waitHistogram} from './wait-histogram.ts';

const SHOWN_GROUPS = 150;

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

  constructor(app: App) {
    this.app = app;
    this.element = h('section', {class: 'screen goroutines', 'aria-label': 'Goroutines'}, this.body);
  }

  update(state: ViewState): void {
    const input = goroutineInput(this.app, state);
    if (input < 0) {
      fill(this.body, [
        h('h1', {}, 'Goroutines'),
        h('p', {}, 'None of the inputs is a goroutine dump. Take one with:'),
        h(
          'pre',
          {class: 'stack', tabindex: 0},
          "curl -s 'localhost:6060/debug/pprof/goroutine?debug=2' -o goroutines.txt",
        ),
        h('p', {}, 'and drop it here to read it together with the open inputs.'),
        button('Open files…', () => this.app.run('open')),
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
        this.query = '';
        this.isMatch = undefined;
        this.update(this.app.store.state);
      },
      (error) => {
        this.element.setAttribute('aria-busy', 'false');
        fill(this.body, [h('h1', {}, 'Goroutines'), failureNote(this.app, error)]);
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
    if (payload === undefined) return;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['key'] : undefined;
    const {store} = this.app;
    const shown = shownGroups(payload, state, this.isMatch);
    const waits = payload.groups.flatMap((group) => [...group.waits]);
    const total = sum(shown, ({group}) => group.count);
    if (this.isMatch !== undefined) this.app.showSearch(plural(total, this.noun()));
    const context = {
      app: this.app,
      input: this.input,
      payload,
      showInFlame: (name: string) => this.showInFlame(name),
    };
    fill(this.body, [
      h(
        'h1',
        {tabindex: -1},
        plural(payload.total, this.noun()),
        h('span', {class: 'place'}, ` in ${plural(payload.groups.length, 'group')}`),
      ),
      this.inputName(),
      stateChips(payload, state.waiting, (waiting) => store.set({waiting: waiting === state.waiting ? '' : waiting})),
      waits.length > 0 &&
        h('h2', {}, 'How long they wait', h('span', {class: 'place'}, ' · click a bar to filter by it')),
      waits.length > 0 && waitHistogram(waits, state.waits, (range) => store.set({waits: range})),
      ...facetChips(payload, this.noun(), state.sharing, (sharing) => store.set({sharing})),
      this.sharedPart(payload, state.sharing),
      h(
        'h2',
        {},
        total === payload.total ? 'Groups' : `${plural(shown.length, 'group')}, ${plural(total, this.noun())}`,
      ),
      shown.length === 0 &&
        h(
          'p',
          {},
          `No ${this.noun()} matches the filters. `,
          button('Reset', () => store.set({waiting: '', waits: '', sharing: '', query: ''})),
        ),
      h(
        'ol',
        {class: 'groups'},
        shown.slice(0, SHOWN_GROUPS).map((each) => groupCard(each, context)),
      ),
      shown.length > SHOWN_GROUPS &&
        h(
          'p',
          {class: 'place'},
          `${formatCount(shown.length - SHOWN_GROUPS)} smaller groups are not shown; search to find them.`,
        ),
    ]);
    if (focused !== undefined) this.body.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
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

  /** Who shares what is chosen: the place, and the text of each. */
  private sharedPart({facets, members}: GoroutinesPayload, sharing: string): HTMLElement | undefined {
    const facet = facets.find((candidate) => facetKey(candidate) === sharing);
    if (facet === undefined) return undefined;
    const raw = new RawGoroutine(this.app, this.input, members, 0, members.id.length);
    raw.element.hidden = true;
    const ids = facet.members.map((member) =>
      button(
        String(members.id[member]),
        () => {
          raw.element.hidden = false;
          raw.show(member);
        },
        {class: 'link', 'aria-label': `Goroutine ${members.id[member]}`},
      ),
    );
    return h(
      'div',
      {class: 'card quiet sharing'},
      h(
        'p',
        {},
        h('strong', {}, `${safeText(facet.kind)} ${safeText(facet.text)}`),
        ` · ${plural(facet.count, this.noun())}${facet.note === '' ? '' : ` · ${safeText(facet.note)}`}`,
      ),
      ids.length > 0 &&
        h(
          'p',
          {class: 'ids'},
          ids.flatMap((id) => [id, ' ']),
          facet.count > ids.length && h('span', {}, '…'),
        ),
      raw.element,
    );
  }
}
