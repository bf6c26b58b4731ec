/**
 * The state of the page, kept in the URL fragment. Back and undo are the browser's history, so every view can be left and
 * shared.
 */
import {isRemembered, type Switch} from './base/settings.ts';
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
  /** Whether callers are at the bottom, as flames are drawn. */
  readonly flip: boolean;
  /** Whether the panel of the flamegraph shows the source, where the page has it. */
  readonly source: boolean;
  /** Whether frames of a package that call each other are one. */
  readonly packages: boolean;
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
export const COLOR_CHOICES = ['package', 'wait', 'self', 'change'] as const;
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
  runtime: isRemembered('runtime'),
  flip: isRemembered('flip'),
  source: isRemembered('source'),
  packages: false,
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

const SWITCHES: ReadonlySet<string> = new Set<Switch>(['runtime', 'flip', 'source']);

/** The fragment, without `#`; defaults are left out. */
export function encodeState(state: ViewState): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) {
    // What one browser remembers, another does not: a link says it.
    const isUsual = value === FIRST_STATE[key as keyof ViewState] && !(SWITCHES.has(key) && value === true);
    if (key === 'filters' || isUsual) continue;
    params.set(key, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
  for (const {kind, text} of state.filters) params.append(kind, text);
  return params.toString();
}

/** Reads a fragment; invalid parts are ignored. */
export function decodeState(fragment: string): ViewState {
  const params = new URLSearchParams(fragment.replace(/^#/, ''));
  const read = Object.entries(FIRST_STATE).map(([key, first]) => [key, decodeValue(key, params.get(key), first)]);
  const filters: Filter[] = [];
  for (const [key, value] of params) {
    if (FILTER_KINDS.includes(key as FilterKind) && value !== '') filters.push({kind: key as FilterKind, text: value});
  }
  return {...(Object.fromEntries(read) as ViewState), filters};
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  screen: SCREENS,
  mode: MODES,
  scale: SCALE_CHOICES,
  color: COLOR_CHOICES,
};

/** The value of a key, of the type of its first one. */
function decodeValue(key: string, text: string | null, first: unknown): unknown {
  if (text === null || text === '') return first;
  if (typeof first === 'boolean') return text === '1';
  if (typeof first === 'number') {
    const number = Number(text);
    return Number.isInteger(number) ? Math.max(key === 'base' ? -1 : 0, number) : first;
  }
  return CHOICES[key]?.includes(text) === false ? first : text;
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
