/**
 * Folded stacks as input.
 */
import {describe, expect, test} from 'vitest';
import {readText, stackOf} from '../support/goroutines.ts';

describe('folded stacks', () => {
  test('equal stacks are one sample with the sum of their counts', () => {
    const profile = readText('main;f 2\nmain;g 1\nmain;f 3\n');
    expect([...profile.samples.values[0]]).toEqual([5, 1]);
  });

  test('stacks of one frame may be most of them', () => {
    expect(readText('main 5\nmain;f 3\nidle 4\n').format).toBe('folded');
    expect(() => readText('a b 5\nmain;f 3\nc d 4\n')).toThrow(/no format/);
  });

  test('a first stack longer than what is looked at may hold closures of Rust', () => {
    const stack = Array.from({length: 400}, (_, at) => `app::run::{{closure}}::f${at}`).join(';');
    expect(readText(`${stack} 1\n`).format).toBe('folded');
  });

  test('names keep blanks, colons and angle brackets', () => {
    const profile = readText('std::map<int, long>::at;operator new(unsigned long) 7\r\n');
    expect(stackOf(profile, 0)).toEqual(['operator new(unsigned long)', 'std::map<int, long>::at']);
  });

  test('a line without a count is refused with its number', () => {
    const lines = 'main;f 1\n'.repeat(600);
    expect(() => readText(`${lines}main;g\n`)).toThrow(
      expect.objectContaining({code: 'MALFORMED_TEXT', at: {input: 'dump.txt', line: 601}}),
    );
  });

  test('counts past 2^53 keep every digit', () => {
    const profile = readText('main;f 9007199254740993\nmain;f 4\nmain;g 9223372036854775807\n');
    const exact = [0, 1].map(
      (row) => BigInt(profile.samples.values[0][row]) + BigInt(profile.samples.residues[0]?.[row] ?? 0),
    );
    expect(exact).toEqual([9007199254740997n, 2n ** 63n - 1n]);
  });

  test.each(['9223372036854775808', '1'.repeat(60), '9223372036854775808.5'])('a count of %s is refused', (count) => {
    expect(() => readText(`main;f ${count}\n`)).toThrow(
      expect.objectContaining({code: 'MALFORMED_TEXT', at: {input: 'dump.txt', line: 1}}),
    );
  });

  test('a first stack longer than what is looked at is one', () => {
    const frames = Array.from({length: 900}, (_, i) => `pkg/path.(*Type).f${i}`);
    const profile = readText(`${frames.join(';')} 5\n`);
    expect([profile.format, profile.samples.values[0][0], stackOf(profile, 0).length]).toEqual(['folded', 5, 900]);
  });

  test.each(['main;f 5 7\nmain;g 3 1\n', 'main;f 5 7\n'.repeat(900)])('two counts are named', (text) => {
    expect(() => readText(text)).toThrow(
      expect.objectContaining({
        code: 'UNRECOGNIZED_FORMAT',
        message: expect.stringContaining('two counts, as difffolded.pl writes them'),
        hint: expect.stringContaining('pprofx diff BEFORE AFTER'),
      }),
    );
  });

  test('a name may end in a number behind a blank', () => {
    const profile = readText('main;worker 5 7\nmain;idle 3\n');
    expect(stackOf(profile, 0)).toEqual(['worker 5', 'main']);
  });

  test('a dump that is cut in its first header is no stack of one frame', () => {
    expect(() => readText('goroutine 1')).toThrow(expect.objectContaining({code: 'UNRECOGNIZED_FORMAT'}));
  });

  test('prose and tables are not taken for folded stacks', () => {
    for (const text of ['in 2020\nor; in 2021\nthis is text\n', 'flat flat% sum%\n10 1 2\n20 2 3\n']) {
      expect(() => readText(text)).toThrow(expect.objectContaining({code: 'UNRECOGNIZED_FORMAT'}));
    }
  });
});
