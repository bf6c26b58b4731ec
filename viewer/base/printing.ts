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
