/**
 * A file whose reading is given up half way: its descriptor is closed once, and not while something still reads from it.
 */
import {pbkdf2, pbkdf2Sync} from 'node:crypto';
import {closeSync, mkdtempSync, openSync, readSync, writeFileSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {gzipSync} from 'node:zlib';
import {expect, it} from 'vitest';
import {readInput} from '../../../src/cli/input/input.ts';

const ROUNDS = 10;
/** Opened one after the other, so that one of them gets the number of the descriptor that was closed. */
const FILES = 60;

/** Keeps the threads busy that read files, so that a read waits for its turn; the result ends it. */
function busyThreads(): () => void {
  const work = promisify(pbkdf2);
  let isOver = false;
  const loop = async (): Promise<void> => {
    while (!isOver) await work('', '', 2000, 64, 'sha512');
  };
  for (let thread = 0; thread < 6; thread++) void loop();
  return () => {
    isOver = true;
  };
}

/** The first byte of a file, by each of many descriptors that are opened while other work goes on. */
async function firstBytes(path: string): Promise<number[]> {
  const opened: number[] = [];
  for (let file = 0; file < FILES; file++) {
    opened.push(openSync(path, 'r'));
    await stat(path);
  }
  return opened.map((fd) => {
    const byte = Buffer.alloc(1);
    readSync(fd, byte, 0, 1, null);
    closeSync(fd);
    return byte[0];
  });
}

it('takes nothing from files that are opened afterwards', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'given-up-')), 'noise.gz');
  // Of no format, and so dense that it takes several reads.
  writeFileSync(path, gzipSync(pbkdf2Sync('', '', 1, 1 << 20, 'sha1'), {level: 1}));
  const rest = busyThreads();
  const seen = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    await expect(readInput(path)).rejects.toThrow('no format');
    for (const byte of await firstBytes(path)) seen.add(byte);
  }
  rest();
  expect([...seen]).toEqual([0x1f]);
});
