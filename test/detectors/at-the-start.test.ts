/**
 * What a program loads at its start, a crowd that comes once, and a program at its work: large, and no trouble.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Profile} from '../../src/model/profile.ts';
import {profileOf} from '../support/folded-profile.ts';
import {dump, readIncident} from '../support/incident-text.ts';

const first = (profile: Profile): string => {
  const [{culprit, id, severity}] = analyze([profile]).findings;
  return `${severity} ${id} ${culprit.function}`;
};

describe('a heap of which most was made', () => {
  test.each([
    ['by a function of main itself', 'runtime.main;main.main;main.ranges', 'info'],
    [
      'by a loader below functions of the start',
      'runtime.main;main.main;main.run;acme.io/geo.New;acme.io/geo.rows',
      'info',
    ],
    ['by a loading method', 'runtime.main;main.main;acme.io/geo.(*DB).loadRows', 'info'],
    ['by a method that gathers', 'runtime.main;main.main;acme.io/geo.(*DB).remember', 'warning'],
    [
      'for something that is asked again and again',
      'runtime.main;main.main;acme.io/geo.lookUp;acme.io/geo.rows',
      'warning',
    ],
    ['on another goroutine', 'acme.io/geo.New;acme.io/geo.rows', 'warning'],
  ])('%s', (_, stack, severity) => {
    const [, maker] = /([^;]+)$/.exec(stack) ?? [];
    const heap = profileOf([`${stack} ${131 * 2 ** 20}`, `acme.io/web.serve ${2 ** 20}`], {
      type: 'inuse_space',
      unit: 'bytes',
    });
    expect(first(heap)).toBe(`${severity} heap-hog ${maker}`);
  });

  test('is trouble where even a table is too large', () => {
    const heap = profileOf([`runtime.main;main.main;main.ranges ${400 * 2 ** 20}`], {
      type: 'inuse_space',
      unit: 'bytes',
    });
    expect(first(heap)).toBe('warning heap-hog main.ranges');
  });
});

/** A contention profile of one stack, in nanoseconds, leaf first. */
const waited = (count: number, seconds: number, names: readonly string[]): Profile =>
  readIncident(
    [
      '--- mutex:',
      'cycles/second=1000000000',
      'sampling period=1',
      `${seconds * 1e9} ${count} @ ${names.map((_, i) => `0x40${i}001`).join(' ')}`,
      ...names.map((name, i) => `#\t0x40${i}000\t${name}+0x1f\t/src/a.go:9`),
      '',
    ].join('\n'),
  );

describe('time lost in a lock of the standard library', () => {
  const transport = ['sync.(*Mutex).Unlock', 'net/http.(*Transport).queueForIdleConn', 'acme.io/web.fetch'];
  test.each([
    ['by one crowd', 440, transport, 'info'],
    ['again and again', 40_000, transport, 'warning'],
    [
      'that is held while a log is written',
      440,
      ['sync.(*Mutex).Unlock', 'log.(*Logger).Output', 'acme.io/web.fetch'],
      'warning',
    ],
    ['of the program itself', 440, ['sync.(*Mutex).Unlock', 'acme.io/web.fetch'], 'warning'],
  ])('%s', (_, count, names, severity) => {
    expect(first(waited(count, 147, names))).toBe(`${severity} lock-contention acme.io/web.fetch`);
  });
});

describe('closures that wait to receive, without ages', () => {
  const others = Array.from({length: 60}, (_, i) => `[select] acme.io/y${i}.poll(0xc0#) by acme.io/y${i}.Start *3`);
  const closures = '[chan receive] acme.io/x.(*Client).fetch.func1(0xc0#) by acme.io/x.(*Client).fetch *300';
  test.each([
    ['are a leak where they came one by one', 7, 'warning'],
    ['may be workers where a loop started them', 1, 'info'],
  ])('%s', (_, stride, severity) => {
    const text = dump(['[running] main.main()', ...others, closures], {stride});
    const leak = analyze([readIncident(text)]).findings.find(({id}) => id === 'goroutine-leak-chan-receive');
    expect(leak?.severity ?? 'info').toBe(severity);
  });
});

describe('CPU time', () => {
  const driver = 'runtime.main;main.main;main.drive';
  const cpu = (lines: readonly string[]): Profile =>
    profileOf(
      lines.map((line) => `${driver}${line}000000`),
      {type: 'cpu', unit: 'nanoseconds', durationSeconds: 10},
    );

  test('of a driver that leaves its work to others, and most of it to none, is that of a program at work', () => {
    expect(first(cpu([';main.list 3800', ';main.search 2600', ';main.create 1500', ' 1000']))).toBe(
      'info hot-function main.drive',
    );
  });

  test('of a driver that works itself has a culprit', () => {
    expect(first(cpu([' 6000', ';main.list 1500', ';main.search 1000']))).toBe('warning hot-function main.drive');
  });

  test('of one that answers over the network is what a server is there for', () => {
    const answered = cpu([
      ';acme.io/dns.answer;net.(*UDPConn).WriteTo;syscall.sendto;syscall.Syscall6 7000',
      ';acme.io/dns.answer 600',
    ]);
    expect(analyze([answered]).findings.map(({id, severity}) => `${severity} ${id}`)).toEqual(['info syscall-loop']);
    const files = cpu([';acme.io/idx.walk;os.Stat;syscall.fstatat;syscall.Syscall6 7000', ';acme.io/idx.walk 600']);
    expect(first(files)).toBe('warning syscall-loop acme.io/idx.walk');
  });

  test('of a closure that another only runs is the closure’s', () => {
    expect(first(cpu([';main.render.func1 9000', ' 10']))).toBe('warning hot-function main.render.func1');
  });
});
