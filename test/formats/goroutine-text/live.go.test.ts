/**
 * Dumps of a real process with every blocking state that Go has.
 */
import {beforeAll, describe, expect, test} from 'vitest';
import type {Profile} from '../../../src/model/profile.ts';
import {identityName} from '../../../src/model/symbol.ts';
import {readProfile} from '../../../src/read.ts';
import {countGoroutines, readText, stackOf} from '../../support/goroutines.ts';
import {blockedDumps, blockedPanic} from '../../support/live.ts';

/** Function of test/live/blocked → how many goroutines stand in it, and what for. Go 1.19 says semacquire for locks. */
const EXPECTED: Record<string, readonly [count: number, state: string, waitClass: string]> = {
  'main.sender': [3, 'chan send', 'send'],
  'main.receiver': [3, 'chan receive', 'recv'],
  'main.nilSender': [3, 'chan send (nil chan)', 'nilchan'],
  'main.nilReceiver': [3, 'chan receive (nil chan)', 'nilchan'],
  'main.selector': [3, 'select', 'select'],
  'main.emptySelector': [3, 'select (no cases)', 'select-empty'],
  'main.mutexLocker': [3, 'semacquire', 'mutex'],
  'main.readLocker': [3, 'semacquire', 'rwmutex-r'],
  'main.writeLocker': [3, 'semacquire', 'rwmutex-w'],
  'main.groupWaiter': [3, 'semacquire', 'waitgroup'],
  'main.condWaiter': [3, 'sync.Cond.Wait', 'cond'],
  'main.sleeper': [3, 'sleep', 'sleep'],
  'main.netReader': [3, 'IO wait', 'io'],
  'main.pinned': [3, 'chan receive', 'recv'],
  'main.generic[...]': [3, 'chan receive', 'recv'],
  'main.(*worker).run': [3, 'chan receive', 'recv'],
};

/** Goroutines by the outermost function of main, as EXPECTED has them. */
function byStarter(profile: Profile): Record<string, (string | number)[]> {
  const table = profile.goroutines;
  const found: Record<string, (string | number)[]> = {};
  for (let row = 0; row < profile.samples.length; row++) {
    const name = identityName(stackOf(profile, row).at(-1) ?? '');
    if (!(name in EXPECTED) || table === undefined) continue;
    const {text, waitClass} = table.states[table.state[row]];
    const entry = found[name] ?? [0, text, waitClass];
    found[name] = entry;
    entry[0] = Number(entry[0]) + profile.samples.values[0][row];
    if (entry[1] !== text || entry[2] !== waitClass) entry.push(text, waitClass);
  }
  return found;
}

const total = (profile: Profile): number => profile.samples.values[0].reduce((sum, value) => sum + value, 0);

describe('a Go program with goroutines in every blocking state', () => {
  let dumps: ReturnType<typeof blockedDumps>;
  beforeAll(() => {
    dumps = blockedDumps();
  });

  test('debug=2 tells each state and its class', () => {
    expect(byStarter(readProfile(dumps.debug2))).toEqual(EXPECTED);
  });

  test('debug=0, debug=1 and debug=2 count the same goroutines', () => {
    const counts = [dumps.proto, dumps.debug1, dumps.debug2].map((bytes) => total(readProfile(bytes)));
    expect(counts).toEqual([counts[0], counts[0], counts[0]]);
  });

  test('goroutines locked to their thread are marked', () => {
    expect(countGoroutines(readProfile(dumps.debug2)).locked).toBe(3);
  });

  test('a panic tells the same', () => {
    expect(byStarter(readText(blockedPanic('all')))).toEqual(EXPECTED);
  });

  test('GOTRACEBACK=system adds the runtime and takes nothing away', () => {
    const profile = readText(blockedPanic('system'));
    const table = profile.goroutines;
    const senders = profile.samples.stack.filter((_, row) => stackOf(profile, row).includes('main.sender'));
    expect(senders.length).toBe(3);
    expect(table?.states.map(({text}) => text)).toContain('force gc (idle)');
    expect(profile.skippedLines).toBeUndefined();
  });
});
