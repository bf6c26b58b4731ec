/**
 * Hangs of the kinds that public bug collections hold, told anew: whoever holds the lock, or waits for what never comes.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {troubles} from '../support/diagnosis.ts';
import {dump, readIncident} from '../support/incident-text.ts';
import {HANGS} from './cases/hangs.ts';

describe('a hang is blamed on who cannot go on', () => {
  test.each(HANGS)('%s', (_, lines, culprit) => {
    const [first] = troubles(analyze([readIncident(dump(lines, {firstId: 18}))]));
    expect(first?.culprit.function).toMatch(culprit);
  });
});

describe('the lock lies in another object than the receiver', () => {
  const queue =
    '[semacquire, @1259 minutes] sync.runtime_Semacquire(0xc0aa74) < sync.(*Mutex).Lock(0xc0aa70) < acme.io/box.(*Daemon).reduce(0xc0dd00, 0xc0aa40) < acme.io/box.(*Daemon).List(0xc0dd00) by net/http.(*Server).Serve *240';
  const stuck = (minutes: number) =>
    `[semacquire, ${minutes} minutes] sync.runtime_Semacquire(0xc0bb8c) < sync.(*WaitGroup).Wait(0xc0bb80) < acme.io/box.(*Daemon).changed(0xc0dd00, 0xc0ab40) < acme.io/box.(*watcher).exit(0xc0cc40) by acme.io/box.Start`;
  const first = (lines: readonly string[]): string | undefined =>
    troubles(analyze([readIncident(dump(lines, {firstId: 18}))]))[0]?.culprit.function;

  test('who got stuck just before the queue formed is the suspect', () => {
    expect(first([queue, stuck(1260)])).toBe('acme.io/box.(*Daemon).changed');
  });

  test.each([
    ['long before', 3000],
    ['later', 300],
  ])('who got stuck %s is not', (_, minutes) => {
    expect(first([queue, stuck(minutes)])).toBe('acme.io/box.(*Daemon).reduce');
  });
});

test('of goroutines inside the locked object, the one is blamed that came through where most of the others queue', () => {
  const waits = (name: string, count: number): string =>
    `[sync.Mutex.Lock] sync.runtime_SemacquireMutex(0xc0000100c) < sync.(*Mutex).lockSlow(0xc00001008) < sync.(*Mutex).Lock(0xc00001008) < main.(*store).${name}(0xc00001000) by main.main *${count}`;
  const idle = '[chan receive] main.(*store).sweep(0xc00001000) by main.main';
  const asleep = '[sleep] time.Sleep(0xf4240) < main.(*store).update(0xc00001000) by main.main';
  for (const inside of [
    [idle, asleep],
    [asleep, idle],
  ]) {
    const lines = [...inside, waits('sweep', 3), waits('update', 29)];
    const [first] = troubles(analyze([readIncident(dump(lines, {firstId: 18}))]));
    expect(first?.culprit.function).toBe('main.(*store).update');
  }
});

describe('waiters without an age, while one is in the function in which they lock', () => {
  const waiter =
    '[sync.Mutex.Lock] sync.runtime_SemacquireMutex(0x0?) < sync.(*Mutex).lockSlow(0xc000014080) < sync.(*Mutex).Lock(...) < acme.io/wal.(*log).flush(0x0?, 0x0?) < acme.io/wal.run(0x1) by main.main *3';
  const inside = (state: string, leaf: string): string =>
    `[${state}] ${leaf} < acme.io/wal.(*log).flush(0x0?, 0x0?) < acme.io/wal.run(0x1) by main.main`;
  const alarms = (lines: readonly string[]): readonly string[] =>
    troubles(analyze([readIncident(dump(lines))])).map(({id}) => id);

  test.each([
    ['sleep', 'time.Sleep(0x2dc6c0)'],
    ['IO wait', 'internal/poll.runtime_pollWait(0x7f0000000000, 0x77)'],
    ['syscall', 'syscall.Syscall(0x1, 0x2, 0x3)'],
  ])('in state %s: their turn comes', (state, leaf) => {
    expect(alarms([inside(state, leaf), waiter])).toEqual([]);
  });

  test.each([
    ['nobody is', [waiter]],
    ['one sends', [inside('chan send', 'runtime.chansend1(0xc00001)'), waiter]],
    ['they wait for a minute', [inside('sleep', 'time.Sleep(0x1)'), waiter.replace('Lock]', 'Lock, 2 minutes]')]],
  ])('%s: a hang', (_, lines) => {
    expect(alarms(lines)).toContain('deadlock');
  });
});
