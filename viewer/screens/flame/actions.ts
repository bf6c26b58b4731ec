/**
 * Commands of the flamegraph screen, from keys, buttons and the menu of a frame. Loads once the picture is there.
 */
import {say, sayLater} from '../../../src/base/language/say.ts';
import {remember, type Switch} from '../../base/settings.ts';
import {exactly, shownName} from '../../base/text.ts';
import type {FlameView} from '../../flame/flame-view.ts';
import {pathTo} from '../../flame/navigation.ts';
import {packagePattern} from '../../flame/package-legend.ts';
import {pageOptions} from '../../inputs.ts';
import type {FilterKind, FlamePayload} from '../../protocol.ts';
import type {ColorChoice} from '../../state.ts';
import type {App} from '../screen.ts';

/** What commands see of the screen. */
export interface FlameParts {
  readonly app: App;
  readonly view: FlameView;
  readonly payload: FlamePayload;
  /** What frames can be coloured by. */
  readonly colors: readonly ColorChoice[];
  /** Chooses the next match, or the one before. */
  stepMatch(by: number): void;
}

const FILTERS: readonly FilterKind[] = ['focus', 'hide', 'ignore', 'show-from'];

/** Of a function: a package has no line in the table and no place in a stack. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set(['sandwich', 'callers', 'callees', 'copy-stack', 'copy-command']);

/** Runs a command; false when it is none of these. */
export function flameCommand(parts: FlameParts, name: string): boolean {
  const {app, payload, stepMatch, view} = parts;
  const {store} = app;
  const {state} = store;
  const {tree} = payload;
  const chosen = chosenName(parts);
  if (state.packages && chosen !== '' && OF_FUNCTIONS.has(name)) {
    app.say(say('A package has none: g shows functions again'));
    return true;
  }
  const commands: Readonly<Record<string, () => void>> = {
    'next-match': () => stepMatch(1),
    'previous-match': () => stepMatch(-1),
    zoom: () => store.set({zoom: view.selected}),
    up: () => store.set({zoom: Math.max(0, tree.parent[Math.min(state.zoom, tree.length - 1)])}),
    all: () => store.set({zoom: 0}),
    invert: () => store.set({mode: state.mode === 'down' ? 'up' : 'down', zoom: 0}),
    color: () => nextColor(parts),
    unfold: () => store.set({unfold: !state.unfold, zoom: 0}),
    // A pivot is about a function.
    packages: () =>
      store.set({packages: !state.packages, mode: state.mode === 'up' ? 'up' : 'down', pivot: '', zoom: 0}),
    runtime: () => toggle(app, 'runtime'),
    flip: () => toggle(app, 'flip'),
    source: () => toggleSource(app),
    sandwich: () => chosen !== '' && store.set({screen: 'table', name: chosen}),
    callers: () => chosen !== '' && store.set({mode: 'callers', pivot: chosen, zoom: 0}),
    callees: () => chosen !== '' && store.set({mode: 'callees', pivot: chosen, zoom: 0}),
    'copy-name': () => copy(app, sayLater('name'), () => chosen),
    'copy-stack': () => copy(app, sayLater('stack'), () => chosenStack(parts)),
    'copy-command': () => copy(app, sayLater('command'), ({frameCommand}) => frameCommand(app, chosen)),
  };
  const filter = FILTERS.find((kind) => kind === name);
  const run = filter === undefined ? commands[name] : () => addFilter(parts, filter, chosen);
  run?.();
  return run !== undefined;
}

/** The page remembers; the zoom follows the names. */
function toggle({store}: App, name: Switch): void {
  const isOn = !store.state[name];
  remember(name, isOn);
  store.set({[name]: isOn});
}

function toggleSource(app: App): void {
  if (pageOptions().hasSources === true) toggle(app, 'source');
  else app.say(say('No source here: pprofx view --source-path DIR says where it is'));
}

function addFilter({app: {store}}: FlameParts, kind: FilterKind, chosen: string): void {
  const {filters, packages} = store.state;
  const text = packages ? packagePattern(chosen) : exactly(chosen);
  if (chosen !== '') store.set({filters: [...filters, {kind, text}], zoom: 0});
}

/** Opens the menu of the chosen frame. */
export function openMenu(parts: FlameParts, at: {readonly x: number; readonly y: number}): void {
  const name = chosenName(parts);
  if (name === '') return;
  import('../../flame/frame-menu.ts').then(
    ({openFrameMenu}) =>
      openFrameMenu(
        shownName(name),
        at,
        (command) => flameCommand(parts, command),
        () => parts.view.focus(),
      ),
    parts.app.fail,
  );
}

function chosenName({payload: {tree}, view}: FlameParts): string {
  return view.selected === 0 ? '' : tree.names[tree.fn[view.selected]];
}

/** Leaf first, as Go prints stacks. */
function chosenStack({payload: {tree}, view}: FlameParts): string {
  const names = pathTo(tree, view.selected)
    .slice(1)
    .map((node) => tree.names[tree.fn[node]]);
  return names.reverse().join('\n');
}

function copy(app: App, what: string, textOf: (part: typeof import('../frame-text.ts')) => string): void {
  import('../frame-text.ts').then((part) => part.copyText(app, textOf(part), what), app.fail);
}

function nextColor({app, colors}: FlameParts): void {
  const color = colors[(colors.indexOf(app.store.state.color) + 1) % colors.length];
  if (colors.length === 1) app.say(say('Frames of this graph can be coloured by package only'));
  app.store.set({color});
}
