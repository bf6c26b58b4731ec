/**
 * The help: every key, in a dialog.
 */
import {button, h} from '../base/dom.ts';
import {areLetterKeysOn, setLetterKeys} from '../base/settings.ts';
import {KEYS} from './keys.ts';

/** What each command does. */
const WHAT: Readonly<Record<string, string>> = {
  'screen-findings': 'Findings',
  'screen-flame': 'Flame',
  'screen-table': 'Table',
  'screen-goroutines': 'Goroutines',
  'screen-compare': 'Compare',
  'screen-series': 'Time',
  'screen-graph': 'Graph',
  search: 'search by regular expression',
  'next-match': 'next match',
  'previous-match': 'previous match',
  'frame-up': 'to the caller',
  'frame-down': 'to the heaviest callee',
  'frame-left': 'to the sibling before',
  'frame-right': 'to the sibling after',
  zoom: 'zoom to the frame',
  up: 'zoom out one frame',
  all: 'show everything',
  'zoom-in': 'narrow the window',
  'zoom-out': 'widen the window',
  'pan-left': 'move left',
  'pan-right': 'move right',
  'pan-up': 'move up',
  'pan-down': 'move down',
  invert: 'bottom-up and back',
  sandwich: 'sandwich: callers and callees',
  focus: 'focus: only stacks with the frame',
  hide: 'hide: remove the frame from stacks',
  ignore: 'ignore: drop stacks with the frame',
  reset: 'remove all filters',
  'next-type': 'next sample type',
  labels: 'filter by label',
  color: 'colours: by package, by wait, by self',
  theme: 'dark or light',
  runtime: 'show and fold frames of the runtime',
  unfold: 'fold and unfold chains',
  'copy-name': 'copy the name',
  'copy-stack': 'copy the stack',
  swap: 'swap before and after',
  relative: 'relative or absolute change',
  undo: 'undo (same as Back)',
  open: 'open files',
  help: 'this help',
};

/** Shown instead of the names of keys. */
const KEY_LABELS: Readonly<Record<string, string>> = {ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→'};

export function showHelp(): void {
  const rows = KEYS.map(({command, keys}) =>
    h(
      'div',
      {},
      h(
        'dt',
        {},
        keys.filter((key) => key !== '=').flatMap((key, i) => [i > 0 && ' ', h('kbd', {}, KEY_LABELS[key] ?? key)]),
      ),
      h('dd', {}, WHAT[command]),
    ),
  );
  const letters = h('input', {type: 'checkbox', id: 'letter-keys', checked: areLetterKeysOn()});
  letters.addEventListener('change', () => setLetterKeys(letters.checked));
  const dialog = h(
    'dialog',
    {class: 'help', 'aria-labelledby': 'help-title'},
    h('h2', {id: 'help-title'}, 'Keys'),
    h('dl', {class: 'keys'}, rows),
    h('p', {}, letters, ' ', h('label', {for: 'letter-keys', class: 'inline-label'}, 'single-letter keys')),
    h(
      'p',
      {class: 'place'},
      'Mouse: click zooms, Ctrl or Shift with the wheel zooms, drag moves. Touch: tap for details, tap again to zoom, pinch.',
    ),
    button('Close', () => dialog.close(), {autofocus: true}),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
