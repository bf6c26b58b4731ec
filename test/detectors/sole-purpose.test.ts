/**
 * Commands that do one thing with all power are there for it; the same in a server, or without cause, is trouble.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {profileOf} from '../support/folded-profile.ts';

/** `severity id` of the first finding about lines in milliseconds, root first, over 30 s. */
function first(lines: readonly string[]): string {
  const profile = profileOf(
    lines.map((line) => `${line}000000`),
    {type: 'cpu', unit: 'nanoseconds', durationSeconds: 30},
  );
  const [finding] = analyze([profile]).findings;
  return `${finding.severity} ${finding.id}`;
}

describe.each([
  [
    'walks through folders of its own accord',
    'syscall-loop',
    [
      'scan.visit;acme.io/scan.visit;os.ReadDir;os.(*File).ReadDir;syscall.Syscall 9000',
      'scan.visit;acme.io/scan.visit;acme.io/scan.read;os.Open;syscall.Syscall6 9000',
    ],
    (work: string) => work.replaceAll('scan.visit;acme.io/scan.visit', 'scan.all;acme.io/scan.one'),
  ],
  [
    'walks by filepath.WalkDir and hashes what it finds',
    'hash-heavy',
    [
      'scan.all;path/filepath.WalkDir;path/filepath.walkDir;acme.io/scan.one;io.Copy;crypto/sha256.block 15000',
      'scan.all;path/filepath.WalkDir;path/filepath.walkDir;acme.io/scan.one;os.Open;syscall.Syscall6 3000',
    ],
    (work: string) => work.replaceAll('path/filepath.WalkDir;path/filepath.walkDir;', ''),
  ],
  [
    'sorts a long list in no order',
    'sort-heavy',
    [`scan.all;sort.Slice${';sort.pdqsort_func'.repeat(9)};sort.insertionSort_func 18000`],
    (work: string) => work.replaceAll(';sort.pdqsort_func'.repeat(9), ';sort.pdqsort_func'),
  ],
  [
    'takes lines apart',
    'regexp-match',
    ['scan.all;regexp.(*Regexp).FindStringSubmatch;regexp.(*Regexp).doExecute 18000'],
    (work: string) => work.replaceAll('FindStringSubmatch', 'MatchString'),
  ],
])('what %s', (_, id, work, otherwise) => {
  const as = (root: string, rest = ''): string[] => [
    ...work.map((line) => `${root};acme.io/${line}`),
    ...(rest === '' ? [] : [`${root};${rest}`]),
  ];

  test('is a command at its work', () => {
    expect(first(as('main.main'))).toBe(`info ${id}`);
  });

  test('is not the only thing that a program does', () => {
    expect(first(as('main.main', 'acme.io/app.other 7000'))).toBe(`warning ${id}`);
  });

  test('is done for a request', () => {
    expect(first(as('main.main;net/http.(*ServeMux).ServeHTTP'))).toBe(`warning ${id}`);
  });

  test('is a daemon that main did not start the work for', () => {
    expect(first(as('acme.io/d.loop'))).toBe(`warning ${id}`);
  });

  test('does not say so of itself', () => {
    expect(first(as('main.main').map(otherwise))).toBe(`warning ${id}`);
  });
});

test("time that a function leaves to many pieces of a library is nobody's", () => {
  const pieces = Array.from({length: 9}, (_, i) => `main.main;acme.io/site.render;text/template.(*state).f${i} 2000`);
  expect(first(pieces)).toBe('info hot-function');
  expect(first([...pieces, 'main.main;acme.io/site.render;text/template.(*state).f0 9000'])).toBe(
    'warning hot-function',
  );
});

test('a share of collection that so few samples leave in doubt is no trouble yet', () => {
  const lines = (scale: number): string[] => [
    `runtime.gcBgMarkWorker;runtime.gcDrain ${330 * scale}`,
    ...Array.from({length: 8}, (_, i) => `main.main;acme.io/app.part${i} ${84 * scale}`),
  ];
  const severity = (scale: number): string | undefined => {
    const folded = lines(scale).map((line) => `${line}000000`);
    const options = {type: 'cpu', unit: 'nanoseconds', durationSeconds: scale};
    return analyze([profileOf(folded, options)]).findings.find(({id}) => id === 'gc-pressure')?.severity;
  };
  expect(severity(2)).toBe('info');
  expect(severity(30)).toBe('warning');
});

test('a handler that compresses has the limit of compression', () => {
  const serve = 'net/http.(*conn).serve;net/http.HandlerFunc.ServeHTTP;acme.io/site.page';
  const work = (millis: number): string[] => [
    `${serve};compress/gzip.(*Writer).Close;compress/flate.(*compressor).deflate ${millis}`,
    ...Array.from({length: 8}, (_, i) => `acme.io/app${i}.loop;acme.io/app${i}.step ${(20_000 - millis) / 8}`),
  ];
  expect(first(work(7000))).toBe('info hot-function');
  expect(first(work(9000))).toBe('info compression-heavy');
  expect(first(work(17_000))).toBe('warning compression-heavy');
  expect(first(work(7000).map((line) => line.replace(/compress\S+/g, 'acme.io/site.draw')))).toBe(
    'warning hot-function',
  );
});
