/**
 * The output of `perf script` as input.
 */
import {describe, expect, it} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';

const FRAMES = [
  '\t          4a1b2c main.(*T).work+0x1c (/usr/bin/app)',
  '\t          4a1b00 main.main (inlined)',
  '\tffffffff810013aa [unknown] ([kernel.kallsyms])',
].join('\n');

const sample = (head: string, frames = FRAMES): string => `${head}\n${frames}\n\n`;

describe('perf script', () => {
  it('becomes samples, leaf first, with command and thread as labels', () => {
    const profile = readText(
      `# header\n#\n${sample('V8 WorkerThread 12/34 [003]  77.123456:     250000 cpu-clock:uhH: ')}`,
    );
    expect([profile.format, profile.kind]).toEqual(['perf-script', 'cpu']);
    expect(profile.sampleTypes).toEqual([
      {type: 'samples', unit: 'count'},
      {type: 'cpu-clock', unit: 'nanoseconds'},
    ]);
    expect(sampleLines(profile)).toEqual([
      '1 250000: main.(*T).work < main.main < [kernel.kallsyms] {comm=V8 WorkerThread, pid=12, tid=34, cpu=3}',
    ]);
    expect(profile.mappings.map(({file}) => file)).toEqual(['/usr/bin/app', '[kernel.kallsyms]']);
    expect(profile.locations.address[0]).toBe(0x4a1b2cn);
  });

  it('has a sample type for each event with periods, and none without', () => {
    const both = readText(
      sample('app 1 1.0: 10 cycles:u:') + sample('app 1 2.0: 3 instructions:') + sample('app 1 3.0: 5 cycles:u:'),
    );
    expect(both.sampleTypes.map(({type}) => type)).toEqual(['samples', 'cycles', 'instructions']);
    expect(sampleLines(both)[0]).toMatch(/^3 15 3: /);
    const none = readText(sample('app 7 cycles:'));
    expect(none.sampleTypes).toHaveLength(1);
    expect(sampleLines(none)[0]).toMatch(/\{comm=app, tid=7\}$/);
  });

  it('has one frame a line where no call chains were recorded', () => {
    const lines =
      ' app 5 1.0:  1 cycles:u:  4a1 main.f+0x1 (/bin/app)\n app 5 1.1:  1 cycles:u:  4a2 main.g+0x2 (/bin/app)\n';
    expect(sampleLines(readText(lines)).map((line) => line.split(' {')[0])).toEqual(['1 1: main.f', '1 1: main.g']);
  });

  it('keeps samples without frames, and counts lines that are none', () => {
    const profile = readText(`${sample('app 5 1.0: 1 cycles:')}app 5 1.1: 1 cycles:\n\nsome other line\n`);
    expect(profile.samples.length).toBe(2);
    expect(profile.skippedLines?.count).toBe(1);
  });

  it('reads fields of tracepoints as such, and the frames below them', () => {
    const text = sample('app 5 [001] 1.0: sched:sched_switch: prev_comm=app prev_pid=5 ==> next_comm=b');
    expect(sampleLines(readText(text))[0]).toMatch(/^1: main\.\(\*T\)\.work < /);
  });

  it('keeps every digit of a period, and refuses one that no int64 holds', () => {
    const exact = readText(sample('app 5 1.0: 9007199254740993 cycles:'));
    expect([exact.samples.values[1][0], exact.samples.residues[1]?.[0]]).toEqual([9007199254740992, 1]);
    expect(() => readText(sample('app 5 1.0: 1 cycles:') + sample(`app 5 1.1: ${'9'.repeat(400)} cycles:`))).toThrow(
      expect.objectContaining({code: 'MALFORMED_TEXT', at: expect.objectContaining({line: 6})}),
    );
  });

  it('has at most 256 events: a value of each for every sample would grow with the square', () => {
    const events = (count: number): string =>
      Array.from({length: count}, (_, i) => sample(`app 5 1.0: 1 event${i}:`)).join('');
    expect(readText(events(256)).sampleTypes).toHaveLength(257);
    expect(() => readText(events(257))).toThrow(expect.objectContaining({code: 'LIMIT_EXCEEDED'}));
  });

  it('is not claimed by a goroutine dump', () => {
    expect(readText('goroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n').format).toBe('goroutine-text');
  });
});
