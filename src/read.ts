/**
 * Bytes in, Profile out: sniffs the format and hands the stream to its reader.
 *
 * Takes plain bytes in chunks of any size; `readProfile` also takes gzip. Whoever has a faster inflater (Node) inflates
 * outside and feeds the reader directly.
 */
import {prune} from './analysis/prune.ts';
import {failure, PprofxError, withInput} from './base/errors.ts';
import {describeForeign} from './formats/foreign.ts';
import {DEFAULT_READ_OPTIONS, type FormatReader, type ReadOptions, SNIFF_BYTES} from './formats/format.ts';
import {Gunzip} from './formats/gunzip.ts';
import {FORMATS} from './formats/index.ts';
import {isGzip} from './formats/is-gzip.ts';
import type {Profile, Warning} from './model/profile.ts';
import {PARTIAL} from './model/warning-codes.ts';

/** Reads one input; every failure names it. */
export class ProfileReader {
  private readonly options: ReadOptions;
  private reader: FormatReader | undefined;
  private head: Uint8Array = new Uint8Array(0);
  private byteCount = 0;
  private readonly extraWarnings: Warning[] = [];

  constructor(options: Partial<ReadOptions> = {}) {
    this.options = {...DEFAULT_READ_OPTIONS, ...options};
  }

  get name(): string {
    return this.options.name;
  }

  /** Notes zero bytes after the gzip data: harmless, but somebody padded the file. */
  warnOfPadding(byteCount: number): void {
    this.extraWarnings.push({
      code: 'GZIP_PADDING',
      message: `${byteCount} zero bytes after the gzip data were ignored`,
    });
  }

  /** Takes the next uncompressed bytes; they may be reused by the caller afterwards. */
  write(chunk: Uint8Array): void {
    this.guard(() => this.accept(chunk));
  }

  /** @throws PprofxError when the input is no whole profile */
  end(): Profile {
    return this.guard(() => {
      this.reader ??= this.start(true);
      const whole = this.reader.end();
      const profile = this.options.allFrames ? whole : prune(whole);
      if (this.extraWarnings.length === 0) return profile;
      return {...profile, warnings: [...this.extraWarnings, ...profile.warnings]};
    });
  }

  /**
   * Ends an input that broke off: what came whole before it is the profile, marked PARTIAL.
   *
   * @param damage  why the input ended early
   */
  salvage(damage: PprofxError): Profile {
    this.extraWarnings.push({code: PARTIAL, message: `the input is damaged (${damage.code}): ${damage.message}`});
    return this.end();
  }

  private accept(chunk: Uint8Array): void {
    this.byteCount += chunk.length;
    const {maxBytes} = this.options.limits;
    if (this.byteCount > maxBytes) {
      throw failure('LIMIT_EXCEEDED', `more than ${maxBytes} bytes uncompressed (--max-bytes)`, {byteOffset: maxBytes});
    }
    if (this.reader !== undefined) {
      this.reader.write(chunk);
      return;
    }
    const head = new Uint8Array(this.head.length + chunk.length);
    head.set(this.head);
    head.set(chunk, this.head.length);
    this.head = head;
    if (head.length >= SNIFF_BYTES) this.reader = this.start(false);
  }

  private start(isWhole: boolean): FormatReader {
    const {head} = this;
    if (head.length === 0) throw failure('EMPTY_INPUT', 'the input is empty', {byteOffset: 0});
    const seen = head.subarray(0, SNIFF_BYTES);
    const format = FORMATS.find((candidate) => candidate.sniff(seen, isWhole && head.length <= SNIFF_BYTES));
    if (format === undefined) throw describeForeign(seen);
    const reader = format.open(this.options);
    this.head = new Uint8Array(0);
    reader.write(head);
    return reader;
  }

  private guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof PprofxError ? withInput(error, this.options.name) : error;
    }
  }
}

/** Bytes taken at a time, so that progress can be told. */
const CHUNK_BYTES = 1 << 20;

/**
 * Reads a whole input at hand, gzip or plain; damaged gzip data up to the damage where the options say so.
 *
 * @param onProgress  told how many of the bytes were taken
 */
export function readProfile(
  bytes: Uint8Array,
  options: Partial<ReadOptions> = {},
  onProgress?: (doneBytes: number) => void,
): Profile {
  const reader = new ProfileReader(options);
  const inflater = isGzip(bytes) ? new Gunzip((chunk) => reader.write(chunk)) : undefined;
  try {
    for (let at = 0; at < bytes.length || at === 0; at += CHUNK_BYTES) {
      (inflater ?? reader).write(bytes.subarray(at, at + CHUNK_BYTES));
      onProgress?.(Math.min(at + CHUNK_BYTES, bytes.length));
    }
    inflater?.end();
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    const named = withInput(error, reader.name);
    if (options.isSalvaging !== true || !isBroken(named)) throw named;
    return reader.salvage(named);
  }
  if (inflater !== undefined && inflater.paddingLength > 0) reader.warnOfPadding(inflater.paddingLength);
  return reader.end();
}

/** Whether compressed data was good up to a point: what came before it can be used if the user says so. */
export function isBroken({code}: PprofxError): boolean {
  return code.endsWith('_GZIP') || code === 'TRAILING_DATA';
}
