/**
 * Tables of quiet processes and of waits: what a table says about time decides what may be said about it.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {counts, readIncident, type TableOptions, table} from '../support/incident-text.ts';

const first = (rows: readonly string[], options: TableOptions): string => {
  const [finding] = analyze([readIncident(table(rows, options))]).findings;
  return finding === undefined ? 'nothing' : `${finding.severity} ${finding.id} ${finding.culprit.function}`;
};

const COLLECTING = [
  '13.0 13.0 runtime.scanobject',
  '4.8 4.9 runtime.findObject',
  '3.8 3.8 runtime.markBits.isMarked',
  '1.2 6.9 runtime.findrunnable',
];

describe('how busy a process is', () => {
  test.each([
    ['no duration: seconds decide', undefined, 'warning gc-pressure runtime.scanobject'],
    ['a core and a half', '30s, Total samples = 41.7s (139.00%)', 'warning gc-pressure runtime.scanobject'],
    [
      'a core for minutes, in old words',
      '0.69mins, Total samples = 41.7s (100.72%)',
      'warning gc-pressure runtime.scanobject',
    ],
    // A leaf of the runtime is where time passes, not who spends it.
    ['nine minutes, hardly at work', '9.16mins, Total samples = 41.7s ( 7.59%)', 'nothing'],
  ])('%s', (_, duration, finding) => {
    const options = {total: 41.7, unit: 's', ...(duration === undefined ? {} : {duration})};
    expect(first(COLLECTING, options)).toBe(finding);
  });

  test('a few samples say nothing', () => {
    expect(first(['0.12 0.12 runtime.futex'], {total: 0.4, unit: 's'})).toBe('nothing');
  });
});

test('rows of a table that lie within each other are not added up', () => {
  const rows = [
    '0.9 6.1 runtime.gcBgMarkWorker',
    '1.2 5.5 runtime.scanobject',
    '1.1 1.1 runtime.findObject',
    '2.1 2.4 runtime.mallocgc',
    '1.9 5.2 acme.io/scrape.(*loop).append',
  ];
  // A quarter of the time at most, where the sum would be a third.
  expect(first(rows, {total: 24, unit: 's', duration: '30s, Total samples = 24s (80.00%)'})).not.toMatch(/gc-pressure/);
});

describe('a table without its type', () => {
  const untyped = (rows: readonly string[], options: TableOptions): string =>
    table(rows, options).replace(/^Type: .*\n/, '');
  const found = (text: string): string => {
    const [finding] = analyze([readIncident(text)]).findings;
    return `${finding?.id} ${finding?.culprit.function}`;
  };

  test('all of it waited for a lock: contention, of the function and not of its handler', () => {
    const rows = [
      '0 25.55 runtime.goexit',
      '25.55 25.55 sync.(*Mutex).Unlock',
      '0 25.35 net/http.(*conn).serve',
      '0 17.39 acme.io/rate.DB.Match',
      '0 17.39 acme.io/rate.ReadHandler',
    ];
    expect(found(untyped(rows, {total: 25.55, unit: 's'}))).toBe('lock-contention acme.io/rate.DB.Match');
  });

  test('days of waiting are days', () => {
    const rows = ['0 2 runtime.goexit', '1.42 1.42 sync.(*Mutex).Lock', '0 1.40 acme.io/store.(*Locker).enter'];
    const text = untyped(rows, {total: 3.24, unit: 'days'});
    expect(readIncident(text).sampleTypes).toEqual([{type: 'delay', unit: 'nanoseconds'}]);
    expect(found(text)).toBe('lock-contention acme.io/store.(*Locker).enter');
  });

  test('locks among other work are CPU time', () => {
    const rows = ['9 9 sync.(*Mutex).Lock', '8 8 runtime.memmove', '0 17 acme.io/store.(*Locker).enter'];
    expect(readIncident(untyped(rows, {total: 17, unit: 's'})).sampleTypes[0].type).toBe('cpu');
  });
});

test('a table of goroutines tells what they wait for', () => {
  const rows = [
    '5330 5330 runtime.gopark',
    '0 5100 runtime.chansend',
    '0 5100 runtime.chansend1',
    '0 5100 acme.io/sdk.(*session).readInput',
    '0 120 runtime.selectgo',
  ];
  expect(first(rows, {total: 5341, unit: '', type: 'goroutine'})).toBe(
    'critical goroutine-leak-chan-send acme.io/sdk.(*session).readInput',
  );
});

test('of rows with one sum, what only wraps the call is outside', () => {
  const rows = [
    '6650 6650 runtime.gopark',
    '0 6500 acme.io/mq.(*offsets).mainLoop',
    '0 6500 acme.io/mq.withRecover',
    '0 103 runtime.chanrecv',
  ];
  const found = first(rows, {total: 6660, unit: '', type: 'goroutine'});
  expect(found).toMatch(/ goroutine-leak-parked acme\.io\/mq\.\(\*offsets\)\.mainLoop$/);
});

test.each([
  [6500, /^warning .*mainLoop$/],
  [3500, /^(?:info .*mainLoop|nothing)$/],
])('%d that are nearly the whole process, at a place whose name promises waiting', (crowd, expected) => {
  const rows = [
    `${crowd} acme.io/mq.(*offsets).mainLoop < acme.io/mq.withRecover`,
    '1 runtime/pprof.writeGoroutine < net/http/pprof.handler.ServeHTTP < net/http.(*conn).serve',
    '107 acme.io/part.(*worker).Run',
  ];
  const [finding] = analyze([readIncident(counts(crowd + 108, rows))]).findings;
  expect(finding === undefined ? 'nothing' : `${finding.severity} ${finding.culprit.function}`).toMatch(expected);
});

describe('allocations since the start', () => {
  const made = (rows: readonly string[]): string => first(rows, {total: 16_500, unit: 'MB', type: 'alloc_space'});

  test('the largest maker is told as info where no code of the program stands out', () => {
    const rows = [
      '4612 6275 sigs.k8s.io/json/internal/golang/encoding/json.(*decodeState).objectInterface',
      '3116 3122 io.ReadAll',
      '943 943 reflect.unsafe_NewArray',
    ];
    expect(made(rows)).toMatch(/^info allocation-churn .*objectInterface$/);
  });

  test('many makers of a little each say nothing', () => {
    expect(made(['900 900 io.ReadAll', '800 800 reflect.New', '700 700 bytes.growSlice'])).toBe('nothing');
  });
});

describe('a small heap', () => {
  test.each([
    ['a pasted table is told', 6, 'info heap-hog acme.io/buf.(*arena).poolOf'],
    ['two samples are not', 1, 'nothing'],
  ])('%s', (_, own, finding) => {
    const rows = [`${own} ${own} acme.io/buf.(*arena).poolOf`, '0.5 0.5 net/http.newBufioReader'];
    expect(first(rows, {total: own + 2, unit: 'MB', type: 'inuse_space'})).toBe(finding);
  });
});

describe('a large heap', () => {
  test.each([
    ['a fifth of gigabytes is much', 5500, 1372, 'warning heap-hog acme.io/query.(*engine).eval'],
    ['a fifth of less is told', 550, 137, 'info heap-hog acme.io/query.(*engine).eval'],
    ['a tenth of gigabytes is not', 14_000, 1372, 'nothing'],
  ])('%s', (_, total, own, finding) => {
    const rows = [`${own} ${own} acme.io/query.(*engine).eval`, `${own / 4} ${own / 4} acme.io/index.(*Reader).labels`];
    expect(first(rows, {total, unit: 'MB', type: 'inuse_space'})).toBe(finding);
  });
});
