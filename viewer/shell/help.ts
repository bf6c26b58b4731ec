/**
 * The help: every key, in a dialog.
 */
import {button, h} from '../base/dom.ts';
import {areLetterKeysOn, setLetterKeys} from '../base/settings.ts';
import {KEYS} from './keys.ts';

export function showHelp(): void {
  const rows = KEYS.map(({keys, label, what}) =>
    h(
      'div',
      {},
      h(
        'dt',
        {},
        (label === undefined ? keys : [label]).flatMap((key, i) => [i > 0 && ' ', h('kbd', {}, key)]),
      ),
      h('dd', {}, what),
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
