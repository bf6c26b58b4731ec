/**
 * Tables of go tool pprof as input: what a table says must come out as the table says it.
 */
import {describe, expect, test} from 'vitest';
import {computeTop} from '../../src/analysis/reports/top.ts';
import {analyze} from '../../src/analyze.ts';
import {formatValue} from '../../src/base/units.ts';
import {readText} from '../support/goroutines.ts';
import {topRows} from '../support/top-rows.ts';

describe('tables of go tool pprof -top', () => {
  test('a place behind the function is no part of its name', () => {
    const profile = readText(
      [
        'Type: inuse_space',
        'Showing nodes accounting for 78.56MB, 100% of 78.56MB total',
        '      flat  flat%   sum%        cum   cum%',
        '   75.01MB 95.48% 95.48%    78.56MB   100%  time.NewTicker /usr/local/go/src/time/tick.go',
        '    3.55MB  4.52%   100%     3.55MB  4.52%  time.startTimer /usr/local/go/src/runtime/time.go:12 (inline)',
        '         0     0%   100%    78.56MB   100%  main.(*loop).tick /src/tick/main.go',
      ].join('\n'),
    );
    expect(topRows(profile).map(([name]) => name)).toEqual(['time.NewTicker', 'time.startTimer', 'main.(*loop).tick']);
  });

  test('a table of before Go 1.5 counts samples of the CPU', () => {
    const profile = readText(
      [
        '(pprof) top10',
        'Total: 900 samples',
        '     135  15.0%  15.0%      158  17.6% runtime.mapaccess1_fast64',
        '     117  13.0%  28.0%      765  85.0% main.solve',
      ].join('\n'),
    );
    expect(profile.kind).toBe('cpu');
    expect(topRows(profile).filter(([name]) => name !== '<unknown>')).toEqual([
      ['runtime.mapaccess1_fast64', 135, 158],
      ['main.solve', 117, 765],
    ]);
    const [first] = analyze([profile]).findings;
    expect(`${first.severity} ${first.culprit.function}`).toBe('warning main.solve');
    expect(first.why).toContain('The profile holds 900 samples of the CPU; 85% of it');
  });

  test('a heap of before Go 1.5 has the unit of its total', () => {
    const profile = readText(
      'Total: 118.3 MB\n    66.0  55.8%  55.8%    103.8  87.7% main.solve\n    30.5  25.8%  81.6%     30.5  25.8% main.grow\n',
    );
    const mib = 1024 * 1024;
    expect(profile.sampleTypes[0].unit).toBe('bytes');
    expect(
      topRows(profile)[0]
        .slice(1)
        .map((value) => Math.round((Number(value) / mib) * 10) / 10),
    ).toEqual([66, 103.8]);
  });

  test('a value without decimals is exact to the second one, whatever the percentages of a cut table say', () => {
    const profile = readText(
      'Type: alloc_space\nflat flat% sum% cum cum%\n22MB 9.17% 9.17% 223.91MB 92.99% main.dispatch\n',
    );
    expect(topRows(profile).find(([name]) => name === 'main.dispatch')?.[1]).toBe(22 * 1024 * 1024);
  });

  test('a quoted table of goroutines counts', () => {
    const profile = readText(
      '> Type: goroutine\n>       flat  flat%   sum%        cum   cum%\n>        9   90%   90%         10  100%  runtime.gopark\n',
    );
    expect(topRows(profile)).toEqual([
      ['runtime.gopark', 9, 10],
      ['<unknown>', 1, 1],
    ]);
    expect(profile.kind).toBe('goroutine');
  });

  test('rows pasted without their heading are a table, and so is what `peek` prints', () => {
    const rows =
      '11270.19kB 37.05% 37.05% 11270.19kB 37.05%  reflect.New\n 6145.50kB 20.20% 57.26%  6145.50kB 20.20%  main.f\n';
    expect(
      topRows(readText(rows))
        .map(([name]) => name)
        .filter((name) => name !== '<unknown>'),
    ).toEqual(['reflect.New', 'main.f']);
    const peek = [
      '----------------------------------------------------------+-------------',
      '                                             3.92s 69.75% |   main.callsIt',
      '     5.62s  2.20% 51.79%      5.62s  2.20%                | runtime.gcDrain runtime/mgcmark.go:1237',
      '----------------------------------------------------------+-------------',
      '     3.96s  1.55% 53.33%      4.96s  1.95%                | main.(*store).put',
      '',
    ].join('\n');
    expect(topRows(readText(peek)).filter(([name]) => name !== '<unknown>')).toEqual([
      ['runtime.gcDrain', 5_620_000_000, 5_620_000_000],
      ['main.(*store).put', 3_960_000_000, 4_960_000_000],
    ]);
  });

  test('one function of `peek` with its heading is a table', () => {
    const peek = [
      'Duration: 30s, Total samples = 4.16s (13.87%)',
      '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ',
      '----------------------------------------------------------+-------------',
      '                                             0.80s   100% |   acme.io/probe.(*Cache).Tick /src/probe/cache.go',
      '         0     0%     0%      0.80s 19.23%                | acme.io/probe.(*walker).Walk /src/probe/walker.go',
      '                                             0.41s 51.25% |   acme.io/fs.Count /src/fs/fs.go',
    ].join('\n');
    expect(topRows(readText(peek)).filter(([name]) => name !== '<unknown>')).toEqual([
      ['acme.io/probe.(*walker).Walk', 0, 800_000_000],
    ]);
  });

  const heading = '      flat  flat%   sum%        cum   cum%\n';

  test.each([
    ['30.11s', 30_110_000_000n],
    ['9.16mins', 549_600_000_000n],
    ['1.5hrs', 5_400_000_000_000n],
    ['12parsecs', 0n],
  ])('a duration of %s', (text, nanos) => {
    expect(
      readText(`Duration: ${text}, Total samples = 2s\n${heading}   2s 100% 100%  2s  100%  main.f\n`).durationNanos,
    ).toBe(nanos);
  });

  test('a value with two points is no value: its line is no row', () => {
    const profile = readText(`${heading}   1.2.3MB 50% 50%  2MB  100%  main.f\n  1MB 50% 50%  2MB  100%  main.g\n`);
    expect(topRows(profile).filter(([name]) => name !== '<unknown>')).toEqual([['main.g', 2 ** 20, 2 ** 21]]);
  });

  test('values are whole numbers, also where the table prints means', () => {
    const profile = readText(`${heading}   1.50 50% 50%  3  100%  main.f\n`);
    expect([...profile.samples.values[0]]).toEqual([1, 2]);
  });

  test('a value beyond int64 is refused', () => {
    const text = `${heading}   1 50% 50%  99999999999999999999999  100%  main.f\n`;
    expect(() => readText(text)).toThrow(expect.objectContaining({code: 'MALFORMED_TEXT'}));
  });

  test('rows of a difference keep their signs, flat and cum, and the total is the printed one', () => {
    const profile = readText(
      [
        'Showing nodes accounting for 3s, 30% of 10s total',
        `${heading}   4s 40% 40%  5s  50%  main.f`,
        '  -1s 10% 30%  -3s  30%  main.g',
        '',
      ].join('\n'),
    );
    expect(profile.warnings.map(({code}) => code)).toEqual(['TABLE_DIFFERENCE', 'TABLE_ONLY']);
    expect(topRows(profile).filter(([name]) => name !== '<unknown>')).toEqual([
      ['main.f', 4e9, 5e9],
      ['main.g', -1e9, -3e9],
    ]);
    expect(computeTop(profile, 0).total).toBe(1e10);
    expect(analyze([profile]).findings.filter(({severity}) => severity !== 'info')).toEqual([]);
  });

  test.each([
    ['of the row with the most digits', ['2.20s 0% 0%  12.75s 5.00%  main.f', '0.1s 0% 0%  10s 4%  main.g'], 255e9],
    ['of flat where cum has none', ['1.00s 25.00% 0%  0 0%  main.f'], 4e9],
    ['not at all', ['1s 0% 0%  2s 0%  main.f'], 2e9],
  ])('a table without its total has the one that its percentages give, %s', (_, rows, total) => {
    const profile = readText(`${heading}${rows.join('\n')}\n`);
    expect(computeTop(profile, 0).total).toBe(total);
    expect(profile.warnings.map(({code}) => code)).toEqual(['TABLE_NO_TOTAL', 'TABLE_ONLY']);
  });

  test.each([
    ['(pprof) alloc_space\n(pprof) top\n', 'alloc_space', 'allocs'],
    ['(pprof) sample_index=alloc_space\n', 'alloc_space', 'allocs'],
    ['$ go tool pprof -alloc_objects http://h/debug/pprof/heap\n', 'alloc_objects', 'allocs'],
    ['$ go tool pprof -sample_index=inuse_objects heap\n', 'inuse_objects', 'heap'],
    ['Type: inuse_space\n(pprof) sample_index = alloc_space\n', 'alloc_space', 'allocs'],
    ['(pprof) alloc_space\nType: inuse_space\n', 'inuse_space', 'heap'],
    ['', 'space', 'heap'],
  ])('what stands above the table says what it shows: %j', (above, type, kind) => {
    const profile = readText(`${above}${heading}   1MB 50.00% 50.00%  2MB  100%  main.f\n`);
    expect(profile.sampleTypes[0].type).toBe(type);
    expect(profile.kind).toBe(kind);
    expect(profile.warnings.some(({code}) => code === 'TABLE_UNTYPED')).toBe(type === 'space');
  });

  test('a second table of another type is left out and counted', () => {
    const profile = readText(
      [
        'Type: inuse_space',
        `${heading}   1MB 50.00% 50.00%  2MB  100%  main.f`,
        '(pprof) alloc_space',
        `${heading}   8GB 50.00% 50.00%  9GB  100%  main.f`,
        '  7GB 10.00% 50.00%  9GB  100%  main.g',
        '',
      ].join('\n'),
    );
    expect(topRows(profile).find(([name]) => name === 'main.f')).toEqual(['main.f', 2 ** 20, 2 ** 21]);
    expect(profile.warnings.find(({code}) => code === 'TABLE_OTHER')?.message).toContain('2 rows');
  });

  test('output of `list` is the function with its lines', () => {
    const profile = readText(
      [
        '(pprof) list pack',
        'Total: 4GB',
        'ROUTINE ======================== main.pack in /src/pack.go',
        '      16MB        2GB (flat, cum) 50.00% of Total',
        '         .          .     37:func pack(w io.Writer) {',
        '      16MB       16MB     38:\tt := make([]byte, n)',
        '         .     1.98GB     39:\tf := flate.NewWriter(w)',
        '         .          .     40:}',
        '',
      ].join('\n'),
    );
    const top = computeTop(profile, 0);
    expect(topRows(profile).find(([name]) => name === 'main.pack')).toEqual(['main.pack', 2 ** 24, 2 ** 31]);
    expect(top.total).toBe(2 ** 32);
    const lines = analyze([profile]).findings[0].evidence.find(({label}) => label === 'heaviest lines');
    expect(lines?.text).toBe('line 39 1.98GB, line 38 16MB');
    expect([...profile.locations.lineNumber].filter((line) => line > 0)).toEqual([38, 39]);
  });

  test('a table of the page of pprof, as it is and as markdown', () => {
    const rows = [
      'Flat|Flat%|Sum%|Cum|Cum%|Name|Inlined?',
      '3s|30%|30%|7s|70%|main.f|',
      '2s|20%|50%|2s|20%|main.g|(inline)',
    ];
    const markdown = [rows[0], '--|--|--|--|--|--|--', ...rows.slice(1)].map((row) => row.replaceAll('|', ' | '));
    for (const text of [rows.map((row) => row.replaceAll('|', '\t')).join('\n'), markdown.join('\n')]) {
      expect(topRows(readText(text)).filter(([name]) => name !== '<unknown>')).toEqual([
        ['main.f', 3e9, 7e9],
        ['main.g', 2e9, 2e9],
      ]);
    }
  });

  test('a share is the one printed, not one of rounded values', () => {
    const listing = [
      'Total: 5.29GB',
      'ROUTINE ======================== main.pack in /src/pack.go',
      '      12MB     4.06GB (flat, cum) 76.84% of Total',
      '',
    ];
    const top = computeTop(readText(listing.join('\n')), 0);
    const row = top.names.indexOf('main.pack');
    expect(((top.cum.values[row] / top.total) * 100).toFixed(2)).toBe('76.84');
    expect(formatValue(top.cum.values[row], 'bytes')).toBe('4.06GB');
    expect(top.flat.values[row]).toBe(12 * 2 ** 20);
  });

  test('a table of more rows than anybody pastes keeps the first ones and says so', () => {
    const rows = Array.from({length: 10_000}, (_, i) => `  1 0.1% 0.1%  ${40_000 - i}  1%  main.f${i}\n`);
    const profile = readText(heading + rows.join(''));
    expect(profile.warnings.map(({code}) => code)).toEqual(['TABLE_CUT', 'TABLE_NO_TOTAL', 'TABLE_ONLY']);
    const shown = topRows(profile).filter(([name]) => name !== '<unknown>');
    expect(shown.length).toBe(2000);
    expect(shown.every(([name, flat, cum]) => flat === 1 && cum === 40_000 - Number(name.slice(6)))).toBe(true);
  });
});
