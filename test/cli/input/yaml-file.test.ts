/**
 * YAML files of the user: rules and owners.
 */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {readYamlFile} from '../../../src/cli/system/yaml-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'pprofx-yaml-'));
afterAll(() => rmSync(folder, {recursive: true}));

function read(text: string): ReturnType<typeof readYamlFile> {
  const path = join(folder, 'file.yaml');
  writeFileSync(path, text);
  return readYamlFile(path, 'file of owners');
}

function secondsToRead(text: string): number {
  const before = process.cpuUsage();
  read(text);
  const {system, user} = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe('a YAML file', () => {
  it('of 50 000 keys is read in linear time', () => {
    // The square of the number takes twice as long.
    expect(secondsToRead(Array.from({length: 50_000}, (_, i) => `k${i}: v\n`).join(''))).toBeLessThan(6);
  });

  it.each([
    ['a: 1\nb:\n  - {c: 1, d: 2,\n     c: 3}\n', 4],
    ['a: 1\n"a": 2\n', 2],
    ['{"a": {"b": 1, "b": 1}}', 1],
  ])('with a key twice in one map is refused at the second: %j', (text, line) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('a map has this key twice'),
        at: {input: expect.any(String), line},
      }),
    );
  });

  it('may have one key in several maps', () => {
    expect(() => read('- {a: 1}\n- {a: 1}\n')).not.toThrow();
  });

  it.each(['[', '{a: ', '- '])('nested 5000 times by %j is refused in short', (piece) => {
    expect(() => read(piece.repeat(5_000))).toThrow(/^this is neither YAML nor JSON: .{1,200}$/);
  });

  it('of aliases of aliases is not unfolded', () => {
    const level = (i: number): string =>
      `${'abcdefghij'[i]}: &${'abcdefghij'[i]} [${Array(9).fill(`*${'abcdefghij'[i - 1]}`)}]\n`;
    expect(() => read(`a: &a x\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map(level).join('')}`)).not.toThrow();
  });

  it('that is none is refused with few words', () => {
    expect(() => read(`'${'x'.repeat(5000)}' 'y' : {`)).toThrow(/^this is neither YAML nor JSON: .{1,200}$/);
  });
});
