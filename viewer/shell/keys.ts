/**
 * Every key of the page, as data: what is pressed, the command it runs, and what the help says.
 */
export interface KeyEntry {
  readonly keys: readonly string[];
  readonly command: string;
  readonly what: string;
  /** Shown instead of the key's name. */
  readonly label?: string;
}

export const KEYS: readonly KeyEntry[] = [
  {keys: ['1'], command: 'screen-findings', what: 'Findings'},
  {keys: ['2'], command: 'screen-flame', what: 'Flame'},
  {keys: ['3'], command: 'screen-table', what: 'Table'},
  {keys: ['4'], command: 'screen-goroutines', what: 'Goroutines'},
  {keys: ['5'], command: 'screen-compare', what: 'Compare'},
  {keys: ['6'], command: 'screen-series', what: 'Time'},
  {keys: ['/'], command: 'search', what: 'search by regular expression'},
  {keys: ['n'], command: 'next-match', what: 'next match'},
  {keys: ['N'], command: 'previous-match', what: 'previous match'},
  {keys: ['ArrowUp'], label: '↑', command: 'frame-up', what: 'to the caller'},
  {keys: ['ArrowDown'], label: '↓', command: 'frame-down', what: 'to the heaviest callee'},
  {keys: ['ArrowLeft'], label: '←', command: 'frame-left', what: 'to the sibling before'},
  {keys: ['ArrowRight'], label: '→', command: 'frame-right', what: 'to the sibling after'},
  {keys: ['Enter'], command: 'zoom', what: 'zoom to the frame'},
  {keys: ['Backspace'], command: 'up', what: 'zoom out one frame'},
  {keys: ['Home', 'Escape'], command: 'all', what: 'show everything'},
  {keys: ['+', '='], label: '+', command: 'zoom-in', what: 'narrow the window'},
  {keys: ['-'], command: 'zoom-out', what: 'widen the window'},
  {keys: ['a'], command: 'pan-left', what: 'move left'},
  {keys: ['d'], command: 'pan-right', what: 'move right'},
  {keys: ['w'], command: 'pan-up', what: 'move up'},
  {keys: ['S'], command: 'pan-down', what: 'move down'},
  {keys: ['i'], command: 'invert', what: 'bottom-up and back'},
  {keys: ['s'], command: 'sandwich', what: 'sandwich: callers and callees'},
  {keys: ['f'], command: 'focus', what: 'focus: only stacks with the frame'},
  {keys: ['h'], command: 'hide', what: 'hide: remove the frame from stacks'},
  {keys: ['x'], command: 'ignore', what: 'ignore: drop stacks with the frame'},
  {keys: ['X'], command: 'reset', what: 'remove all filters'},
  {keys: ['t'], command: 'next-type', what: 'next sample type'},
  {keys: ['l'], command: 'labels', what: 'filter by label'},
  {keys: ['c'], command: 'color', what: 'colours: by package or by wait'},
  {keys: ['T'], command: 'theme', what: 'dark or light'},
  {keys: ['e'], command: 'unfold', what: 'fold and unfold chains'},
  {keys: ['y'], command: 'copy-name', what: 'copy the name'},
  {keys: ['Y'], command: 'copy-stack', what: 'copy the stack'},
  {keys: ['b'], command: 'swap', what: 'swap before and after'},
  {keys: ['r'], command: 'relative', what: 'relative or absolute change'},
  {keys: ['u'], command: 'undo', what: 'undo (same as Back)'},
  {keys: ['o'], command: 'open', what: 'open files'},
  {keys: ['?'], command: 'help', what: 'this help'},
];

const COMMAND_OF: ReadonlyMap<string, string> = new Map(
  KEYS.flatMap(({command, keys}) => keys.map((key) => [key, command])),
);

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
  return COMMAND_OF.get(event.key) ?? '';
}
