/**
 * What can be done with a frame, as a menu where it was asked for: by a right click, a long press, or the menu key.
 */
import {say} from '../../src/base/language/say.ts';
import {h} from '../base/dom.ts';
import {actionButton, FRAME_ACTIONS} from './details.ts';

/** Distance kept from the edges of the window. */
const MARGIN = 8;

/** @param onClose  called when the menu is gone, to restore the focus */
export function openFrameMenu(
  title: string,
  at: {readonly x: number; readonly y: number},
  onCommand: (name: string) => void,
  onClose: () => void,
): void {
  document.querySelector('.frame-menu')?.remove();
  const close = (): void => {
    removeEventListener('pointerdown', leave, true);
    menu.remove();
    onClose();
  };
  const leave = (event: Event): void => {
    if (!(event.target instanceof Node && menu.contains(event.target))) close();
  };
  const groups = FRAME_ACTIONS.map(([group, actions]) =>
    h(
      'div',
      {role: 'group', 'aria-label': say(group)},
      actions.map(([command, label]) => {
        const run = (): void => {
          close();
          onCommand(command);
        };
        return actionButton(command, label, run, 'menuitem');
      }),
    ),
  );
  const items = groups.flatMap((group) => [...group.querySelectorAll('button')]);
  const menu = h(
    'div',
    {class: 'frame-menu', role: 'menu', 'aria-label': title},
    h('p', {class: 'place'}, title),
    groups,
  );
  menu.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 && event.key !== 'Escape' && event.key !== 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (step === 0) return close();
    const now = items.indexOf(document.activeElement as HTMLButtonElement);
    items[(now + step + items.length) % items.length].focus();
  });
  (document.querySelector('main') ?? document.body).append(menu);
  const {height, width} = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(MARGIN, Math.min(at.x, innerWidth - width - MARGIN))}px`;
  menu.style.top = `${Math.max(MARGIN, Math.min(at.y, innerHeight - height - MARGIN))}px`;
  addEventListener('pointerdown', leave, true);
  items[0].focus();
}
