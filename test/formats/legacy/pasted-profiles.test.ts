/**
 * What happens to heap, mutex and goroutine profiles in text (debug=1) on their way: the same numbers must come out.
 */
import {describe, expect, it} from 'vitest';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {sampleLines} from '../../support/profile-text.ts';

const GOROUTINES = `goroutine profile: total 5
3 @ 0x43ca56 0x407fcc 0x407b7d 0x1755039 0x46dfa1
#	0x1755038	k8s.io/x.(*Store).DeleteCollection.func1+0x98	k8s.io/x/store.go:1036

2 @ 0x43ca56 0x408ddb 0x4088d8 0x1412c0c 0x46dfa1
#	0x1412c0b	main.receive+0x48b	/src/a/main.go:7
`;
const HEAP = `heap profile: 3: 4096 [9: 12288] @ heap/1048576
2: 2048 [6: 6144] @ 0x46d0b5 0x46d0a5
#	0x46d0b4	main.grow+0x34	/src/main.go:23
#	0x46d0a4	main.work+0x24	/src/main.go:20

1: 2048 [3: 6144] @ 0x46d0c5
#	0x46d0c4	main.cache+0x44	/src/cache.go:9


# runtime.MemStats
# Alloc = 123456
`;
const MUTEX = `--- mutex:
cycles/second=2000000000
sampling period=1
4000 2 @ 0x46d0b5 0x46d0a5
#	0x46d0b4	sync.(*Mutex).Unlock+0x34	/usr/lib/go/src/sync/mutex.go:223
#	0x46d0a4	main.work+0x24	/src/main.go:20
`;

const linesOf = (text: string): string[] => text.trimEnd().split('\n');
const micro = (i: number): string => String(100_000 + i * 137).padStart(6, '0');
const prefixed =
  (prefix: (line: number) => string) =>
  (text: string): string =>
    linesOf(text)
      .map((line, i) => prefix(i) + line)
      .join('\n');

const TRANSPORTS: Record<string, (text: string) => string> = {
  'Windows line ends': (text) => text.replaceAll('\n', '\r\n'),
  'docker timestamps': prefixed((i) => `2026-01-02T03:04:05.870${micro(i)}Z `),
  'klog prefixes': prefixed((i) => `I0102 15:04:05.${micro(i)}       1 dump.go:${90 + i}] `),
  'mail quotes': prefixed(() => '> '),
  'mail quotes without blanks at line ends': (text) => prefixed(() => '> ')(text).replaceAll('> \n', '>\n'),
  'an indent': prefixed(() => '    '),
  'grep -n marks': prefixed((i) => `${i + 1}:`),
  'a markdown fence': (text) => `\`\`\`\n${text}\`\`\`\n`,
  'a web page': (text) => `<html><body><pre>${text}</pre></body></html>\n`,
  'words before it': (text) => `Hello,\n\nthis is what it said at 03:04:\n\n${text}`,
  'docker JSON lines': (text) =>
    linesOf(text)
      .map((line) => JSON.stringify({log: `${line}\n`, stream: 'stderr'}))
      .join('\n'),
  'tabs as blanks': (text) => text.replaceAll('\t', '        '),
  'no blank lines': (text) => text.replaceAll(/\n\n+/g, '\n'),
  'a blank line after every line': (text) => text.replaceAll('\n', '\n\n'),
  'a byte order mark': (text) => `\ufeff${text}`,
};

const read = (text: string): Profile => readProfile(new TextEncoder().encode(text));
const told = (profile: Profile): unknown => [
  profile.format,
  profile.kind,
  profile.sampleTypes.map(({type}) => type),
  sampleLines(profile),
  profile.memStats?.get('Alloc'),
];

describe.each([
  ['goroutines', GOROUTINES],
  ['heap', HEAP],
  ['mutex', MUTEX],
])('a %s profile', (_, text) => {
  it.each(Object.keys(TRANSPORTS))('is the same through %s', (name) => {
    expect(told(read(TRANSPORTS[name](text)))).toEqual(told(read(text)));
  });

  it('is the same as UTF-16', () => {
    expect(told(readProfile(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))))).toEqual(told(read(text)));
  });
});

describe('rows without their header', () => {
  it('of a heap are read at the usual sampling rate, which is told', () => {
    const {samples, warnings} = read(HEAP.slice(HEAP.indexOf('\n') + 1));
    expect(warnings.map(({code}) => code)).toContain('NO_HEADER');
    expect(samples.values).toEqual(read(HEAP).samples.values);
  });

  it('of a mutex are counts and cycles, which is told', () => {
    const {samples, warnings} = read(MUTEX.slice(MUTEX.indexOf('4000')));
    expect(warnings.map(({code}) => code)).toContain('NO_HEADER');
    expect(samples.values.map(([value]) => value)).toEqual([2, 4000]);
  });
});

it('a heap profile that is one string of JSON is refused, not read as empty', () => {
  expect(() => read(JSON.stringify({log: HEAP}))).toThrow(expect.objectContaining({code: 'MALFORMED_TEXT'}));
});
