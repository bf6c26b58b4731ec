/**
 * Entry of the page: opens its inputs, builds the screens, and wires state, keys and commands.
 */
import {say} from '../src/base/language/say.ts';
import type {Theme} from '../src/render/words/palette.ts';
import {announce} from './announcer.ts';
import {h} from './base/dom.ts';
import {foldAfterPaper, onPrint, unfoldForPaper} from './base/printing.ts';
import {areLetterKeysOn, droppedBefore, keepDropped, theme as keptTheme, setTheme} from './base/settings.ts';
import {inputNames} from './base/text.ts';
import type {BundleInputs} from './bundle-inputs.ts';
import {Client, failureOf} from './client.ts';
import type {InputFile} from './input-file.ts';
import {acceptDrops, askForFiles, isReport, pageInputs, pageOptions} from './inputs.ts';
import {hasScreen, holdBundle, momentFiles, openedBundle} from './moments.ts';
import {readPreloadedAnswers} from './preloaded-answers.ts';
import type {Diagnosed, Failure, FlamePayload, OpenedInputs} from './protocol.ts';
import {SCREEN_PARTS} from './screen-parts.ts';
import {isComparison} from './screens/compare/pair.ts';
import {LazyScreen} from './screens/lazy-screen.ts';
import {type App, currentInput, type Screen as ScreenPart, sampleTypeOf} from './screens/screen.ts';
import {commandFor} from './shell/keys.ts';
import type {PreviewHandlers} from './shell/preview.ts';
import {Shell} from './shell/shell.ts';
import {errorCard, ProgressCard} from './shell/start.ts';
import {encodeState, FIRST_STATE, SCREENS, type Screen, Store} from './state.ts';
import './style.css';

const host = document.getElementById('pprofx') ?? document.body.appendChild(h('div', {id: 'pprofx'}));
const store = new Store(document.getElementById('pprofx-inputs')?.dataset['start'] ?? '');
const client = new Client(readPreloadedAnswers());
let theme: Theme = keptTheme();
let openFiles: readonly InputFile[] = [];
let shell: Shell | undefined;
let screens = new Map<Screen, ScreenPart>();
/** `ViewState.shown` of what is open. */
let shown = '';
let isPrinting = false;
/** Smaller inputs are read almost as soon as their preview. */
const PREVIEWED_BYTES = 4 << 20;
type How = 'initial' | 'chosen' | 'more';
/** Names of files that were dropped before the page was loaded again. */
const lost = droppedBefore();

function showEmpty(): void {
  const ask = (): void => askForFiles((files) => void open(files));
  import('./shell/empty-page.ts').then(
    ({emptyPage}) => host.replaceChildren(emptyPage((files) => void open(files), ask, openFolder)),
    (error: unknown) => host.replaceChildren(errorCard(failureOf(error), ask)),
  );
}

/** Opens what the address names: moments of a series, or what the page came with. */
function openShown(): void {
  shown = store.state.shown;
  const files = momentFiles(shown);
  const bundle = openedBundle();
  if (bundle !== undefined && files.length === 0) showList(bundle.list());
  else void open(files.length > 0 ? files : pageInputs(), 'initial');
}

function showList(list: HTMLElement): void {
  shell = undefined;
  screens = new Map();
  host.replaceChildren(list);
}

/** Opens the processes of folders and archives; the code comes when there are any. */
function openBundle(inputsOf: BundleInputs): void {
  import('./bundle/bundle.ts')
    .then((part) => part.openBundle(inputsOf(part), {client, store, show: showList, open: openShown}))
    .catch((error: unknown) => showFailure(failureOf(error)));
}

function openFolder(files: readonly File[]): void {
  openBundle((part) => part.chosenFolder(files));
}

/** @param before  what was open, to be read again: the worker that held it is gone */
function showFailure(failure: Failure, before: readonly InputFile[] = []): void {
  if (failure.code === 'CANCELLED') void open(before, 'initial');
  else host.replaceChildren(errorCard(failure, () => askForFiles((files) => void open(files))));
}

/** Whether one of them could not be read because it holds others. */
function hasArchive(failures: readonly Failure[]): boolean {
  return !isReport() && failures.some(({message}) => /(?:tar|zip) archive$/.test(message));
}

/** Opens files: the order of `initial` ones has a meaning, `more` join those that are open. */
async function open(files: readonly InputFile[], how: How = 'chosen'): Promise<void> {
  if (files.length === 0) {
    showEmpty();
    return sayDropped(how);
  }
  if (how === 'chosen') holdBundle(undefined);
  const all = how === 'more' ? [...openFiles, ...files] : files;
  const progress = new ProgressCard(() => client.cancel());
  host.replaceChildren(progress.element);
  let preview: FlamePayload | undefined;
  const stopPreview = previewOf(all, how, (payload, picture) => {
    preview = payload;
    progress.add(picture);
  });
  try {
    const read = await readAll(all, how, progress);
    if (hasArchive(read.failures)) return openBundle((part) => part.archivesAmong(all));
    keepOpen(all, how, read);
    // With its code there, the screen is built together with the shell, and laid out once.
    await SCREEN_PARTS[store.state.screen]().catch(() => undefined);
    build(read, preview);
    sayDropped(how);
    if (read.failures.length > 0 && store.state.screen !== 'findings')
      announce(say`Not read: ${read.failures[0].input}. Findings say why.`);
  } catch (error) {
    const failure = failureOf(error);
    if (hasArchive([failure])) openBundle((part) => part.archivesAmong(all));
    else showFailure(failure, how === 'more' ? openFiles : []);
  } finally {
    stopPreview();
  }
}

function readAll(files: readonly InputFile[], how: How, progress: ProgressCard): Promise<OpenedInputs> {
  const isOrdered = how === 'initial';
  const isFlameFirst = store.state.screen === 'flame';
  return client.request<OpenedInputs>({kind: 'open', files, isOrdered, isFlameFirst, options: pageOptions()}, (part) =>
    progress.show(part),
  );
}

/** What is open from now on, and where one goes first. */
function keepOpen(files: readonly InputFile[], how: How, {failures, inputs}: OpenedInputs): void {
  const unread = new Set(failures.map(({input}) => input));
  openFiles = files.filter(({name}) => !unread.has(name));
  const names = how === 'initial' ? [] : openFiles.filter((file) => 'bytes' in file).map(({name}) => name);
  if (openedBundle() === undefined) keepDropped(names);
  if (isComparison({inputs, failures}) && hasScreen('compare')) startComparing(how === 'more');
}

/** After a reload, what was dropped on the page is gone: only its names are known. */
function sayDropped(how: How): void {
  if (how === 'initial' && lost.length > 0)
    announce(say`Open again what a reload forgets: ${lost.splice(0).join(', ')}`);
}

/** Starts a preview for a large input when the address asks for the default flamegraph. */
function previewOf(files: readonly InputFile[], how: How, onPicture: PreviewHandlers['onPicture']): () => void {
  const isPlain = encodeState(store.state) === encodeState({...FIRST_STATE, screen: 'flame'});
  const [file] = files;
  const isWorthIt = how === 'initial' && isPlain && files.length === 1 && 'url' in file && file.size >= PREVIEWED_BYTES;
  if (!isWorthIt) return () => undefined;
  const started = import('./shell/preview.ts').then(({startPreview}) =>
    startPreview(file, theme, {onPicture, onZoom: (zoom) => store.set({zoom})}),
  );
  // The usual reader reports whatever is wrong.
  return () => void started.then((stop) => stop()).catch(() => undefined);
}

/** Goes to the comparison, unless an address that came with the inputs says something else. */
function startComparing(isMore: boolean): void {
  if (location.hash.length <= 1) store.set({screen: 'compare'}, true);
  else if (isMore) store.set({...FIRST_STATE, screen: 'compare'});
}

function build(current: OpenedInputs, preview: FlamePayload | undefined): void {
  let asked: Promise<Diagnosed> | undefined;
  const diagnosed = (): Promise<Diagnosed> => {
    asked ??= client.request<Diagnosed>({kind: 'diagnose'});
    // What failed may succeed the next time.
    asked.catch(() => {
      asked = undefined;
    });
    return asked;
  };
  const app: App = {
    client,
    store,
    opened: current,
    preview,
    names: inputNames(current.inputs.map(({name}) => name)),
    diagnosed,
    theme: () => (isPrinting ? 'light' : theme),
    run: (command) => void run(app, command),
    say: announce,
    fail: (error) => announce(failureOf(error).message),
    showSearch: (text, isBad = false) => shell?.showSearch(text, isBad),
  };
  screens = new Map(SCREENS.map((name) => [name, lazily(name, app)]));
  shell = new Shell(app, screens, {
    run: (command) => run(app, command),
    export: (kind) =>
      void import('./shell/export-menu.ts').then(
        ({exportAs}) => exportAs(app, kind, screens.get(store.state.screen)),
        app.fail,
      ),
  });
  host.replaceChildren(shell.element);
  document.onkeydown = (event) => {
    const command = commandFor(event, areLetterKeysOn());
    if (command !== '' && run(app, command)) event.preventDefault();
  };
  shell.update(store.state);
}

function lazily(name: Screen, app: App): ScreenPart {
  return new LazyScreen(
    async () => (await SCREEN_PARTS[name]())(app),
    name === 'findings' ? say('Looking for problems…') : '',
    {
      onReady: () => shell?.update(store.state),
      onFailure: (error) => app.fail(error),
    },
  );
}

/** Runs a command of the key table: first the page's own, then the screen's. */
function run(app: App, command: string): boolean {
  const screen = SCREENS.find((name) => command === `screen-${name}` && hasScreen(name));
  if (screen !== undefined) {
    store.set({screen});
    shell?.focusScreen();
    return true;
  }
  const own: Readonly<Record<string, () => void>> = {
    search: () => shell?.search.select(),
    help: () => void import('./shell/help.ts').then(({showHelp}) => showHelp(), app.fail),
    theme: () => applyTheme(theme === 'light' ? 'dark' : 'light'),
    undo: () => history.back(),
    open: () => askForFiles((files) => void open(files, 'more')),
    filter: () => showFilters(app, 'focus'),
    labels: () => showFilters(app, 'tag'),
    reset: () => store.set({filters: [], zoom: 0}),
    'next-type': () => nextType(app),
  };
  const action = own[command];
  action?.();
  return action !== undefined || screens.get(store.state.screen)?.command?.(command) === true;
}

/** Dialogs come after the first screen, so their code does too. */
function showFilters(app: App, kind: 'focus' | 'tag'): void {
  import('./shell/label-dialog.ts').then(({showFilterDialog}) => showFilterDialog(app, kind), app.fail);
}

function nextType(app: App): void {
  const input = currentInput(app, store.state);
  const next = (sampleTypeOf(input, store.state) + 1) % Math.max(1, input.sampleTypes.length);
  store.set({type: input.sampleTypes[next]?.type ?? ''});
  announce(say`Sample type ${input.sampleTypes[next]?.type ?? ''}`);
}

function applyTheme(next: Theme): void {
  theme = next;
  setTheme(next);
  document.documentElement.dataset['theme'] = next;
  for (const screen of screens.values()) screen.repaint?.();
}

/** Paper is white, and holds what is folded away on the screen. */
function forPaper(isOn: boolean): void {
  isPrinting = isOn;
  document.documentElement.dataset['theme'] = isOn ? 'light' : theme;
  if (isOn) unfoldForPaper(host);
  else foldAfterPaper();
  for (const screen of screens.values()) screen.repaint?.();
}

onPrint(forPaper);
document.documentElement.classList.add('js');
document.documentElement.dataset['theme'] = theme;
store.subscribe((state) => {
  if (state.shown === shown) shell?.update(state);
  else openShown();
});
// A link may come from a page that has more screens.
if (!hasScreen(store.state.screen)) store.set({screen: 'findings'}, true);
// Its code loads while the worker reads; a failure is reported when the screen is shown.
SCREEN_PARTS[store.state.screen]().catch(() => undefined);
acceptDrops(
  (files) => void open(files, shell === undefined ? 'chosen' : 'more'),
  (entries) => openBundle((part) => part.droppedInputs(entries)),
);
const {catalogue} = pageOptions();
if (catalogue === undefined) openShown();
else
  import('../src/base/language/catalogue.ts')
    .then(({useCatalogue}) => useCatalogue(catalogue))
    .then(openShown, openShown);
