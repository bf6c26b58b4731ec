/**
 * States of debug=1 dumps of Go 1.26, held against what programs of it print on SIGQUIT at the same moment.
 *
 * A traceback with all addresses holds what debug=1 would print of the goroutine, beside the state that debug=1 hides.
 */
import {beforeAll, describe, expect, test} from 'vitest';
import {goroutineCensus} from '../../../src/analysis/goroutines/census.ts';
import type {WaitClass} from '../../../src/model/profile.ts';
import {readText} from '../../support/profile-text.ts';
import {esbuildServing, languageServer, watchingCompiler} from '../../support/tracebacks.ts';

/** Quiet connections that the server reads from. */
const CONNECTIONS = 100;

/** Goroutines of each stack of the program's own functions, by what they wait for. */
function waitsByStack(text: string): Map<string, Map<WaitClass, number>> {
  const counts = new Map<string, Map<WaitClass, number>>();
  for (const {count, names, waitClass} of goroutineCensus(readText(text)).groups) {
    const stack = names.filter((name) => !RUNTIME.test(name)).join(';');
    // debug=1 does not tell who runs, and lists no goroutine of the runtime.
    if (waitClass === 'running' || waitClass === 'runtime' || stack === '') continue;
    const waits = counts.get(stack) ?? new Map<WaitClass, number>();
    counts.set(stack, waits.set(waitClass, (waits.get(waitClass) ?? 0) + count));
  }
  return counts;
}

const RUNTIME = /^(?:internal\/)?runtime[./]/;

/** A traceback that shows the runtime, as debug=1 writes it: all addresses, names from the first that is not hidden. */
function asCountProfile(traceback: string): string {
  const frame = /^(\S+)\(.*\n\t.*?(?:\+0x[0-9a-f]+ .*pc=(0x[0-9a-f]+))?$/gm;
  const rows = traceback.split('\n\n').flatMap((goroutine) => {
    if (!/^goroutine [1-9]/.test(goroutine)) return [];
    const frames = [...goroutine.split('\ncreated by ')[0].matchAll(frame)].map(([, name, pc]) => ({name, pc}));
    const shown = frames.findIndex(({name}) => !/^(?:internal\/)?runtime[./]/.test(name));
    // The runtime does not profile goroutines of its own.
    if (shown < 0) return [];
    const named = frames.slice(shown).filter(({name}) => name !== 'runtime.goexit');
    // An inlined call stands at the address of the call around it, which is the next.
    const pcOf = (at: number): string => named.slice(at).find(({pc}) => pc !== undefined)?.pc ?? '0x1';
    const comments = named.map(({name}, at) => `#\t0x${(BigInt(pcOf(at)) - 1n).toString(16)}\t${name}+0x1\t/a.go:1`);
    const addresses = frames.flatMap(({pc}) => pc ?? []);
    return [`1 @ ${addresses.join(' ')}\n${comments.join('\n')}\n`];
  });
  return `goroutine profile: total ${rows.length}\n${rows.join('\n')}`;
}

interface Tally {
  same: number;
  unknown: number;
  /** `stack: wait`. */
  readonly wrong: string[];
}

/** How many goroutines debug=1 says the same of, nothing of, or something else of. */
function compare(traceback: string): Tally {
  const tally: Tally = {same: 0, unknown: 0, wrong: []};
  const inferred = waitsByStack(asCountProfile(traceback));
  for (const [stack, waits] of waitsByStack(traceback)) {
    const found = inferred.get(stack);
    for (const [wait, count] of waits) {
      const same = Math.min(count, found?.get(wait) ?? 0);
      tally.same += same;
      tally.unknown += count - same;
    }
    for (const [wait, count] of found ?? []) {
      if (wait !== 'other' && count > (waits.get(wait) ?? 0)) tally.wrong.push(`${stack}: ${wait}`);
    }
  }
  return tally;
}

describe('debug=1 says of the goroutines of a program of Go 1.26 what its traceback prints', () => {
  const tallies: Tally[] = [];
  beforeAll(async () => {
    for (const traceback of [await esbuildServing(CONNECTIONS), await languageServer(), await watchingCompiler()]) {
      tallies.push(compare(traceback));
    }
  }, 120_000);

  test('and never anything else', () => {
    expect(tallies.flatMap(({wrong}) => wrong)).toEqual([]);
  });

  test('of each program some, and in all of 99 % at least', () => {
    expect(Math.min(...tallies.map(({same}) => same))).toBeGreaterThan(0);
    const same = tallies.reduce((sum, tally) => sum + tally.same, 0);
    const unknown = tallies.reduce((sum, tally) => sum + tally.unknown, 0);
    expect(same).toBeGreaterThan(CONNECTIONS);
    expect(same / (same + unknown)).toBeGreaterThanOrEqual(0.99);
  });
});
