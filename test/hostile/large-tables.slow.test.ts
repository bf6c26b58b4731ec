/**
 * Profiles of 20 000 elements of one kind: every command reads them, and none takes more than n log n.
 *
 * Quadratic time would be 4 · 10^8 steps; the bound of CPU time is below that, and far above what is needed.
 * PPROFX_ELEMENTS=200000 makes them larger: the bound grows with them, quadratic time by its square.
 *
 * Slow: seventy runs of the command line on large profiles.
 */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {pprofx} from '../support/cli.ts';
import {join as bytes, bytesField, message, numberField, packedField} from '../support/proto.ts';

const COUNT = Number(process.env['PPROFX_ELEMENTS'] ?? 20_000);
const MAX_CPU_SECONDS = (3 * COUNT) / 20_000;
const folder = mkdtempSync(join(tmpdir(), 'pprofx-large-'));
afterAll(() => rmSync(folder, {recursive: true}));

const each = (make: (i: number) => Uint8Array): Uint8Array =>
  Buffer.concat(Array.from({length: COUNT}, (_, i) => make(i)));
const HEAD = message(1, numberField(1, 1), numberField(2, 2));
const words = (...more: string[]): Uint8Array =>
  bytes(...['', 'samples', 'count', 'main.main', 'key', ...more].map((text) => bytesField(6, text)));
const FUNCTION = message(5, numberField(1, 1), numberField(2, 3), numberField(3, 3));
const LOCATION = message(4, numberField(1, 1), message(4, numberField(1, 1)));
const ONE = message(2, packedField(1, [1]), packedField(2, [1]));
const FIRST = 5;

const TABLES: Readonly<Record<string, () => Uint8Array>> = {
  'label values': () =>
    bytes(
      HEAD,
      FUNCTION,
      LOCATION,
      each((i) =>
        message(2, packedField(1, [1]), packedField(2, [1]), message(3, numberField(1, 4), numberField(2, FIRST + i))),
      ),
      words(),
      each((i) => bytesField(6, `request-${i}`)),
    ),
  functions: () =>
    bytes(
      HEAD,
      each((i) => message(2, packedField(1, [i + 1]), packedField(2, [1]))),
      each((i) => message(4, numberField(1, i + 1), message(4, numberField(1, i + 1)))),
      each((i) => message(5, numberField(1, i + 1), numberField(2, FIRST + i), numberField(3, FIRST + i))),
      words(),
      each((i) => bytesField(6, `main.f${i}`)),
    ),
  mappings: () =>
    bytes(
      HEAD,
      FUNCTION,
      LOCATION,
      ONE,
      each((i) => message(3, numberField(1, i + 1), numberField(2, 4096 * i), numberField(3, 4096 * i + 4096))),
      words(),
    ),
  comments: () =>
    bytes(
      HEAD,
      FUNCTION,
      LOCATION,
      ONE,
      words(),
      each((i) => bytesField(6, `comment ${i}`)),
      each((i) => numberField(13, FIRST + i)),
    ),
  'labels of one sample': () =>
    bytes(
      HEAD,
      FUNCTION,
      LOCATION,
      message(
        2,
        packedField(1, [1]),
        packedField(2, [1]),
        each((i) => message(3, numberField(1, 4), numberField(2, FIRST + i))),
      ),
      words(),
      each((i) => bytesField(6, `value-${i}`)),
    ),
};

const COMMANDS: readonly (readonly string[])[] = [
  ['top', '--nodecount', '0'],
  ['tags'],
  ['raw'],
  ['traces'],
  ['tree'],
  ['analyze'],
  ['comments'],
  ['merge', '--output', '/dev/null'],
  ['analyze', '--lang', 'zh'],
  ['convert', '--to', 'otlp', '--output', '/dev/null'],
  ['explain', '--why-not', 'main'],
  ['fleet'],
];

function expectLinear(words: readonly string[], maxSeconds = MAX_CPU_SECONDS): void {
  const before = process.cpuUsage();
  const {code, stderr} = pprofx(words);
  const {system, user} = process.cpuUsage(before);
  expect({code, stderr: stderr.slice(0, 300)}).toEqual({code: 0, stderr: ''});
  expect((system + user) / 1e6).toBeLessThan(maxSeconds);
}

describe.each(Object.entries(TABLES))(`${COUNT} %s`, (name, make) => {
  const input = join(folder, `${name.replaceAll(' ', '-')}.pb`);
  beforeAll(() => writeFileSync(input, make()));

  it.each(COMMANDS)('%s', {timeout: 300_000}, (...command) => expectLinear([...command, input]));

  it('export', {timeout: 300_000}, () => expectLinear(['export', input, '-o', join(folder, `dataset-${name}`)]));
});

const DUMP_COMMANDS: readonly (readonly string[])[] = [
  ['analyze'],
  ['analyze', '--lang', 'zh'],
  ['goroutines'],
  ['explain', 'deadlock'],
  ['fleet'],
];

/** A finding each, which costs more than an element of a table. */
describe(`${COUNT / 4} goroutines that wait for locks in functions of their own`, () => {
  const input = join(folder, 'locks.txt');
  beforeAll(() => {
    const goroutine = (i: number): string =>
      `goroutine ${i + 1} [sync.Mutex.Lock, 5 minutes]:\nmain.wait${i}(0xc000100000)\n\t/src/f.go:${i + 1} +0x1d\n\n`;
    writeFileSync(input, Array.from({length: COUNT / 4}, (_, i) => goroutine(i)).join(''));
  });

  it.each(DUMP_COMMANDS)('%s %s', {timeout: 300_000}, (...command) =>
    expectLinear([...command, input], 2 * MAX_CPU_SECONDS),
  );

  it('export', {timeout: 300_000}, () =>
    expectLinear(['export', input, '-o', join(folder, 'dataset-locks')], 2 * MAX_CPU_SECONDS),
  );
});
