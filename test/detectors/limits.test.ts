/**
 * Limits as docs/detectors gives them: at a limit a detector speaks, just below it notes or is silent.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Profile} from '../../src/model/profile.ts';
import {profileOf} from '../support/folded-profile.ts';
import {dump, readIncident, table} from '../support/incident-text.ts';

const MIB = 2 ** 20;

/** `severity id culprit` of the findings of one detector. */
function said(id: string, profile: Profile, residentBytes?: number): string[] {
  const options = residentBytes === undefined ? {} : {residentBytes};
  return analyze([profile], options)
    .findings.filter((finding) => finding.id === id)
    .map(({culprit, evidenceLevel, severity}) => `${severity} ${evidenceLevel} ${culprit.function}`);
}

describe('heap-hog', () => {
  /** One function with so many bytes, others with the rest. */
  const heap = (bytes: number, rest: number, name = 'acme.io/web.(*Room).join', type = 'inuse_space'): Profile =>
    profileOf(
      [
        `main.serve;acme.io/web.handle;${name} ${bytes}`,
        ...Array.from({length: 8}, (_, i) => `main.serve;acme.io/part${i}.(*Part).hold ${rest / 8}`),
      ],
      {type, unit: type === 'inuse_space' ? 'bytes' : 'count'},
    );
  const severity = (profile: Profile): string | undefined => said('heap-hog', profile)[0]?.split(' ')[0];

  test.each([
    ['80 MiB and 30 %', 80 * MIB, 160 * MIB, 'warning'],
    ['a byte less', 80 * MIB - 8, 160 * MIB, 'info'],
    ['less than 30 %', 80 * MIB, 192 * MIB, 'info'],
    ['512 MiB and 20 % of a large heap', 512 * MIB, 2048 * MIB, 'warning'],
    ['less than that', 512 * MIB - 8, 2048 * MIB, 'info'],
    ['a GiB and 30 %', 1024 * MIB, 2048 * MIB, 'critical'],
    ['a byte less than a GiB', 1024 * MIB - 8, 2048 * MIB, 'warning'],
    ['16 MiB and 15 %', 16 * MIB, 80 * MIB, 'info'],
    ['less than 16 MiB', 16 * MIB - 8, 80 * MIB, undefined],
    ['less than 15 %', 16 * MIB, 96 * MIB, undefined],
  ])('%s', (_, bytes, rest, expected) => {
    expect(severity(heap(bytes, rest))).toBe(expected);
  });

  test('what is called a cache has 128 MiB', () => {
    const cache = 'acme.io/web.(*Cache).put';
    expect(severity(heap(128 * MIB, 128 * MIB, cache))).toBe('warning');
    expect(severity(heap(128 * MIB - 8, 128 * MIB, cache))).toBe('info');
  });
});

describe('memory-breakdown', () => {
  const withStats = (stats: Readonly<Record<string, number>>): Profile => ({
    ...profileOf(['main.run 1000'], {type: 'inuse_space', unit: 'bytes'}),
    memStats: new Map(Object.entries(stats)),
  });
  const of = (stats: Readonly<Record<string, number>>): string[] => said('memory-breakdown', withStats(stats));

  test('stacks are named from 256 MiB and half of what the runtime has on', () => {
    expect(of({Sys: 512 * MIB, StackInuse: 256 * MIB})).toEqual(['warning proven runtime.malg']);
    expect(of({Sys: 512 * MIB, Stack: 256 * MIB})).toEqual(['warning proven runtime.malg']);
    expect(of({Sys: 512 * MIB, StackInuse: 256 * MIB - 1})).toEqual([]);
    expect(of({Sys: 512 * MIB + 2, StackInuse: 256 * MIB})).toEqual([]);
  });

  test('idle pages are those that were not given back', () => {
    const idle = {Sys: 600 * MIB, HeapIdle: 400 * MIB};
    expect(of({...idle, HeapReleased: 100 * MIB})).toEqual(['warning proven runtime.(*mheap).grow']);
    expect(of({...idle, HeapReleased: 101 * MIB})).toEqual([]);
  });

  test('what the process had beyond the runtime is outside it', () => {
    expect(of({Sys: 100 * MIB, MaxRSS: 356 * MIB})).toEqual(['warning proven runtime.sysAlloc']);
    expect(of({Sys: 100 * MIB, MaxRSS: 355 * MIB})).toEqual([]);
    expect(of({Sys: 0, MaxRSS: 900 * MIB})).toEqual([]);
  });

  test('stacks belong to who recurses in most of them, where a dump shows it', () => {
    const stats = withStats({Sys: 1000 * MIB, StackInuse: 600 * MIB});
    const walk = 'acme.io/tree.(*Node).walk';
    const deep = (others: string): Profile =>
      readIncident(dump([`[running] ${walk} < ${walk} < ${walk} < ${others} < acme.io/tree.Run *4`]));
    const of = (profile: Profile) => analyze([stats, profile]).findings.find(({id}) => id === 'memory-breakdown');
    expect(of(deep('acme.io/tree.visit'))).toMatchObject({culprit: {function: walk}});
    expect(of(deep('acme.io/tree.visit'))?.title).toContain('goroutine stacks, most of them in tree.(*Node).walk');
    expect(of(deep('acme.io/tree.a < acme.io/tree.b < acme.io/tree.c'))?.culprit.function).toBe('runtime.malg');
    const standard = readIncident(dump(['[running] fmt.a < fmt.a < fmt.a < acme.io/tree.Run < acme.io/tree.Do *4']));
    expect(of(standard)?.culprit.function).toBe('runtime.malg');
  });

  test('each kind comes with what to do', () => {
    for (const stats of [{StackInuse: 600 * MIB}, {HeapIdle: 600 * MIB}, {MaxRSS: 1700 * MIB}]) {
      const [finding] = analyze([withStats({Sys: 1000 * MIB, ...stats})]).findings;
      expect(finding.advice.length).toBeGreaterThan(0);
      expect(finding.explains).toHaveLength(2);
    }
  });

  test('says the share, and shows the counters there are', () => {
    const [finding] = analyze([withStats({Sys: 1000 * MIB, StackInuse: 600 * MIB, NextGC: 5})]).findings;
    expect(finding.why).toContain('60% of the 1000MB');
    expect(finding.weight).toBeCloseTo(0.6, 9);
    expect(finding.evidence).toEqual([
      {label: 'Sys', value: 1000 * MIB, unit: 'bytes'},
      {label: 'StackInuse', value: 600 * MIB, unit: 'bytes'},
      {label: 'NextGC', value: 5, unit: 'bytes'},
    ]);
  });

  test('what the kernel counts and twice the live heap do not explain is noted', () => {
    const heap = profileOf([`main.run ${100 * MIB}`], {type: 'inuse_space', unit: 'bytes'});
    expect(said('memory-breakdown', heap, 512 * MIB)).toEqual([expect.stringMatching(/^info possible /)]);
    expect(said('memory-breakdown', heap, 455 * MIB)).toEqual([]);
    expect(said('memory-breakdown', {...heap, memStats: new Map([['Sys', 1]])}, 512 * MIB)).toEqual([]);
  });
});

describe('partner-imbalance', () => {
  const pair = (readers: number, writers: number): Profile =>
    readIncident(
      dump([
        `[select, 40 minutes] acme.io/ws.(*Conn).readLoop by acme.io/ws.Dial *${readers}`,
        `[chan receive, 40 minutes] acme.io/ws.(*Conn).writeLoop by acme.io/ws.Dial *${writers}`,
      ]),
    );

  test('a hundred of one half and a tenth of the other', () => {
    expect(said('partner-imbalance', pair(10, 100))).toHaveLength(1);
    expect(said('partner-imbalance', pair(11, 100))).toEqual([]);
    expect(said('partner-imbalance', pair(9, 99))).toEqual([]);
  });
});

test('a printed difference of rows that only shrank names the most', () => {
  const rows = ['0 0 acme.io/a.Same', '-50 -50 acme.io/c.Less', '-60 -60 <unknown>'];
  const text = table(rows, {type: 'inuse_space', total: 100, unit: 'MB'});
  const [finding] = analyze([readIncident(text)]).findings.filter(({id}) => id === 'table-difference');
  expect(finding.title).toBe('c.Less shrank most, by 50MB');
  expect(finding.evidence.map(({value}) => value)).toEqual(['nothing', 'c.Less -50MB']);
});

test('a printed difference says what grew and what shrank most, by magnitude', () => {
  const rows = [
    '30 30 acme.io/a.Grow',
    '20 20 acme.io/b.More',
    '-50 -50 acme.io/c.Less',
    '10 10 acme.io/d.Some',
    '5 5 e.Bit',
  ];
  const text = table(rows, {type: 'inuse_space', total: 100, unit: 'MB'});
  const [finding] = analyze([readIncident(text)]).findings.filter(({id}) => id === 'table-difference');
  expect(finding).toMatchObject({severity: 'info', evidenceLevel: 'possible', culprit: {function: 'acme.io/a.Grow'}});
  expect(finding.title).toBe('a.Grow grew most, by 30MB');
  expect(finding.evidence.map(({value}) => value)).toEqual(['a.Grow 30MB, b.More 20MB, d.Some 10MB', 'c.Less -50MB']);
  expect(finding.explains).toEqual(['difference:acme.io/a.Grow']);
});

test('compressors that are made again and again are the cause, not the compression', () => {
  const spent = (name: string): Profile =>
    profileOf([`main.serve;acme.io/web.send;${name} 6000000000`, 'main.serve;acme.io/web.read 4000000000'], {
      type: 'cpu',
      unit: 'nanoseconds',
      durationSeconds: 10,
    });
  const first = (name: string) => analyze([spent(name)]).findings.find(({id}) => id === 'compression-heavy');
  expect(first('compress/gzip.NewWriterLevel')?.why).toContain('making compressors');
  expect(first('compress/flate.(*decompressor).Read')?.why).toContain('inflating compressed content');
  expect(first('acme.io/web.squeeze')).toBeUndefined();
});

describe('allocation-churn', () => {
  const allocs = (bytes: number, rest: number, type = 'alloc_space', unit = 'bytes'): Profile =>
    profileOf(
      [
        `main.serve;acme.io/web.parse;runtime.mallocgc ${bytes}`,
        ...Array.from({length: 8}, (_, i) => `main.serve;acme.io/part${i}.run ${rest / 8}`),
      ],
      {type, unit},
    );
  const GIB = 1024 * MIB;

  test.each([
    ['4 GiB and 40 %', 4 * GIB, 6 * GIB, ['warning possible acme.io/web.parse']],
    ['a little less', 4 * GIB - 8, 6 * GIB, ['info possible runtime.mallocgc']],
    ['less than 40 %', 4 * GIB, 6 * GIB + 80, ['info possible runtime.mallocgc']],
    ['1 GiB and 15 %', 1.5 * GIB, 8.5 * GIB, ['info possible runtime.mallocgc']],
    ['less than 15 %', 1.5 * GIB, 8.5 * GIB + 80, []],
    ['less than 1 GiB', GIB - 8, GIB, []],
  ])('%s of all that was ever allocated', (_, bytes, rest, expected) => {
    expect(said('allocation-churn', allocs(bytes, rest))).toEqual(expected);
  });

  test('says the share and the limits that decided', () => {
    const [finding] = analyze([allocs(5 * GIB, 5 * GIB)]).findings;
    expect(finding.title).toBe('web.parse has allocated 5GB, 50% of everything');
    expect(finding.why).toContain('50% of all bytes');
    expect(finding.why).toContain('(limits 40% and 4GB)');
  });
});

describe('lock-contention', () => {
  const delay = (lines: readonly string[], durationSeconds = 0): Profile =>
    profileOf(
      lines.map((line) => line.replace(/ ([\d.]+)$/, (_, seconds) => ` ${Math.round(Number(seconds) * 1e9)}`)),
      {type: 'delay', unit: 'nanoseconds', durationSeconds},
    );
  const waits = (seconds: number, rest: number, durationSeconds = 0): Profile =>
    delay(
      [
        `main.serve;acme.io/web.(*Hub).add;sync.(*Mutex).Unlock ${seconds}`,
        ...Array.from({length: 4}, (_, i) => `main.serve;acme.io/part${i}.run;sync.(*Mutex).Unlock ${rest / 4}`),
      ],
      durationSeconds,
    );
  const severity = (profile: Profile): string | undefined => said('lock-contention', profile)[0]?.split(' ')[0];

  test.each([
    ['10 s and 30 %', waits(10.2, 23.8), 'warning'],
    ['less than 10 s', waits(9.9, 20), 'info'],
    ['less than 30 %', waits(10, 24), undefined],
    ['half a second', waits(0.5, 0.8), 'info'],
    ['less than half a second', waits(0.49, 0.8), undefined],
    ['half a second a second', waits(15, 20, 30), 'warning'],
    ['less than that', waits(14.9, 20, 30), 'info'],
  ])('%s of delay at one lock', (_, profile, expected) => {
    expect(severity(profile)).toBe(expected);
  });

  test('waits for channels and for a sync.Once are none for a lock', () => {
    const lines = [
      'main.serve;acme.io/web.(*Hub).add;sync.(*Mutex).Lock 12',
      'main.serve;acme.io/web.wait;runtime.selectgo 900',
      'main.serve;acme.io/web.(*Hub).init;sync.(*Once).doSlow;sync.(*Mutex).Lock 50',
    ];
    expect(said('lock-contention', delay(lines))).toEqual([expect.stringMatching(/^warning .*\(\*Hub\)\.add$/)]);
  });
});

test('a data race names the access that was caught first, then the one before it', () => {
  const access = (kind: string, id: number, name: string): string =>
    `${kind} at 0x00c00001a0a8 by goroutine ${id}:\n  ${name}()\n      /src/app/${id}.go:${id} +0x44\n`;
  const text = `==================
WARNING: DATA RACE
${access('Write', 7, 'acme.io/app.(*Store).put')}
${access('Previous read', 6, 'acme.io/app.(*Store).get')}
Goroutine 7 (running) created at:
  main.main()
      /src/app/main.go:9 +0x5a
==================
`;
  const [finding] = analyze([readIncident(text)]).findings.filter(({id}) => id === 'data-race');
  expect(finding).toMatchObject({severity: 'warning', evidenceLevel: 'proven', weight: 1});
  expect(finding.culprit.function).toBe('acme.io/app.(*Store).put');
  expect(finding.title).toContain('app.(*Store).put and app.(*Store).get touch the same memory');
  expect(finding.evidence.map(({label, value}) => [label, value])).toEqual([
    ['access', 'app.(*Store).put'],
    ['previous access', 'app.(*Store).get'],
  ]);
});
