/**
 * Keeps what V8 holds small while much flows through it.
 *
 * Inflated chunks are garbage at once, and a nursery that does not grow collects them early: 150 → 116 MB at the peak
 * on a million samples, for no measurable time. A small run is better off with a nursery that grows.
 */
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

export function keepNurserySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

let collect: (() => void) | undefined;

/**
 * Frees what nothing refers to, now: V8 does not see how much typed arrays hold outside its heap, and lets them lie for
 * minutes. Takes 20 ms with a heap of 20 MB.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  collect();
}
