/**
 * Every key of the page, as data: what is pressed and the command it runs. What the help says of each is help.ts's.
 */

/** By key; keys of one command stand together, the one that buttons show first. */
const COMMANDS: Readonly<Record<string, string>> = {
  1: 'screen-findings',
  2: 'screen-flame',
  3: 'screen-table',
  4: 'screen-goroutines',
  5: 'screen-compare',
  6: 'screen-series',
  7: 'screen-graph',
  '/': 'search',
  n: 'next-match',
  N: 'previous-match',
  ArrowUp: 'frame-up',
  ArrowDown: 'frame-down',
  ArrowLeft: 'frame-left',
  ArrowRight: 'frame-right',
  Enter: 'zoom',
  Backspace: 'up',
  Home: 'all',
  Escape: 'all',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  a: 'pan-left',
  d: 'pan-right',
  w: 'pan-up',
  S: 'pan-down',
  i: 'invert',
  s: 'sandwich',
  f: 'focus',
  h: 'hide',
  x: 'ignore',
  X: 'reset',
  t: 'next-type',
  l: 'labels',
  c: 'color',
  T: 'theme',
  e: 'unfold',
  R: 'runtime',
  g: 'packages',
  I: 'flip',
  v: 'source',
  y: 'copy-name',
  Y: 'copy-stack',
  b: 'swap',
  r: 'relative',
  u: 'undo',
  o: 'open',
  '?': 'help',
};

export function keysOf(command: string): string[] {
  return Object.keys(COMMANDS).filter((key) => COMMANDS[key] === command);
}

/** In the order of the help. */
export function allCommands(): string[] {
  return [...new Set(Object.values(COMMANDS))];
}

/** Keys that buttons, rows and the page itself need when they have the focus. */
const FOCUS_KEYS: ReadonlySet<string> = new Set(['Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home']);

/** The command of a key press, '' where the key belongs to what has the focus. */
export function commandFor(event: KeyboardEvent, areLettersOn: boolean): string {
  if (event.ctrlKey || event.metaKey || event.altKey) return '';
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (target?.closest('input, textarea, select, dialog') != null) return '';
  const isOnTree = target === undefined || target === document.body || target.getAttribute('role') === 'tree';
  if (FOCUS_KEYS.has(event.key) && !isOnTree) return '';
  if (!areLettersOn && /^[a-z]$/i.test(event.key)) return '';
  return COMMANDS[event.key] ?? '';
}
