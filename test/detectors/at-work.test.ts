/**
 * Processes that are busy, or crashed for a reason of their own: what waits in them is no trouble.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Profile} from '../../src/model/profile.ts';
import {profileOf} from '../support/folded-profile.ts';
import {counts, dump, readIncident} from '../support/incident-text.ts';

const verdicts = (text: string): string[] =>
  analyze([readIncident(text)])
    .findings.filter(({severity}) => severity !== 'info')
    .map(({culprit, id}) => `${id} ${culprit.function}`);

/** The goroutine that writes the dump: the process is at work. */
const WRITER = '[running] runtime/pprof.writeGoroutineStacks < net/http/pprof.Index < main.main';

describe('a lock that moves', () => {
  const waiters =
    '[sync.Mutex.Lock] sync.(*Mutex).Lock(0xc0aa08) < acme.io/hub.(*Pool).put(0xc0aa00) by acme.io/hub.Run';

  test('is held by a goroutine that runs', () => {
    const holder = '[running] acme.io/hub.(*Pool).put(0xc0aa00) by acme.io/hub.Run';
    expect(verdicts(dump([WRITER, holder, `${waiters} *95`]))).toEqual([]);
  });

  test('without a holder that runs it is a convoy', () => {
    expect(verdicts(dump([WRITER, `${waiters} *95`]))).toEqual(['lock-convoy acme.io/hub.(*Pool).put']);
  });

  test('is held by a goroutine that helps the garbage collector, without addresses', () => {
    const stacks = [
      '84 runtime.gopark < runtime.semacquire1 < sync.runtime_SemacquireMutex < sync.(*Mutex).lockSlow < acme.io/hub.(*Pool).put',
      '1 runtime.gopark < runtime.semacquire1 < runtime.semacquire < runtime.gcMarkDone < runtime.gcAssistAlloc < runtime.mallocgc < acme.io/hub.(*Pool).put',
      '1 runtime/pprof.writeGoroutine < main.main',
    ];
    expect(verdicts(counts(86, stacks))).toEqual([]);
  });
});

describe('a lock whose holder sleeps', () => {
  const lock = (state: string): string => `[${state}] sync.(*Mutex).Lock(0xc0aa08) < acme.io/hub.(*Pool).put(0xc0aa00)`;
  const holder = '[sleep] time.Sleep(0x1) < acme.io/hub.(*Pool).put(0xc0aa00) by acme.io/hub.Run';
  const waiting = (state: string): Profile =>
    readIncident(dump([WRITER, `${lock(state)} by acme.io/hub.Run *95`, holder]));
  const released = (name: string, durationSeconds: number): Profile => {
    const delay = {type: 'delay', unit: 'nanoseconds', durationSeconds};
    return {...profileOf([`acme.io/hub.Run;${name};sync.(*Mutex).Unlock 9000000000`], delay), kind: 'mutex'};
  };
  const locks = (...profiles: readonly Profile[]): string[] =>
    analyze(profiles)
      .findings.filter(({id}) => id === 'deadlock' || id === 'lock-convoy')
      .map(({id}) => id);

  test('is stuck, for all that a dump says', () => {
    expect(locks(waiting('sync.Mutex.Lock'))).toEqual(['deadlock']);
  });

  test('is none where a profile of the next seconds has seen that it is released', () => {
    expect(locks(waiting('sync.Mutex.Lock'), released('acme.io/hub.(*Pool).put', 5))).toEqual(['lock-convoy']);
  });

  test.each([
    ['a profile since the start of the process', 'sync.Mutex.Lock', 'acme.io/hub.(*Pool).put', 0],
    ['the release of another lock', 'sync.Mutex.Lock', 'acme.io/hub.(*Queue).take', 5],
    ['waiters of some age', 'sync.Mutex.Lock, 4 minutes', 'acme.io/hub.(*Pool).put', 5],
  ])('is stuck all the same by %s', (_, state, name, seconds) => {
    expect(locks(waiting(state), released(name, seconds))).toContain('deadlock');
  });
});

describe('a few senders beside who was started with them and is at work', () => {
  const senders = '[chan send] acme.io/etl.read(0xc0#) by acme.io/etl.copyAll *16';

  test('may only wait for a slow reader', () => {
    expect(verdicts(dump([WRITER, senders, '[sleep] time.Sleep < acme.io/etl.store by acme.io/etl.copyAll']))).toEqual(
      [],
    );
  });

  test('alone they are stuck', () => {
    expect(verdicts(dump([WRITER, senders]))).toEqual(['goroutine-leak-chan-send acme.io/etl.read']);
  });
});

test('a pool whose slots others have is busy, not leaking', () => {
  const at = (line: number): string => `#\t0x4a104f\tacme.io/shop.report.func1+0x8f\t/src/shop/report.go:${line}`;
  const waiting = [
    '91 @ 0x43a0b6 0x44a7e5 0x4a2000 0x4a1050',
    '#\t0x4a1fff\tdatabase/sql.(*DB).conn+0x7a5\t/go/src/database/sql/sql.go:1313',
    '#\t0x4a201f\tdatabase/sql.(*DB).Conn+0x45\t/go/src/database/sql/sql.go:1949',
    at(20),
    '',
  ];
  const holding = [
    '60 @ 0x43a0b6 0x44a7e5 0x4a1050',
    '#\t0x44a7e4\ttime.Sleep+0x124\t/go/src/runtime/time.go:195',
    at(22),
    '',
  ];
  const head = ['goroutine profile: total 152'];
  const own = [
    '1 @ 0x45a0b6 0x4a3000',
    '#\t0x4a2fff\truntime/pprof.writeGoroutine+0x1f\t/go/src/runtime/pprof/pprof.go:9',
    '',
  ];
  expect(verdicts([...head, ...waiting, ...holding, ...own].join('\n'))).toEqual([]);
  expect(verdicts([...head, ...waiting, ...own].join('\n'))).toEqual(['connection-leak database/sql.(*DB).conn']);
});

test('workers that a loop starts as a literal are no leak in a form without ids', () => {
  const own = '1 runtime/pprof.writeGoroutine < main.main';
  const parked = 'runtime.gopark < runtime.chanrecv < runtime.chanrecv2';
  expect(verdicts(counts(601, [`600 ${parked} < acme.io/pool.fill.func1`, own]))).toEqual([]);
  expect(verdicts(counts(601, [`600 ${parked} < acme.io/quote.fetch`, own]))).toEqual([
    'goroutine-leak-chan-receive acme.io/quote.fetch',
  ]);
});

test('sleepers in a form without ids may be delayed starts', () => {
  expect(
    verdicts(counts(901, ['900 time.Sleep < acme.io/agent.report', '1 runtime/pprof.writeGoroutine < main.main'])),
  ).toEqual([]);
});

describe('the traceback of a crash', () => {
  const crash = (state: string, blocking: string): string =>
    dump([`[${state}] runtime.gopark < ${blocking} < acme.io/mock.next < runtime.goexit by acme.io/mock.New`], {
      firstId: 4200,
    });

  test('finds a sender and a reader in the middle of their work', () => {
    expect(verdicts(crash('chan send', 'runtime.chansend1'))).toEqual([]);
    expect(verdicts(crash('IO wait, 61 minutes', 'net.(*conn).Read'))).toEqual([]);
  });

  test('goroutines of the runtime alone are nobody', () => {
    const lines = [
      'panic: test timed out after 1m0s',
      '',
      dump(['[select] runtime.gopark < runtime.selectgo < runtime.ensureSigM.func1']),
    ];
    expect(verdicts(lines.join('\n'))).toEqual([]);
  });
});

test('a table of parked goroutines shows who reads, not who leaks', () => {
  const rows = [
    'Type: goroutine',
    'Showing nodes accounting for 823, 99.88% of 824 total',
    '      flat  flat%   sum%        cum   cum%',
    '       823 99.88% 99.88%        823 99.88%  runtime.gopark',
    '         0     0% 99.88%         45  5.46%  bufio.(*Reader).Read',
  ];
  expect(verdicts(`${rows.join('\n')}\n`)).toEqual([]);
});

test('a test is recognised where its path is cut short', () => {
  const text = ['panic: test timed out after 10m0s', '', dump(['[chan receive] ...audio.TestSeek'])].join('\n');
  expect(verdicts(text)).toEqual(['goroutine-leak-chan-receive ...audio.TestSeek']);
});
