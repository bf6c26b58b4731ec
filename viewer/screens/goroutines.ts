/**
 * Goroutines in groups that stand at one place: most waiting first, by state and by wait, down to the raw text of one.
 */
import {sum} from 'd3';
import {button, fill, h} from '../base/dom.ts';
import {formatCount, plural, safeText, shownName, waitText} from '../base/text.ts';
import type {GoroutineGroupRow, GoroutinesPayload} from '../protocol.ts';
import type {ViewState} from '../state.ts';
import {type App, Latest, type Screen} from './screen.ts';
import {waitHistogram} from './wait-histogram.ts';

const SHOWN_GROUPS = 150;
const SHOWN_FRAMES = 3;
const SHOWN_MEMBERS = 40;

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
        h('p', {}, 'and drop it here: it is read together with what is open.'),
      ]);
      return;
    }
    if (input === this.input) {
      if (state.query !== this.query) this.match(state.query);
      this.draw(state);
      return;
    }
    this.input = input;
    const work = this.app.client.request<GoroutinesPayload>({kind: 'goroutines', input});
    void this.latest.run(
      work,
      (payload) => {
        this.payload = payload;
        this.query = '';
        this.isMatch = undefined;
        this.update(this.app.store.state);
      },
      (error) => this.app.fail(error),
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
        this.isMatch = isMatch;
        this.draw(this.app.store.state);
        const count = sum(this.payload?.groups ?? [], (group, index) => (isMatch[index] === 1 ? group.count : 0));
        this.app.showSearch(plural(count, 'goroutine'));
      },
      (error) => this.app.showSearch(error instanceof Error ? error.message : String(error), true),
    );
  }

  private draw(state: ViewState): void {
    const {payload} = this;
    if (payload === undefined) return;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['key'] : undefined;
    const shown = payload.groups.filter((group, index) => this.isShown(group, index, state));
    const waits = payload.groups.flatMap((group) => [...group.waits]);
    const {store} = this.app;
    const count = sum(shown, (group) => group.count);
    fill(this.body, [
      h(
        'h1',
        {tabindex: -1},
        plural(payload.total, 'goroutine'),
        h('span', {class: 'place'}, ` in ${plural(payload.groups.length, 'group')}`),
      ),
      stateChips(payload, state.waiting, (waiting) => store.set({waiting})),
      waits.length > 0 && h('h2', {}, 'How long they wait'),
      waits.length > 0 && waitHistogram(waits, state.waits, (range) => store.set({waits: range})),
      sharedPart(payload),
      h(
        'h2',
        {},
        shown.length === payload.groups.length
          ? 'Groups'
          : `${plural(shown.length, 'group')}, ${plural(count, 'goroutine')}`,
      ),
      shown.length === 0 &&
        h(
          'p',
          {},
          'Nothing passes the filters. ',
          button('Reset', () => store.set({waiting: '', waits: '', query: ''})),
        ),
      h('ol', {class: 'groups'}, ...shown.slice(0, SHOWN_GROUPS).map((group) => this.groupItem(group))),
      shown.length > SHOWN_GROUPS &&
        h(
          'p',
          {class: 'place'},
          `${formatCount(shown.length - SHOWN_GROUPS)} smaller groups are not shown; search to find them.`,
        ),
    ]);
    if (focused !== undefined) this.body.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  private isShown(group: GoroutineGroupRow, index: number, {waiting, waits}: ViewState): boolean {
    if (this.isMatch !== undefined && this.isMatch[index] !== 1) return false;
    if (waiting !== '' && !group.states.some(({text}) => text === waiting)) return false;
    if (waits === '') return true;
    const [from, to] = waits.split('-').map(Number);
    return group.waits.some((wait) => wait >= from && wait <= to);
  }

  private groupItem(group: GoroutineGroupRow): HTMLElement {
    const {count, createdBy, labels, stack, states, waitMax, waitMedian, waitMin} = group;
    const wait =
      waitMedian < 0
        ? ''
        : waitMin === waitMax
          ? `waiting ${waitText(waitMin)}`
          : `waiting ${waitText(waitMin)} to ${waitText(waitMax)}, median ${waitText(waitMedian)}`;
    const state = states
      .filter(({text}) => text !== '')
      .map(({count: of, text}) => (states.length === 1 ? safeText(text) : `${formatCount(of)} ${safeText(text)}`));
    const telling = tellingFrames(stack);
    return h(
      'li',
      {class: 'card quiet group'},
      h(
        'p',
        {class: 'group-head'},
        h('strong', {}, formatCount(count)),
        h('span', {}, [...state, wait].filter((part) => part !== '').join(' · ')),
      ),
      h('p', {class: 'group-frames'}, ...telling.map((name) => h('code', {title: safeText(name)}, shownName(name)))),
      createdBy !== '' && h('p', {class: 'place', title: safeText(createdBy)}, `started by ${shownName(createdBy)}`),
      labels !== '' && h('p', {class: 'place'}, safeText(labels)),
      h(
        'details',
        {},
        h('summary', {}, `Stack, ${plural(stack.length, 'frame')}`),
        h('pre', {class: 'stack', tabindex: 0}, stack.map(safeText).join('\n')),
        h(
          'div',
          {class: 'actions'},
          button('Show in flame', () => this.showInFlame(group)),
        ),
        this.memberList(group),
      ),
    );
  }

  private memberList({members}: GoroutineGroupRow): HTMLElement | undefined {
    if (members.length === 0) return undefined;
    const raw = h('pre', {class: 'stack', hidden: true, tabindex: 0});
    const buttons = members
      .slice(0, SHOWN_MEMBERS)
      .map(({id, length, offset}) =>
        length > 0
          ? button(`goroutine ${id}`, () => this.showRaw(raw, offset, length), {class: 'link'})
          : h('span', {}, `goroutine ${id}`),
      );
    return h(
      'div',
      {class: 'members'},
      h('p', {}, ...buttons.flatMap((item) => [item, ' ']), members.length > SHOWN_MEMBERS && '…'),
      raw,
    );
  }

  private showRaw(target: HTMLElement, offset: number, length: number): void {
    this.app.client.request<string>({kind: 'raw', input: this.input, offset, length}).then(
      (text) => {
        target.textContent = text.split('\n').map(safeText).join('\n');
        target.hidden = false;
      },
      (error: unknown) => this.app.fail(error),
    );
  }

  private showInFlame({stack}: GoroutineGroupRow): void {
    const [name] = tellingFrames(stack);
    if (name === undefined) return;
    this.app.store.set({
      screen: 'flame',
      input: this.input,
      zoom: 0,
      mode: 'down',
      query: `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`,
    });
  }
}

/** The input that is a dump: the chosen one if it is, else the first. */
function goroutineInput({opened}: App, state: ViewState): number {
  const isDump = (index: number): boolean =>
    opened.inputs[index]?.kind === 'goroutine' || opened.inputs[index]?.kind === 'goroutineleak';
  if (isDump(state.input)) return state.input;
  return opened.inputs.findIndex((_, index) => isDump(index));
}

/** The first frames that are not the runtime's own. */
function tellingFrames(stack: readonly string[]): readonly string[] {
  const first = stack.findIndex((name) => !/^(runtime|internal\/poll|sync|syscall)[./]/.test(name));
  return stack.slice(Math.max(0, first), Math.max(0, first) + SHOWN_FRAMES);
}

function stateChips(
  {groups}: GoroutinesPayload,
  chosen: string,
  onChoose: (state: string) => void,
): HTMLElement | undefined {
  const counts = new Map<string, number>();
  for (const {states} of groups) for (const {count, text} of states) counts.set(text, (counts.get(text) ?? 0) + count);
  const chips = [...counts].filter(([text]) => text !== '').sort(([, a], [, b]) => b - a);
  if (chips.length === 0) return undefined;
  return h(
    'p',
    {class: 'chips', role: 'group', 'aria-label': 'States'},
    ...chips.map(([text, count]) =>
      button(`${safeText(text)} ${formatCount(count)}`, () => onChoose(text === chosen ? '' : text), {
        class: 'chip',
        'aria-pressed': text === chosen ? 'true' : 'false',
        'data-key': `state ${text}`,
      }),
    ),
  );
}

function sharedPart({groups, shared}: GoroutinesPayload): HTMLElement | undefined {
  if (shared.length === 0) return undefined;
  const items = shared.map(({count, groups: places, what, word}) => {
    const first = groups[places[0]];
    const frame = first === undefined ? '' : shownName(tellingFrames(first.stack)[0] ?? '');
    return h('li', {}, h('code', {}, word), ` ${plural(count, 'goroutine')} · ${safeText(what)} · ${frame}`);
  });
  return h(
    'details',
    {},
    h('summary', {}, `Waiting on one address (${formatCount(shared.length)})`),
    h('ul', {class: 'shared'}, ...items),
  );
}
