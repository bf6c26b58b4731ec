import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {readSmallFile} from '../../../src/cli/input/small-file.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'pprofx-small-'));
const TEXT = Buffer.from('goroutine 1 [running]:\n'.repeat(100));
const PACKED = gzipSync(TEXT);
const NO_LIMIT = 2 ** 40;

function fileOf(name: string, content: Uint8Array): string {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
}

function read(name: string, content: Uint8Array): string | undefined {
  const bytes = readSmallFile(fileOf(name, content), NO_LIMIT);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}

describe('a small file', () => {
  it('comes back whole when it is plain', () => {
    expect(read('plain', TEXT)).toBe(TEXT.toString());
  });

  it('comes back inflated when it is gzip, of several members too', () => {
    expect(read('packed', PACKED)).toBe(TEXT.toString());
    expect(read('members', Buffer.concat([PACKED, PACKED]))).toBe(TEXT.toString().repeat(2));
  });

  it.each([
    ['cut', PACKED.subarray(0, PACKED.length - 4)],
    ['appended to', Buffer.concat([PACKED, Buffer.from('junk')])],
    ['padded', Buffer.concat([PACKED, Buffer.alloc(512)])],
    ['of a wrong checksum', Buffer.concat([PACKED.subarray(0, -8), Buffer.alloc(8)])],
  ])('is left to the stream when its gzip is %s', (name, content) => {
    expect(read(name, content)).toBeUndefined();
  });

  it('is left to the stream when it inflates past the limit', () => {
    expect(readSmallFile(fileOf('long', PACKED), TEXT.length - 1)).toBeUndefined();
    expect(readSmallFile(fileOf('bomb', gzipSync(Buffer.alloc(2 ** 24))), NO_LIMIT)).toBeUndefined();
  });

  it('is left to the stream when it is large, a folder or not there', () => {
    expect(readSmallFile(fileOf('large', Buffer.alloc(2 ** 20)), NO_LIMIT)).toBeUndefined();
    expect(readSmallFile(FOLDER, NO_LIMIT)).toBeUndefined();
    expect(readSmallFile(join(FOLDER, 'none'), NO_LIMIT)).toBeUndefined();
  });
});
