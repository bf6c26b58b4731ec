/**
 * The help: every key, in a dialog.
 */
import {say, sayLater} from '../../src/base/language/say.ts';
import {button, h} from '../base/dom.ts';
import {areLetterKeysOn, setLetterKeys} from '../base/settings.ts';
import {isReport} from '../inputs.ts';
import {allCommands, keysOf} from './keys.ts';

/** What each command does. */
const WHAT: Readonly<Record<string, string>> = {
  'screen-findings': sayLater('Findings'),
  'screen-flame': sayLater('Flame'),
  'screen-table': sayLater('Table'),
  'screen-goroutines': sayLater('Goroutines'),
  'screen-compare': sayLater('Compare'),
  'screen-series': sayLater('Time'),
  'screen-graph': sayLater('Graph'),
  search: sayLater('search by regular expression'),
  'next-match': sayLater('next match'),
  'previous-match': sayLater('previous match'),
  'frame-up': sayLater('to the caller'),
  'frame-down': sayLater('to the heaviest callee'),
  'frame-left': sayLater('to the sibling before'),
  'frame-right': sayLater('to the sibling after'),
  zoom: sayLater('zoom to the frame'),
  up: sayLater('zoom out one frame'),
  all: sayLater('show everything'),
  'zoom-in': sayLater('narrow the window'),
  'zoom-out': sayLater('widen the window'),
  'pan-left': sayLater('move left'),
  'pan-right': sayLater('move right'),
  'pan-up': sayLater('move up'),
  'pan-down': sayLater('move down'),
  invert: sayLater('bottom-up and back'),
  sandwich: sayLater('sandwich: callers and callees'),
  focus: sayLater('focus: only stacks with the frame'),
  hide: sayLater('hide: remove the frame from stacks'),
  ignore: sayLater('ignore: drop stacks with the frame'),
  reset: sayLater('remove all filters'),
  'next-type': sayLater('next sample type'),
  labels: sayLater('filter by label'),
  color: sayLater('colours: by package, wait, self, change'),
  theme: sayLater('dark or light'),
  flip: sayLater('callers at the bottom and back'),
  source: sayLater('source beside the frame'),
  packages: sayLater('packages instead of functions'),
  runtime: sayLater('show and fold frames of the runtime'),
  unfold: sayLater('fold and unfold chains'),
  'copy-name': sayLater('copy the name'),
  'copy-stack': sayLater('copy the stack'),
  swap: sayLater('swap before and after'),
  relative: sayLater('relative or absolute change'),
  undo: sayLater('undo (same as Back)'),
  open: sayLater('open files'),
  help: sayLater('this help'),
};

/** Shown instead of the names of keys. */
const KEY_LABELS: Readonly<Record<string, string>> = {ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→'};

export function showHelp(): void {
  const rows = allCommands().map((command) =>
    h(
      'div',
      {},
      h(
        'dt',
        {},
        keysOf(command)
          .filter((key) => key !== '=')
          .flatMap((key, i) => [i > 0 && ' ', h('kbd', {}, KEY_LABELS[key] ?? key)]),
      ),
      h('dd', {}, say(WHAT[command])),
    ),
  );
  const letters = h('input', {type: 'checkbox', id: 'letter-keys', checked: areLetterKeysOn()});
  letters.addEventListener('change', () => setLetterKeys(letters.checked));
  const dialog = h(
    'dialog',
    {class: 'help', 'aria-labelledby': 'help-title'},
    h('h2', {id: 'help-title'}, say('Keys')),
    h('dl', {class: 'keys'}, rows),
    languageLink(),
    h('p', {}, letters, ' ', h('label', {for: 'letter-keys', class: 'inline-label'}, say('single-letter keys'))),
    h(
      'p',
      {class: 'place'},
      say(
        'Mouse: click zooms, Ctrl or Shift with the wheel zooms, drag moves. Touch: tap for details, tap again to zoom, pinch.',
      ),
    ),
    button(say('Close'), () => dialog.close(), {autofocus: true}),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A page that a server hands out is there in both languages; the address remembers which was chosen. */
function languageLink(): HTMLElement | undefined {
  if (isReport() || location.protocol === 'file:') return undefined;
  const isChinese = document.documentElement.lang === 'zh-CN';
  const href = `?lang=${isChinese ? 'en' : 'zh'}${location.hash}`;
  return h('p', {}, h('a', {href, lang: isChinese ? 'en' : 'zh-CN'}, isChinese ? 'English' : '\u4e2d\u6587'));
}
