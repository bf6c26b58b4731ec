/**
 * The frame around the screens: inputs, tabs, search, filters, and the current screen.
 */
import {say, sayLater} from '../../src/base/language/say.ts';
import {button, fill, h} from '../base/dom.ts';
import {plural, safeText} from '../base/text.ts';
import {pageOptions} from '../inputs.ts';
import {hasScreen, openedBundle, pageSeries} from '../moments.ts';
import type {InputSummary} from '../protocol.ts';
import {comparisonPair} from '../screens/compare/pair.ts';
import {hasPlumbing, pivotTitle} from '../screens/flame/request.ts';
import {
  type App,
  currentInput,
  goroutineInput,
  isDump,
  type Screen as ScreenPart,
  sampleTypeOf,
} from '../screens/screen.ts';
import {SCREENS, type Screen, type ViewState} from '../state.ts';
import type {ExportKind} from './export-choices.ts';

const TITLES: Readonly<Record<Screen, string>> = {
  findings: sayLater('Findings'),
  flame: sayLater('Flame'),
  table: sayLater('Table'),
  goroutines: sayLater('Goroutines'),
  compare: sayLater('Compare'),
  series: sayLater('Time'),
  graph: sayLater('Graph'),
};

const HAS_TYPES: ReadonlySet<Screen> = new Set(['flame', 'table', 'compare', 'graph']);

/** Buttons for commands of the flamegraph: their words, and when they are pressed. */
const TOOLS: readonly (readonly [command: string, label: string, isOn: (state: ViewState) => boolean])[] = [
  ['invert', sayLater('Bottom-up'), ({mode}) => mode === 'up'],
  ['flip', sayLater('Upwards'), ({flip}) => flip],
  ['packages', sayLater('Packages'), ({packages}) => packages],
  ['color', sayLater('Colours'), ({color}) => color !== 'package'],
  ['unfold', sayLater('Unfold'), ({unfold}) => unfold],
  ['runtime', sayLater('Runtime'), ({runtime}) => runtime],
  ['source', sayLater('Source'), ({source}) => source],
  ['filter', sayLater('Filter…'), () => false],
];

const FILTERED: ReadonlySet<Screen> = new Set(['table', 'compare', 'graph']);

/** Filters take from every tree and table; the others change how the flamegraph is drawn. */
function isToolOf(tool: string, screen: Screen): boolean {
  return screen === 'flame' || (tool === 'filter' && FILTERED.has(screen));
}

function hasUse(tool: string, input: InputSummary): boolean {
  return tool === 'runtime' ? hasPlumbing(input) : tool !== 'source' || pageOptions().hasSources === true;
}

/** What the shell asks of the page around it. */
export interface ShellActions {
  run(command: string): void;
  export(kind: ExportKind): void;
}

export class Shell {
  readonly element: HTMLElement;
  readonly search: HTMLInputElement;
  private readonly app: App;
  private readonly result = h('output', {class: 'search-result', for: 'search'});
  private readonly inputs = h('select', {'aria-label': say('Input'), class: 'input-choice'});
  private readonly types = h('select', {'aria-label': say('Sample type'), class: 'type-choice'});
  private readonly tabs: readonly HTMLElement[];
  private readonly chips = h('div', {class: 'chips filter-chips', role: 'group', 'aria-label': say('Filters')});
  /** The time line of a page that has a series. */
  private readonly strip = h('div', {});
  private readonly main = h('main', {id: 'main', tabindex: -1});
  private readonly screens: ReadonlyMap<Screen, ScreenPart>;
  private updateStrip: (state: ViewState) => void = () => undefined;

  constructor(app: App, screens: ReadonlyMap<Screen, ScreenPart>, actions: ShellActions) {
    this.app = app;
    this.screens = screens;
    const {store} = app;
    if (pageSeries() !== undefined) this.loadStrip();
    this.search = h('input', {
      id: 'search',
      type: 'search',
      placeholder: say('search, e.g. Unmarshal|Decode'),
      'aria-label': say('Search by regular expression'),
      autocomplete: 'off',
      spellcheck: 'false',
      oninput: () => store.set({query: this.search.value}, true),
      onkeydown: (event: KeyboardEvent) => this.searchKey(event, actions),
    });
    this.inputs.addEventListener('change', () => store.set({input: Number(this.inputs.value), zoom: 0}));
    this.types.addEventListener('change', () => store.set({type: this.types.value}));
    this.tabs = SCREENS.map((screen, index) =>
      button(say(TITLES[screen]), () => actions.run(`screen-${screen}`), {class: 'tab', title: say`key ${index + 1}`}),
    );
    this.element = h(
      'div',
      {class: 'page', onpointerdown: (event: Event) => this.closeMenu(event)},
      this.skipLink(),
      h(
        'header',
        {},
        h('span', {class: 'brand'}, 'pprofx'),
        openedBundle()?.crumb(),
        this.inputs,
        this.types,
        searchPart(this.search, this.result, actions),
        headerButtons(actions, app.fail),
      ),
      h('nav', {class: 'tabs', 'aria-label': say('Screens')}, this.tabs, toolButtons(actions)),
      this.strip,
      this.chips,
      this.main,
    );
  }

  update(state: ViewState): void {
    const input = currentInput(this.app, state);
    this.showChoices(state);
    this.tabs.forEach((tab, index) => {
      tab.hidden = !hasScreen(SCREENS[index]);
      if (SCREENS[index] === state.screen) tab.setAttribute('aria-current', 'page');
      else tab.removeAttribute('aria-current');
    });
    for (const [name, , isOn] of TOOLS) {
      const tool = this.element.querySelector<HTMLElement>(`[data-tool=${name}]`);
      tool?.setAttribute('aria-pressed', String(isOn(state)));
      tool?.toggleAttribute('hidden', !isToolOf(name, state.screen) || !hasUse(name, input));
    }
    if (document.activeElement !== this.search) this.search.value = state.query;
    if (state.query === '') this.showSearch('', false);
    const hasMatches =
      state.query !== '' && (state.screen === 'flame' || state.screen === 'compare' || state.screen === 'graph');
    for (const step of this.element.querySelectorAll<HTMLElement>('.match-step'))
      step.style.visibility = hasMatches ? '' : 'hidden';
    this.updateStrip(state);
    this.showChips(state);
    this.element.dataset['title'] = titleInputs(this.app, state);
    document.title = `${say(TITLES[state.screen])} · ${titleInputs(this.app, state)} · pprofx`;
    this.showScreen(state);
  }

  private loadStrip(): void {
    import('../screens/series/strip.ts').then(({SeriesStrip}) => {
      const strip = new SeriesStrip(this.app.store);
      this.strip.append(strip.element);
      this.updateStrip = (state) => strip.update(state);
      strip.update(this.app.store.state);
    }, this.app.fail);
  }

  private showScreen(state: ViewState): void {
    const screen = this.screens.get(state.screen);
    if (screen !== undefined && this.main.firstChild !== screen.element) {
      const hadFocus = this.main.contains(document.activeElement);
      this.main.replaceChildren(screen.element);
      if (hadFocus) this.focusScreen();
    }
    screen?.update(state);
  }

  showSearch(text: string, isBad: boolean): void {
    this.result.textContent = text;
    this.result.classList.toggle('bad', isBad);
    this.search.setAttribute('aria-invalid', isBad ? 'true' : 'false');
  }

  /** A press anywhere else closes the menu, as menus do. */
  private closeMenu({target}: Event): void {
    const menu = this.element.querySelector<HTMLDetailsElement>('.menu[open]');
    if (menu !== null && !menu.contains(target as Node)) menu.open = false;
  }

  private skipLink(): HTMLElement {
    const focusMain = (event: Event): void => {
      event.preventDefault();
      this.main.focus();
    };
    return h('a', {class: 'skip', href: '#main', onclick: focusMain}, say('Skip to the content'));
  }

  private searchKey(event: KeyboardEvent, actions: ShellActions): void {
    // Findings have nothing to search in; who searches there looks for a function.
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    // The way from the box to what it found, where n leads to the next; the pattern stays.
    if (event.key === 'Enter' && this.app.store.state.screen === 'findings') actions.run('screen-flame');
    else this.focusScreen();
    if (event.key === 'Enter') actions.run(event.shiftKey ? 'previous-match' : 'next-match');
  }

  /** Leaves the focus in the shown screen, never nowhere. */
  focusScreen(): void {
    this.screens.get(this.app.store.state.screen)?.focus?.();
    if (!this.main.contains(document.activeElement)) this.main.focus();
  }

  private showChoices(state: ViewState): void {
    const {inputs} = this.app.opened;
    const input = currentInput(this.app, state);
    const isOfDumps = state.screen === 'goroutines' && inputs.some(isDump);
    const shown = isOfDumps ? goroutineInput(this.app, state) : inputs.indexOf(input);
    fill(
      this.inputs,
      inputs.map((option, index) =>
        h(
          'option',
          {value: index, selected: index === shown, disabled: isOfDumps && !isDump(option)},
          `${this.app.names[index]} · ${option.kind}`,
        ),
      ),
    );
    // A comparison and a series name themselves what they show.
    this.inputs.hidden = (state.screen === 'compare' && inputs.length > 1) || state.screen === 'series';
    const chosen = sampleTypeOf(input, state);
    fill(
      this.types,
      input.sampleTypes.map(({type}, index) =>
        h('option', {value: type, selected: index === chosen}, type === '' ? say('unnamed') : safeText(type)),
      ),
    );
    this.types.hidden = input.sampleTypes.length < 2 || !HAS_TYPES.has(state.screen);
  }

  private showChips(state: ViewState): void {
    const {store} = this.app;
    const hasChips = state.filters.length > 0 || (state.screen === 'flame' && pivotTitle(state) !== '');
    this.chips.hidden = !hasChips || !isToolOf('filter', state.screen);
    if (this.chips.hidden) return;
    import('./filter-chips.ts').then(({filterChips}) => fill(this.chips, filterChips(store)), this.app.fail);
  }
}

/** The inputs that a screen is about. */
function titleInputs({names, opened}: App, state: ViewState): string {
  const {inputs} = opened;
  const pair = state.screen === 'compare' ? comparisonPair(inputs, state) : '';
  if (typeof pair !== 'string') return `${names[pair.before]} → ${names[pair.after]}`;
  if (state.screen === 'findings') return inputs.length === 1 ? names[0] : plural(inputs.length, sayLater('input'));
  const shown = state.screen === 'goroutines' ? goroutineInput({opened}, state) : state.input;
  return names[Math.min(Math.max(0, shown), inputs.length - 1)];
}

function searchPart(search: HTMLElement, result: HTMLElement, actions: ShellActions): HTMLElement {
  return h(
    'search',
    {class: 'search'},
    search,
    h('span', {class: 'search-slot'}, result),
    button('‹', () => actions.run('previous-match'), {'aria-label': say('Previous match'), class: 'icon match-step'}),
    button('›', () => actions.run('next-match'), {'aria-label': say('Next match'), class: 'icon match-step'}),
  );
}

function headerButtons(actions: ShellActions, fail: App['fail']): HTMLElement {
  const menu = h('details', {class: 'menu'}, h('summary', {}, say('Export')));
  const load = (): void =>
    void import('./export-choices.ts').then(({fillMenu}) => fillMenu(menu, actions.export), fail);
  menu.addEventListener('toggle', load, {once: true});
  return h(
    'span',
    {class: 'header-buttons'},
    button(say('Open…'), () => actions.run('open')),
    menu,
    button('◐', () => actions.run('theme'), {'aria-label': say('Dark or light'), class: 'icon'}),
    button('?', () => actions.run('help'), {'aria-label': say('Help: all keys'), class: 'icon'}),
  );
}

function toolButtons(actions: ShellActions): HTMLElement {
  return h(
    'span',
    {class: 'tools'},
    TOOLS.map(([command, label]) =>
      button(say(label), () => actions.run(command), {class: 'tool', 'data-tool': command}),
    ),
  );
}
