/**
 * Headers and lines around goroutines, as every Go version since 1.4 prints them.
 */
import {describe, expect, test} from 'vitest';
import type {Profile} from '../../../src/model/profile.ts';
import {describeGoroutines, readText} from '../../support/goroutines.ts';

const FRAMES = 'main.work(0xc000012340, 0x5)\n\t/src/main.go:12 +0x1d\n';

/** The one goroutine of a dump with this header. */
function readHeader(header: string): Profile {
  return readText(`${header}\n${FRAMES}`);
}

function labelsOf(profile: Profile): Record<string, string> {
  const {labelSets, strings, samples} = profile;
  const labels: Record<string, string> = {};
  const set = samples.labels[0];
  for (let i = labelSets.start[set]; i < labelSets.start[set + 1]; i++) {
    labels[strings.at(labelSets.key[i])] = strings.at(labelSets.text[i]);
  }
  return labels;
}

describe('headers', () => {
  test.each([
    ['goroutine 1 [running]:', '1 [running]'],
    ['goroutine 17 [syscall, 10175 minutes, locked to thread]:', '17 [syscall, 10175 minutes]'],
    ['goroutine 9007199254740991 [select]:', '9007199254740991 [select]'],
    ['goroutine 5 [chan receive (nil chan), 3 minutes]:', '5 [chan receive (nil chan), 3 minutes]'],
    ['goroutine 5 [select (no cases)]:', '5 [select (no cases)]'],
    ['goroutine 5 [GC worker (idle), 12 minutes]:', '5 [GC worker (idle), 12 minutes]'],
    ['goroutine 5 [select (scan), 2 minutes]:', '5 [select, 2 minutes]'],
    ['goroutine 5 [sync.WaitGroup.Wait (durable), synctest bubble 3]:', '5 [sync.WaitGroup.Wait]'],
    ['goroutine 1 gp=0xc0000061c0 m=0 mp=0x55d5c0 [chan send, 4 minutes]:', '1 [chan send, 4 minutes]'],
    ['goroutine 8 gp=0x3a0e2a10c1e0 m=nil [force gc (idle)]:', '8 [force gc (idle)]'],
    ['goroutine 5 [some new wait reason, 7 minutes, on planet 9]:', '5 [some new wait reason, 7 minutes]'],
    ['goroutine 5 [chan send]', '5 [chan send]'],
  ])('%s', (header, expected) => {
    expect(describeGoroutines(readHeader(header))).toEqual([`${expected} main.work`]);
  });

  test('a lock to a thread is kept', () => {
    expect(readHeader('goroutine 17 [syscall, 2 minutes, locked to thread]:').goroutines?.isLocked[0]).toBe(1);
  });

  test('the word of the runtime that a goroutine has leaked is kept', () => {
    const profile = readHeader('goroutine 17 [chan send (leaked)]:');
    expect(profile.goroutines?.isLeaked[0]).toBe(1);
    expect(describeGoroutines(profile)).toEqual(['17 [chan send] main.work']);
  });

  test.each([
    ['goroutine 3 [chan send, 12 minutes labels:{"k": "v"}]:', {k: 'v'}],
    ['goroutine 3 [running] {key: v, "k 2": "v]: x"}:', {key: 'v', 'k 2': 'v]: x'}],
    ['goroutine 3 [select, 2 minutes]{"service": "x"}:', {service: 'x'}],
    ['goroutine 3 [select, synctest bubble 5]:', {'header field': 'synctest bubble 5'}],
  ])('labels of %s', (header, labels) => {
    expect(labelsOf(readHeader(header))).toEqual(labels);
  });

  test('argument words of the innermost frames are kept exactly, unreliable ones are not', () => {
    const profile = readText(
      'goroutine 1 [select]:\nmain.f({0xffffffffffffffff, 0xc000012340?}, 0x7)\n\t/m.go:1 +0x1\n',
    );
    expect([...(profile.goroutines?.argumentWord ?? [])]).toEqual([0xffffffffffffffffn, 7n]);
    expect([...(profile.goroutines?.argumentPosition ?? [])]).toEqual([0, 2]);
  });

  test('the creator and its goroutine are kept', () => {
    const profile = readText(
      `goroutine 7 [select]:\n${FRAMES}created by main.start in goroutine 4294967299\n\t/m.go:3 +0x1\n`,
    );
    expect(describeGoroutines(profile)).toEqual(['7 [select] main.work by main.start']);
    expect(profile.goroutines?.parentId[0]).toBe(4_294_967_299);
  });

  test('the raw text of a goroutine can be found again', () => {
    const text = `panic: x\n\ngoroutine 7 [select]:\n${FRAMES}\ngoroutine 8 [select]:\n${FRAMES}`;
    const {goroutines: table} = readText(text);
    expect(text.slice(table?.byteOffset[1], (table?.byteOffset[1] ?? 0) + (table?.byteLength[1] ?? 0))).toBe(
      `goroutine 8 [select]:\n${FRAMES}`,
    );
  });
});

describe('states', () => {
  const lock = (frames: readonly string[]): string | undefined => {
    const stack = frames.map((name) => `${name}(0xc000012340)\n\t/x.go:1 +0x1\n`).join('');
    const {goroutines: table} = readText(`goroutine 1 [semacquire]:\n${stack}${FRAMES}`);
    return table?.states[table.state[0]].waitClass;
  };

  test.each([
    ['mutex', ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', 'sync.(*Mutex).Lock']],
    ['rwmutex-w', ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).Lock', 'sync.(*RWMutex).Lock']],
    ['rwmutex-r', ['sync.runtime_SemacquireMutex', 'sync.(*RWMutex).RLock']],
    ['waitgroup', ['sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait']],
    ['semaphore', ['internal/poll.runtime_Semacquire']],
  ])('an old semacquire is a %s by its frames', (waitClass, frames) => {
    expect(lock(frames)).toBe(waitClass);
  });

  test('a goroutine without a header waits for what its frames say, and is marked as inferred', () => {
    const profile = readText(
      'runtime.gopark(0x1, 0x2)\n\t/p.go:1 +0x1\nruntime.selectgo(0x1)\n\t/s.go:2 +0x1\nmain.f()\n\t/m.go:3 +0x1\n',
    );
    expect(profile.goroutines?.states).toEqual([{text: 'select', waitClass: 'select', isInferred: true}]);
  });
});

describe('lines around goroutines', () => {
  test('ancestors, elided frames and unavailable stacks belong to no other goroutine', () => {
    const profile = readText(
      [
        'goroutine 1 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.a in goroutine 2\n\t/m.go:1 +0x1\n',
        'goroutine 2 [select]:\nmain.f(...)\n\t/m.go:2\n...23 frames elided...\nmain.g()\n\t/m.go:3 +0x1\ncreated by main.h\n\t/m.go:4 +0x1',
        '[originating from goroutine 1]:\nmain.anc(...)\n\t/m.go:5 +0x1\ncreated by main.old\n\t/m.go:6 +0x1\n',
      ].join('\n'),
    );
    expect(describeGoroutines(profile)).toEqual(['1 [running]  by main.a', '2 [select] main.f < main.g by main.h']);
  });

  test('the stack of the runtime itself is no goroutine', () => {
    const profile = readText(
      `fatal error: out of memory\n\nruntime stack:\nruntime.throw({0x1, 0x2})\n\t/p.go:1 +0x1 fp=0x1 sp=0x2 pc=0x3\n\ngoroutine 1 [running]:\n${FRAMES}\nrax    0x0\nexit status 2\n`,
    );
    expect(describeGoroutines(profile)).toEqual(['1 [running] main.work']);
    expect(profile.skippedLines).toBeUndefined();
  });

  test('generics, closures, cgo and wrappers keep their names', () => {
    const names = [
      'main.Map[...]',
      'a.b/c%2ev2.(*T[...]).M.func1.2',
      'main.(*T).M-fm',
      'main.f.gowrap1',
      'git.sr.ht/~x/y.F',
      '_cgoexp_1',
      'type:.eq.main.T',
    ];
    const profile = readText(
      `goroutine 1 [select]:\n${names.map((name) => `${name}(0x1)\n\t/x.go:1 +0x1\n`).join('')}`,
    );
    expect(describeGoroutines(profile)).toEqual([`1 [select] ${names.join(' < ')}`]);
  });

  test('a frame without argument list is one where its file follows, and nothing is invented elsewhere', () => {
    const dump =
      'goroutine 7 [select]:\nmain.wait\n\t/srv/main.go:10 +0x10\nmain.(*Loop).Run\n\t/srv/main.go:20 +0x20\n';
    expect(describeGoroutines(readText(dump))).toEqual(['7 [select] main.wait < main.(*Loop).Run']);
    const log = `${dump}\nmain.stray\n\t/srv/main.go:30 +0x30\n`;
    expect(describeGoroutines(readText(log))).toEqual(describeGoroutines(readText(dump)));
  });

  test('each goroutine of a race report has the stack of its access', () => {
    const profile = readText(
      'WARNING: DATA RACE\nWrite at 0x00c00012 by goroutine 7:\n  main.w()\n      /m.go:8 +0x2c\n\nPrevious read at 0x00c00012 by main goroutine:\n  main.main()\n      /m.go:9 +0x2c\n\nGoroutine 7 (running) created at:\n  main.main()\n      /m.go:5 +0x1\n',
    );
    expect(describeGoroutines(profile)).toEqual(['7 [race write] main.w by main.main', '1 [race read] main.main']);
  });

  test('a dump of exactly 64 MiB says that its counts are lower bounds', () => {
    // Few lines of many bytes: it is the size that counts.
    const one = `goroutine 7 [select]:\nmain.work()\n\t/${'src/'.repeat(1000)}main.go:12 +0x1d\n\n`;
    const size = 64 * 2 ** 20;
    const text = one.repeat(Math.ceil(size / one.length)).slice(0, size);
    expect(readText(text).warnings.map(({code}) => code)).toContain('DUMP_LIMIT');
  });

  test('lines that are none of a dump are counted with their numbers', () => {
    const profile = readText(`starting up\nlistening\n\ngoroutine 1 [select]:\n${FRAMES}\nbye\n`);
    expect(profile.skippedLines).toEqual({count: 3, lineNumbers: [1, 2, 8]});
  });

  test('text that holds no goroutine is refused', () => {
    expect(() => readText('goroutines are cheap\nfoo.bar is a name\n')).toThrow(
      expect.objectContaining({code: 'UNRECOGNIZED_FORMAT'}),
    );
  });
});
