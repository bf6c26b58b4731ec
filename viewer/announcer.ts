/**
 * Short messages at the edge of the page, which screen readers read out.
 */
import {h} from './base/dom.ts';

const MILLIS = 4000;
const announcer = document.body.appendChild(h('div', {class: 'toast', role: 'status', 'aria-live': 'polite'}));
let timer = 0;

export function announce(text: string): void {
  announcer.textContent = text;
  announcer.classList.add('shown');
  clearTimeout(timer);
  timer = window.setTimeout(() => announcer.classList.remove('shown'), MILLIS);
}
