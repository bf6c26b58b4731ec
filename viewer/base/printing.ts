/**
 * Tells parts of the page when they are about to be printed: what only holds what is in sight must hold all of it then.
 */
type Listener = (isPrinting: boolean) => void;

const listeners = new Set<Listener>();
let isPrinting = false;

export function onPrint(listener: Listener): void {
  listeners.add(listener);
}

function tell(next: boolean): void {
  if (next === isPrinting) return;
  isPrinting = next;
  for (const listener of listeners) listener(next);
}

addEventListener('beforeprint', () => tell(true));
addEventListener('afterprint', () => tell(false));
matchMedia('print').addEventListener('change', ({matches}) => tell(matches));
