/**
 * Notifies parts of the page before printing: lists that render only visible rows must then render all of them.
 */
type Listener = (isPrinting: boolean) => void;

const listeners = new Set<Listener>();
let isPrinting = false;

export function onPrint(listener: Listener): void {
  listeners.add(listener);
}

function notify(next: boolean): void {
  if (next === isPrinting) return;
  isPrinting = next;
  for (const listener of listeners) listener(next);
}

addEventListener('beforeprint', () => notify(true));
addEventListener('afterprint', () => notify(false));
matchMedia('print').addEventListener('change', ({matches}) => notify(matches));

const unfolded: HTMLDetailsElement[] = [];

/** What is folded away on the screen is read on paper. */
export function unfoldForPaper(host: HTMLElement): void {
  for (const details of host.querySelectorAll<HTMLDetailsElement>('main details:not([open])')) {
    details.open = true;
    unfolded.push(details);
  }
}

export function foldAfterPaper(): void {
  for (const details of unfolded.splice(0)) details.open = false;
}
