/**
 * Where the facts are from, and what is true of many waits.
 */

/** A file of the kernel's source. */
export function source(path: string): string {
  return `https://github.com/torvalds/linux/blob/master/${path}`;
}

/** A page of the kernel's documentation. */
export function page(path: string): string {
  return `https://docs.kernel.org/${path}`;
}

export const NOT_KILLED = 'kill -9 does not end it: a thread in this wait acts on no signal until the wait is over.';
export const KILLED = 'kill -9 ends this wait.';
export const STACKS_OF_BLOCKED =
  'Find who holds it, the blocked thread that waits for something else: `echo w | sudo tee /proc/sysrq-trigger; sudo dmesg | pprofx analyze -`';
