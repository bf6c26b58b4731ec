/**
 * Plain bytes in, Profile out: sniffs the format and hands the stream to its reader.
 *
 * Knows no gzip: whoever has a faster inflater (Node, a browser) inflates outside and feeds the reader.
 */
import {prune} from './analysis/tree/prune.ts';
import {failure, PprofxError, withInput} from './base/errors.ts';
import {describeForeign, foreignByMark} from './formats/foreign.ts';
import {DEFAULT_READ_OPTIONS, type FormatReader, type ReadOptions, SNIFF_BYTES} from './formats/format.ts';
import {FORMATS} from './formats/index.ts';
import {isUtf16, Utf16Narrower} from './formats/utf16.ts';
import type {Profile, Warning} from './model/profile.ts';
import {PARTIAL} from './model/warning-codes.ts';

/** Reads one input; every failure names it. */
export class ProfileReader {
  private readonly options: ReadOptions;
  private reader: FormatReader | undefined;
  private head: Uint8Array = new Uint8Array(0);
  private narrower: Utf16Narrower | undefined;
  private byteCount = 0;
  private readonly extraWarnings: Warning[] = [];

  constructor(options: Partial<ReadOptions> = {}) {
    this.options = {...DEFAULT_READ_OPTIONS, ...options};
  }

  get name(): string {
    return this.options.name;
  }

  /** Notes zero bytes or blanks after the gzip data: harmless, but somebody padded the file. */
  warnOfPadding(byteCount: number): void {
    this.extraWarnings.push({
      code: 'GZIP_PADDING',
      message: `${byteCount} zero or blank bytes after the gzip data were ignored`,
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
      this.reader.write(this.narrow(chunk));
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
    const foreign = foreignByMark(head.subarray(0, SNIFF_BYTES));
    if (foreign !== undefined) throw foreign;
    if (isUtf16(head)) this.narrower = new Utf16Narrower(head);
    const text = this.narrow(head);
    const seen = text.subarray(0, SNIFF_BYTES);
    const isSeenWhole = isWhole && text.length <= SNIFF_BYTES;
    const format = FORMATS.find((candidate) => candidate.sniff(seen, isSeenWhole));
    if (format === undefined) throw describeForeign(seen, isSeenWhole);
    const reader = format.open(this.options);
    this.head = new Uint8Array(0);
    reader.write(text);
    return reader;
  }

  private narrow(chunk: Uint8Array): Uint8Array {
    return this.narrower === undefined ? chunk : this.narrower.narrow(chunk);
  }

  private guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof PprofxError ? withInput(error, this.options.name) : error;
    }
  }
}
