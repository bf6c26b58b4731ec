/**
 * Archives for tests: tar by the library that reads it, zip by hand, so that a header can lie.
 */
import {crc32, deflateRawSync} from 'node:zlib';
import {packTar, type TarHeader} from 'modern-tar';

export interface File {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export const file = (path: string, bytes: Uint8Array | string): File => ({
  path,
  bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
});

export async function tarOf(files: readonly File[], more: readonly TarHeader[] = []): Promise<Buffer> {
  const entries = files.map(({bytes, path}) => ({
    header: {name: path, size: bytes.length, mtime: new Date('2026-11-28T12:00:00Z')},
    body: bytes,
  }));
  return Buffer.from(await packTar([...entries, ...more.map((header) => ({header}))]));
}

export interface ZipLies {
  /** Bit 0 says that the data are encrypted. */
  readonly flags?: number;
  readonly method?: number;
  /** What the directory says an entry unpacks to. */
  readonly size?: number;
}

export function zipOf(files: readonly File[], lies: ZipLies = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const {bytes, path} of files) {
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(lies.flags ?? 0, 2);
    common.writeUInt16LE(lies.method ?? 8, 4);
    common.writeUInt16LE(12 << 11, 6);
    common.writeUInt16LE(((2026 - 1980) << 9) | (11 << 5) | 28, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(lies.size ?? bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
    const central = Buffer.alloc(16);
    central.writeUInt32LE(offset, 12);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, central.subarray(2), name]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(files.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(files.length, 0xffff), 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}
