/**
 * Every key of the page, as data: what is pressed and the command it runs. What the help says of each is help.ts's.
 */
export interface KeyEntry {
  readonly keys: readonly string[];
  readonly command: string;
}

export const KEYS: readonly KeyEntry[] = [
  {keys: ['1'], command: 'screen-findings'},
  {keys: ['2'], command: 'screen-flame'},
  {keys: ['3'], command: 'screen-table'},
  {keys: ['4'], command: 'screen-goroutines'},
  {keys: ['5'], command: 'screen-compare'},
  {keys: ['6'], command: 'screen-series'},
  {keys: ['7'], command: 'screen-graph'},
  {keys: ['/'], command: 'search'},
  {keys: ['n'], command: 'next-match'},
  {keys: ['N'], command: 'previous-match'},
  {keys: ['ArrowUp'], command: 'frame-up'},
  {keys: ['ArrowDown'], command: 'frame-down'},
  {keys: ['ArrowLeft'], command: 'frame-left'},
  {keys: ['ArrowRight'], command: 'frame-right'},
  {keys: ['Enter'], command: 'zoom'},
  {keys: ['Backspace'], command: 'up'},
  {keys: ['Home', 'Escape'], command: 'all'},
  {keys: ['+', '='], command: 'zoom-in'},
  {keys: ['-'], command: 'zoom-out'},
  {keys: ['a'], command: 'pan-left'},
  {keys: ['d'], command: 'pan-right'},
  {keys: ['w'], command: 'pan-up'},
  {keys: ['S'], command: 'pan-down'},
  {keys: ['i'], command: 'invert'},
  {keys: ['s'], command: 'sandwich'},
  {keys: ['f'], command: 'focus'},
  {keys: ['h'], command: 'hide'},
  {keys: ['x'], command: 'ignore'},
  {keys: ['X'], command: 'reset'},
  {keys: ['t'], command: 'next-type'},
  {keys: ['l'], command: 'labels'},
  {keys: ['c'], command: 'color'},
  {keys: ['T'], command: 'theme'},
  {keys: ['e'], command: 'unfold'},
  {keys: ['R'], command: 'runtime'},
  {keys: ['g'], command: 'packages'},
  {keys: ['I'], command: 'flip'},
  {keys: ['v'], command: 'source'},
  {keys: ['y'], command: 'copy-name'},
  {keys: ['Y'], command: 'copy-stack'},
  {keys: ['b'], command: 'swap'},
  {keys: ['r'], command: 'relative'},
  {keys: ['u'], command: 'undo'},
  {keys: ['o'], command: 'open'},
  {keys: ['?'], command: 'help'},
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
