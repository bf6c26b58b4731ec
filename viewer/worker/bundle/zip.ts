/**
 * The files of a zip archive, by its directory at the end: sizes there are held against what an entry unpacks to.
 *
 * Fields as in the .ZIP File Format Specification (APPNOTE.TXT) 6.3.10, sections 4.3.7 to 4.3.16 and 4.5.3; times of Unix
 * as in extrafld.txt of Info-ZIP.
 */
import {failure} from '../../../src/base/errors.ts';
import type {Budget, Entry} from '../../../src/incident/entry.ts';
import {chunksOf} from '../loading/chunks.ts';
import {inflatedAs} from './streams.ts';

const END = 0x06054b50;
const END_BYTES = 22;
const LOCATOR_64 = 0x07064b50;
const LOCATOR_BYTES = 20;
const LISTED = 0x02014b50;
const LISTED_BYTES = 46;
const LOCAL_BYTES = 30;
/** The comment behind the end has no more. */
const MOST_COMMENT = 0xffff;
/** 200 000 entries of the longest paths that people have. */
const MOST_DIRECTORY = 2 ** 27;
/** In fields of 32 bits: the number stands in the extra field of 64. */
const ELSEWHERE = 0xffff_ffff;
const EXTRA_64 = 1;
const EXTRA_TIME = 0x5455;
const ENCRYPTED = 1;
const UTF8_NAME = 0x800;
const STORED = 0;
const DEFLATED = 8;

interface Listed {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly modifiedAt: Date;
  readonly packed: number;
  readonly unpacked: number;
  /** Of its local header. */
  readonly offset: number;
  readonly isLink: boolean;
}

/** @throws TRUNCATED_PROFILE for what has no directory, LIMIT_EXCEEDED */
export async function* zipEntries(zip: Blob, prefix: string, budget: Budget): AsyncGenerator<Entry> {
  const {count, directory} = await directoryOf(zip);
  budget.checkEntries(count);
  budget.countPacked(zip.size);
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + LISTED_BYTES > directory.byteLength || directory.getUint32(at, true) !== LISTED) {
      budget.trouble('the archive is damaged: its directory ends early; what came before the damage was read');
      return;
    }
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.getUint16(at + field, true));
    const listed = listedAt(directory, at, name, extra);
    at += LISTED_BYTES + name + extra + comment;
    const entry = entryOf(zip, listed, prefix, budget);
    if (entry !== undefined) yield entry;
  }
}

async function viewOf(bytes: Blob): Promise<DataView> {
  return new DataView(await bytes.arrayBuffer());
}

async function directoryOf(zip: Blob): Promise<{readonly count: number; readonly directory: DataView}> {
  const tailAt = Math.max(0, zip.size - END_BYTES - MOST_COMMENT - LOCATOR_BYTES);
  const tail = await viewOf(zip.slice(tailAt));
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) throw cut('the end of its directory is missing');
  const locator = end - LOCATOR_BYTES;
  const is64 = locator >= 0 && tail.getUint32(locator, true) === LOCATOR_64;
  const far = is64 ? await farEnd(zip, Number(tail.getBigUint64(locator + 8, true))) : undefined;
  const {count, length, offset} = far ?? {
    count: tail.getUint16(end + 10, true),
    length: tail.getUint32(end + 12, true),
    offset: tail.getUint32(end + 16, true),
  };
  if (offset + length > zip.size) throw cut('its directory is not where it should be');
  if (length > MOST_DIRECTORY) {
    throw failure('LIMIT_EXCEEDED', 'the directory of this zip archive has more than 128 MiB', {}, UNPACK);
  }
  return {count, directory: await viewOf(zip.slice(offset, offset + length))};
}

const UNPACK = 'unpack the archive, and give the folder';

async function farEnd(zip: Blob, at: number): Promise<{count: number; length: number; offset: number} | undefined> {
  const far = await viewOf(zip.slice(at, at + 56));
  if (far.byteLength < 56) throw cut('its directory is not where it should be');
  const [count, length, offset] = [32, 40, 48].map((field) => Number(far.getBigUint64(field, true)));
  return {count, length, offset};
}

function cut(why: string): Error {
  const message = `this zip archive has no directory at its end: ${why}`;
  return failure('TRUNCATED_PROFILE', message, {}, 'the download was cut; fetch the archive again');
}

function listedAt(view: DataView, at: number, nameLength: number, extraLength: number): Listed {
  const u16 = (field: number): number => view.getUint16(at + field, true);
  const u32 = (field: number): number => view.getUint32(at + field, true);
  const flags = u16(8);
  const nameAt = view.byteOffset + at + LISTED_BYTES;
  const nameBytes = new Uint8Array(view.buffer).subarray(nameAt, nameAt + nameLength);
  const extra = new Extra(view, at + LISTED_BYTES + nameLength, extraLength);
  // In this order those of the three that do not fit stand in the extra field.
  const [unpacked, packed, offset] = extra.wide([u32(24), u32(20), u32(42)]);
  return {
    name: new TextDecoder((flags & UTF8_NAME) === 0 ? 'latin1' : 'utf-8').decode(nameBytes),
    flags,
    method: u16(10),
    modifiedAt: extra.time() ?? dosTime(u16(14), u16(12)),
    packed,
    unpacked,
    offset,
    // The file type of Unix, in the upper half of the attributes.
    isLink: ((u32(38) >>> 16) & 0o170000) === 0o120000,
  };
}

class Extra {
  private readonly fields = new Map<number, DataView>();

  constructor(view: DataView, at: number, length: number) {
    const end = Math.min(at + length, view.byteLength);
    for (let field = at; field + 4 <= end; ) {
      const size = Math.min(view.getUint16(field + 2, true), end - field - 4);
      this.fields.set(view.getUint16(field, true), new DataView(view.buffer, view.byteOffset + field + 4, size));
      field += 4 + size;
    }
  }

  wide(numbers: readonly number[]): number[] {
    const view = this.fields.get(EXTRA_64);
    let at = 0;
    return numbers.map((number) => {
      if (number !== ELSEWHERE || view === undefined || at + 8 > view.byteLength) return number;
      at += 8;
      return Number(view.getBigUint64(at - 8, true));
    });
  }

  time(): Date | undefined {
    const view = this.fields.get(EXTRA_TIME);
    const hasTime = view !== undefined && view.byteLength >= 5 && (view.getUint8(0) & 1) === 1;
    return hasTime ? new Date(view.getInt32(1, true) * 1000) : undefined;
  }
}

/** Local time, in steps of two seconds. */
function dosTime(date: number, time: number): Date {
  const [year, month, day] = [(date >> 9) + 1980, ((date >> 5) & 15) - 1, date & 31];
  return new Date(year, month, day, time >> 11, (time >> 5) & 63, (time & 31) * 2);
}

function entryOf(zip: Blob, listed: Listed, prefix: string, budget: Budget): Entry | undefined {
  const {flags, isLink, method, modifiedAt, name, unpacked} = listed;
  const path = budget.admit(name, prefix);
  if (path === undefined || name.endsWith('/')) return undefined;
  if (isLink) {
    budget.links++;
    return undefined;
  }
  const isEncrypted = (flags & ENCRYPTED) !== 0;
  if (isEncrypted || (method !== STORED && method !== DEFLATED)) {
    budget.trouble(`${path}: ${isEncrypted ? 'is encrypted' : `is packed by method ${method}, not 0 or 8`}; ${UNPACK}`);
    return undefined;
  }
  return {path, address: prefix + path, size: unpacked, modifiedAt, chunks: () => contentOf(zip, listed, budget)};
}

async function* contentOf(
  zip: Blob,
  {method, offset, packed, unpacked}: Listed,
  budget: Budget,
): AsyncGenerator<Uint8Array> {
  const local = await viewOf(zip.slice(offset, offset + LOCAL_BYTES));
  if (local.byteLength < LOCAL_BYTES) throw damaged('it ends too early');
  const from = offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  const bytes = chunksOf(zip.slice(from, from + packed).stream());
  let length = 0;
  try {
    for await (const chunk of method === STORED ? bytes : inflatedAs('deflate-raw', bytes)) {
      length += chunk.length;
      budget.countUnpacked(chunk.length);
      if (length > unpacked) throw damaged('it is longer than the directory says');
      yield chunk;
    }
  } catch (error) {
    throw error instanceof TypeError ? damaged(error.message) : error;
  }
  if (length < unpacked) throw damaged('it is shorter than the directory says');
}

function damaged(why: string): Error {
  return failure('MALFORMED_PROFILE', `damaged in its archive: ${why}`, {}, 'fetch the archive again');
}
