/**
 * Mappings without a name, two files of one build id and sample types without a name, against `go tool pprof`.
 */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {pprofx} from '../support/cli.ts';
import {join as bytes, bytesField, message, numberField, packedField} from '../support/proto.ts';

const folder = mkdtempSync(join(tmpdir(), 'pprofx-unnamed-'));
afterAll(() => rmSync(folder, {recursive: true}));

const mapping = (id: number, file: number, buildId: number): Uint8Array =>
  message(
    3,
    ...[id, 0x2000 * id, 0x2000 * id + 0x1000].map((value, i) => numberField(i + 1, value)),
    ...[file, buildId].map((value, i) => numberField(i + 5, value)),
    numberField(7, 1),
  );
const location = (id: number, fn: number): Uint8Array =>
  message(4, numberField(1, id), numberField(2, id), numberField(3, 0x2000 * id + 1), message(4, numberField(1, fn)));

/** Locations in a nameless mapping and in two files of one build id. */
function write(sampleType: string): string {
  const path = join(folder, `type-${sampleType}.pb`);
  const words = ['', sampleType, 'count', 'f', 'g', '/bin/a', '/bin/b', 'abcd'];
  const profile = bytes(
    message(1, numberField(1, 1), numberField(2, 2)),
    ...[1, 2, 3].map((row) => message(2, packedField(1, [row]), packedField(2, [row + 2]))),
    mapping(1, 0, 0),
    mapping(2, 5, 7),
    mapping(3, 6, 7),
    location(1, 1),
    location(2, 2),
    location(3, 2),
    message(5, numberField(1, 1), numberField(2, 3)),
    message(5, numberField(1, 2), numberField(2, 4)),
    ...words.map((word) => bytesField(6, word)),
  );
  writeFileSync(path, profile);
  return path;
}

const goPprof = (args: readonly string[]): string =>
  execFileSync('go', ['tool', 'pprof', ...args], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});

/** Flat, cum and name of each row. */
function rows(table: string): string[] {
  const lines = table.trimEnd().split('\n');
  const heading = lines.findIndex((line) => /^\s*flat\s+flat%/.test(line));
  if (heading < 0) return [];
  return lines
    .slice(heading + 1)
    .map((line) => line.trim().split(/\s+/))
    .map((cells) => [cells[0], cells[3], cells[5]].join(' '));
}

const OPTIONS = ['focus', 'ignore', 'hide', 'show'];
const PATTERNS = ['^$', 'x*', '^f$', '/bin/b', 'b$'];

describe('names that are not there', () => {
  it.each(OPTIONS.flatMap((option) => PATTERNS.map((pattern) => [option, pattern])))('-%s %s', (option, pattern) => {
    const path = write('samples');
    const filter = `-${option}=${pattern}`;
    expect(rows(pprofx(['top', `-${filter}`, path]).stdout)).toEqual(rows(goPprof(['-top', filter, path])));
  });

  it.each(['samples', ''])('sample type %j: the same raw text', (type) => {
    const path = write(type);
    expect(pprofx(['raw', path]).stdout).toBe(goPprof(['-raw', path]));
  });
});
