/**
 * The state of the page, kept in the URL fragment. Back and undo are the browser's history, so every view can be left and
 * shared.
 */
import {isRuntimeShown} from './base/settings.ts';
import type {Filter, FilterKind, FlameMode} from './protocol.ts';

export const SCREENS = ['findings', 'flame', 'table', 'goroutines', 'compare', 'series', 'graph'] as const;
export type Screen = (typeof SCREENS)[number];

export interface ViewState {
  readonly screen: Screen;
  readonly input: number;
  /** The input before, for comparisons; -1 chooses one. */
  readonly base: number;
  /** Name of the sample type, '' for the input's own choice. */
  readonly type: string;
  readonly query: string;
  /** Node of the shown tree that fills the width. */
  readonly zoom: number;
  readonly mode: FlameMode;
  readonly pivot: string;
  readonly filters: readonly Filter[];
  readonly unfold: boolean;
  /** Whether the flamegraph shows each frame of the runtime at the end of stacks. */
  readonly runtime: boolean;
  readonly relative: boolean;
  readonly panes: boolean;
  /** How sides of unequal durations are compared; 'auto' leaves it to the core. */
  readonly scale: ScaleChoice;
  readonly sort: string;
  /** Function chosen in the table. */
  readonly name: string;
  /** Chosen goroutine state. */
  readonly waiting: string;
  /** Chosen range of waits in minutes, '' for all. */
  readonly waits: string;
  /** What the shown goroutines share, e.g. `lock 0xc000123456` or `label app=api`, '' for anything. */
  readonly sharing: string;
  /** Id of the goroutine whose text is shown, '' for none. */
  readonly goroutine: string;
  /** Column by which groups of goroutines are ordered, '' for most waiting time first. */
  readonly order: string;
  /** What frames are coloured by. */
  readonly color: ColorChoice;
  /** Process of a series, '' for the first. */
  readonly process: string;
  /** What the time line shows. */
  readonly line: string;
  /** The two moments chosen on the time line, '' for the page's choice. */
  readonly picked: string;
  /** The moments of the series that are open, '' for what the page came with; see moments.ts. */
  readonly shown: string;
}

export const SCALE_CHOICES = ['auto', 'none', 'duration'] as const;
export type ScaleChoice = (typeof SCALE_CHOICES)[number];
export const COLOR_CHOICES = ['package', 'wait', 'self'] as const;
export type ColorChoice = (typeof COLOR_CHOICES)[number];

export const FIRST_STATE: ViewState = {
  screen: 'findings',
  input: 0,
  base: -1,
  type: '',
  query: '',
  zoom: 0,
  mode: 'down',
  pivot: '',
  filters: [],
  unfold: false,
  runtime: isRuntimeShown(),
  relative: false,
  panes: false,
  scale: 'auto',
  sort: '',
  name: '',
  waiting: '',
  waits: '',
  sharing: '',
  goroutine: '',
  order: '',
  color: 'package',
  process: '',
  line: '',
  picked: '',
  shown: '',
};

const FILTER_KINDS: readonly FilterKind[] = ['focus', 'ignore', 'hide', 'show-from', 'tag'];
const MODES: readonly FlameMode[] = ['down', 'up', 'callers', 'callees'];

/** The fragment, without `#`; defaults are left out. */
export function encodeState(state: ViewState): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) {
    // What one browser remembers, another does not: a link says it.
    const isUsual = value === FIRST_STATE[key as keyof ViewState] && !(key === 'runtime' && value === true);
    if (key === 'filters' || isUsual) continue;
    params.set(key, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
  for (const {kind, text} of state.filters) params.append(kind, text);
  return params.toString();
}

/** Reads a fragment; invalid parts are ignored. */
export function decodeState(fragment: string): ViewState {
  const params = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = (key: string): string => params.get(key) ?? '';
  const number = (key: 'input' | 'base' | 'zoom'): number => {
    const parsed = Number(params.get(key) ?? FIRST_STATE[key]);
    return Number.isInteger(parsed) ? parsed : FIRST_STATE[key];
  };
  const filters: Filter[] = [];
  for (const [key, value] of params) {
    if (FILTER_KINDS.includes(key as FilterKind) && value !== '') filters.push({kind: key as FilterKind, text: value});
  }
  return {
    screen: SCREENS.find((screen) => screen === text('screen')) ?? FIRST_STATE.screen,
    input: Math.max(0, number('input')),
    base: number('base'),
    type: text('type'),
    query: text('query'),
    zoom: Math.max(0, number('zoom')),
    mode: MODES.find((mode) => mode === text('mode')) ?? 'down',
    pivot: text('pivot'),
    filters,
    unfold: text('unfold') === '1',
    runtime: text('runtime') === '' ? FIRST_STATE.runtime : text('runtime') === '1',
    relative: text('relative') === '1',
    panes: text('panes') === '1',
    scale: SCALE_CHOICES.find((choice) => choice === text('scale')) ?? 'auto',
    sort: text('sort'),
    name: text('name'),
    waiting: text('waiting'),
    waits: text('waits'),
    sharing: text('sharing'),
    goroutine: text('goroutine'),
    order: text('order'),
    color: COLOR_CHOICES.find((choice) => choice === text('color')) ?? 'package',
    process: text('process'),
    line: text('line'),
    picked: text('picked'),
    shown: text('shown'),
  };
}

export class Store {
  private current: ViewState;
  private readonly listeners: ((state: ViewState) => void)[] = [];

  /** @param start  the fragment where the address has none */
  constructor(start: string) {
    this.current = decodeState(location.hash.length > 1 ? location.hash : start);
    addEventListener('popstate', () => this.read());
    addEventListener('hashchange', () => this.read());
  }

  get state(): ViewState {
    return this.current;
  }

  subscribe(listener: (state: ViewState) => void): void {
    this.listeners.push(listener);
  }

  /** Changes the state; `replace` adds no history entry, as while typing. */
  set(patch: Partial<ViewState>, replace = false): void {
    const next = {...this.current, ...patch};
    const fragment = `#${encodeState(next)}`;
    if (fragment === `#${encodeState(this.current)}`) return;
    this.current = next;
    if (replace) history.replaceState(null, '', fragment);
    else history.pushState(null, '', fragment);
    this.notify();
  }

  private read(): void {
    if (encodeState(decodeState(location.hash)) === encodeState(this.current)) return;
    this.current = decodeState(location.hash);
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener(this.current);
  }
}
