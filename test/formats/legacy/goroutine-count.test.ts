import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {readText, sampleLines, stackText} from '../../support/profile-text.ts';
import {readBytes, samplePath} from '../../support/shared.ts';

const DUMP = `goroutine profile: total 5
3 @ 0x43ca56 0x407fcc 0x407b7d 0x1755039 0x46dfa1
# labels: {"tenant":"a b", "q":"say \\"hi\\"\\n"}
#	0x1755038	k8s.io/x.(*Store).DeleteCollection.func1+0x98	k8s.io/x/store.go:1036

2 @ 0x43ca56 0x408ddb 0x4088d8 0x1412c0c 0x46dfa1
#	0x1412c0b	main.receive[go.shape.struct { X int }]+0x48b		/src/a b/main.go:7
`;

function stateCounts({goroutines, samples}: Profile): Record<string, number> {
  const counts: Record<string, number> = {};
  goroutines?.state.forEach((state, row) => {
    const {text} = goroutines.states[state];
    counts[text] = (counts[text] ?? 0) + samples.values[0][row];
  });
  return counts;
}

describe('a goroutine profile in text (debug=1)', () => {
  it('is read with the names of its symbol lines, inferred runtime frames at the leaf, without runtime.goexit', () => {
    expect(sampleLines(readText(DUMP))).toEqual([
      '3: runtime.gopark < runtime.chansend < runtime.chansend1 < k8s.io/x.(*Store).DeleteCollection.func1 {tenant=a b, q=say "hi"\n}',
      '2: runtime.gopark < runtime.chanrecv < 0x4088d7 < main.receive[go.shape.struct { X int }]',
    ]);
  });

  it('is read without its addresses, as documents print it', () => {
    const row = '1 @ ...\n#\t0x...\tmain.send+0x27\tf.go:15\n#\t0x...\tmain.main+0x1\tf.go:9\n';
    const profile = readText(`goroutine profile: total 3\n${row}\n${row.replace('1 @', '2 @')}`);
    expect(sampleLines(profile).map((line) => line.replace(/runtime\.\w+ < /g, ''))).toEqual([
      '1: main.send < main.main',
      '2: main.send < main.main',
    ]);
  });

  it.each(['\ufeff', '<html><body><pre>', '"', '`'])('is one also behind %j', (before) => {
    const {kind, samples, sampleTypes} = readText(before + DUMP);
    expect([kind, sampleTypes[0].type, ...samples.values[0]]).toEqual(['goroutine', 'goroutine', 3, 2]);
  });

  it('knows its symbol lines without the `#`, which markdown takes for a heading', () => {
    const bare = DUMP.replace(/^#\t/gm, '        ');
    expect(sampleLines(readText(bare))).toEqual(sampleLines(readText(DUMP)));
  });

  it('keeps file and line of a symbol, blanks in the path included', () => {
    const {functions, locations, strings} = readText(DUMP);
    expect(strings.at(functions.filename[1])).toBe('/src/a b/main.go');
    expect([...locations.lineNumber].filter((line) => line > 0)).toEqual([1036, 7]);
  });

  it('is what go tool pprof makes of it when symbols are not wanted', () => {
    const profile = readText(DUMP, {symbolize: 'none'});
    expect(profile.counts).toEqual({samples: 2, locations: 8, functions: 0, mappings: 1});
    expect(profile.goroutines).toBeUndefined();
    expect(profile.labelSets.length).toBe(1);
  });

  it('folds nothing: each row is a row of the goroutine table, with its place in the text', () => {
    const row = '1 @ 0x10 0x20\n#\t0xf\tmain.f+0x1\t/m.go:1\n';
    const profile = readText(`goroutine profile: total 2\n${row}\n${row}`);
    expect(profile.samples.length).toBe(2);
    expect([...(profile.goroutines?.byteOffset ?? [])]).toEqual([27, 27 + row.length + 1]);
    expect([...(profile.goroutines?.byteLength ?? [])]).toEqual([row.length + 1, row.length]);
  });

  it('takes two lines of one address for calls inlined into each other', () => {
    const text =
      'goroutine profile: total 1\n1 @ 0x10 0x20\n#\t0xf\tmain.inner+0x1\t/m.go:1\n#\t0xf\tmain.outer+0x1\t/m.go:9\n';
    expect(sampleLines(readText(text))).toEqual(['1: main.inner < main.outer']);
  });

  it('is read without its first line, and says so', () => {
    const profile = readText(DUMP.slice(DUMP.indexOf('\n') + 1));
    expect(profile.kind).toBe('goroutine');
    expect(profile.samples.length).toBe(2);
    expect(profile.warnings.map(({code}) => code)).toEqual(['NO_HEADER', 'INFERRED_STATE']);
  });

  it.each([
    ['mail quotes', (line: string) => `> ${line}`],
    ['CRI timestamps', (line: string) => `2026-11-21T02:00:00.123456789Z stderr F ${line}`],
    ['klog headers', (line: string) => `E1121 02:00:00.123456       1 dump.go:7] ${line}`],
    ['docker JSON', (line: string) => `${JSON.stringify({log: `${line}\n`, stream: 'stderr'})}`],
    ['grep -n', (line: string, i: number) => `${i + 1}:${line}`],
    ['blanks for tabs', (line: string) => `    ${line.replace(/\t+/g, '  ')}`],
  ])('is the same with %s', (_, disguise) => {
    const text = DUMP.split('\n').map(disguise).join('\n');
    expect(sampleLines(readText(text))).toEqual(sampleLines(readText(DUMP)));
  });

  it('is found behind the words that people write before it', () => {
    const profile = readText(`The apiserver hangs, see:\n\n${DUMP}`);
    expect(sampleLines(profile)).toEqual(sampleLines(readText(DUMP)));
    expect(profile.skippedLines).toEqual({count: 1, lineNumbers: [1]});
  });

  it('joins a row that was wrapped', () => {
    const text = DUMP.replace(' 0x407b7d', '\n0x407b7d');
    expect(sampleLines(readText(text))).toEqual(sampleLines(readText(DUMP)));
  });

  it('takes Windows line ends', () => {
    expect(sampleLines(readText(DUMP.replaceAll('\n', '\r\n')))).toEqual(sampleLines(readText(DUMP)));
  });

  it('counts lines that it cannot read, with their numbers', () => {
    const profile = readText(DUMP.replace('\n\n', '\n[truncated by mail]\n'));
    expect(profile.samples.length).toBe(2);
    expect(profile.skippedLines).toEqual({count: 1, lineNumbers: [5]});
  });

  it('reads a row of 50 000 frames', () => {
    const addresses = Array.from({length: 50_000}, (_, i) => ` 0x${(0x400000 + i).toString(16)}`).join('');
    const profile = readText(`goroutine profile: total 1\n1 @${addresses}\n`);
    expect(profile.stacks.length).toBe(50_000);
  });

  it('keeps counts past 2^53 exact', () => {
    const {samples} = readText('x profile: total 1\n9007199254740993 @ 0x1\n');
    expect(BigInt(samples.values[0][0]) + BigInt(samples.residues[0]?.[0] ?? 0)).toBe(9007199254740993n);
  });

  it.each([
    ['threadcreate', 'threadcreate'],
    ['goroutineleak', 'goroutineleak'],
    ['my.own/profile', 'other'],
  ])('"%s profile" becomes a profile of kind %s', (type, kind) => {
    const profile = readText(`${type} profile: total 5\n5 @\n#\t0x0\n`);
    expect(profile.kind).toBe(kind);
    expect(sampleLines(profile)).toEqual(['5: ']);
  });
});

describe('the frames of a debug=1 dump', () => {
  const stacksOf = (profile: Profile): Set<string> =>
    new Set(Array.from(profile.samples.stack, (stack) => stackText(profile, stack)));

  it.each([
    ['deletecollection-leak/goroutine-debug1-before.txt', 'deletecollection-leak/goroutine-before.pb.gz'],
    ['deletecollection-freed/goroutine-debug1.txt', 'deletecollection-freed/goroutine.pb.gz'],
  ])('of %s are those of %s, but for the two goroutines that run', (debug1, debug0) => {
    const text = stacksOf(readText(readFileSync(samplePath(debug1), 'utf8')));
    const proto = stacksOf(readProfile(readBytes(samplePath(debug0))));
    expect([...text].filter((stack) => !proto.has(stack))).toHaveLength(2);
    expect([...proto].filter((stack) => !text.has(stack))).toHaveLength(2);
  });
});

describe('the states of a debug=1 dump', () => {
  it('are those of a goroutine at work where it writes the dump, though its runtime frames have no names (Go 1.26)', () => {
    const text =
      'goroutine profile: total 1\n1 @ 0x44cbf1 0x48b87d 0x77c1f1 0x7d5cc5 0x494141\n' +
      '#\t0x77c1f0\truntime/pprof.writeRuntimeProfile+0xb0\tpprof.go:851\n#\t0x7d5cc4\tmain.main+0x2e4\tmain.go:64\n';
    expect(stateCounts(readText(text))).toEqual({running: 1});
  });

  it('are inferred from the frames and say so', () => {
    const {goroutines} = readText(DUMP);
    expect(goroutines?.states).toEqual([
      {text: 'chan send', waitClass: 'send', isInferred: true},
      {text: 'chan receive', waitClass: 'recv', isInferred: true},
    ]);
  });

  it('stay unknown where one kind of channel operation leaves nothing to compare with', () => {
    // A gopark that returns to 0x…10 is of no runtime that was measured.
    const only = DUMP.split('\n\n')[0].replace('0x43ca56', '0x43ca52');
    expect(readText(only).goroutines?.states).toEqual([{text: '', waitClass: 'other', isInferred: true}]);
  });

  it.each([
    ['sync.runtime_SemacquireMutex', 'sync.(*RWMutex).RLock', 'rwmutex-r'],
    ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', 'mutex'],
    ['internal/sync.runtime_SemacquireMutex', 'internal/sync.(*Mutex).lockSlow', 'mutex'],
    ['sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait', 'waitgroup'],
    ['sync.runtime_Semacquire', 'main.own', 'semaphore'],
    ['sync.runtime_SemacquireWaitGroup', 'sync.(*WaitGroup).Wait', 'waitgroup'],
    ['sync.runtime_notifyListWait', 'sync.(*Cond).Wait', 'cond'],
    ['time.Sleep', 'main.main', 'sleep'],
    ['internal/poll.runtime_pollWait', 'internal/poll.(*pollDesc).wait', 'io'],
    ['syscall.Syscall6', 'syscall.wait4', 'syscall'],
    ['os/signal.signal_recv', 'os/signal.loop', 'syscall'],
  ])('%s called by %s is %s', (leaf, caller, waitClass) => {
    const text = `goroutine profile: total 1\n1 @ 0x10 0x20 0x30 0x40 0x50\n#\t0x2f\t${leaf}+0x1\t/a.go:1\n#\t0x3f\t${caller}+0x1\t/a.go:2\n`;
    expect(readText(text).goroutines?.states.map((state) => state.waitClass)).toEqual([waitClass]);
  });

  it.each([
    ['deletecollection-leak/goroutine-debug1-before.txt', 'deletecollection-leak/goroutine-debug2-before.txt.gz'],
    ['deletecollection-freed/goroutine-debug1.txt', 'deletecollection-freed/goroutine-debug2.txt.gz'],
    ['replicaset-flood/goroutine-debug1-before.txt', 'replicaset-flood/goroutine-debug2-before.txt.gz'],
  ])('of %s are those that %s prints', (debug1, debug2) => {
    const printed: Record<string, number> = {};
    const text = Buffer.from(readBytes(samplePath(debug2))).toString('latin1');
    for (const [, state] of text.matchAll(/^goroutine \d+ \[([^\],]+)/gm)) printed[state] = (printed[state] ?? 0) + 1;
    expect(stateCounts(readText(readFileSync(samplePath(debug1), 'utf8')))).toEqual(printed);
  });
});
