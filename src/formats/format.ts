/**
 * What a format is: it says whether bytes are its own, and turns a stream of them into a Profile.
 *
 * Formats see plain bytes only; inflating happened before. They push warnings on the profile and throw failures.
 */

import {LineSplitter} from '../base/line-splitter.ts';
import type {ProfileTables} from '../model/builder/profile-tables.ts';
import type {Profile} from '../model/profile.ts';

/** How a reader behaves; every field has a default. */
export interface ReadOptions {
  /** Name of the input, for messages. */
  readonly name: string;
  /** Read what google/pprof refuses where it still makes sense, and warn. */
  readonly isLenient: boolean;
  /** Use what came whole of an input that broke off, and mark the profile PARTIAL. */
  readonly isSalvaging: boolean;
  /** `none` ignores the symbol lines of debug=1 text, as go tool pprof does. */
  readonly symbolize: 'auto' | 'none';
  /**
   * Without labels, samples fold by stack alone: much less memory, for reports that ask for no labels. With numeric
   * ones only, allocations of different sizes stay apart.
   */
  readonly keepLabels: boolean | 'numeric';
  /** Keeps the frames that the profile itself wants dropped (drop_frames), as pprof's -all_frames does. */
  readonly allFrames: boolean;
  readonly limits: ReadLimits;
}

/** What formats are opened with. */
export interface FormatOptions extends ReadOptions {
  /** Tables to build on, which other inputs share: then the profile is good for merging alone. Not every format does. */
  readonly tables?: ProfileTables;
}

/** Bounds on what an input may make us hold; all in bytes of uncompressed input unless they say otherwise. */
export interface ReadLimits {
  readonly maxBytes: number;
  readonly maxStringBytes: number;
  readonly maxOneStringBytes: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  maxBytes: 64 * 2 ** 30,
  maxStringBytes: 96 * 2 ** 20,
  maxOneStringBytes: 16 * 2 ** 20,
};

export const DEFAULT_READ_OPTIONS: ReadOptions = {
  name: '-',
  isLenient: false,
  isSalvaging: false,
  symbolize: 'auto',
  keepLabels: true,
  allFrames: false,
  limits: DEFAULT_LIMITS,
};

/** A reader at work: chunks of any size in, one Profile out. */
export interface FormatReader {
  write(chunk: Uint8Array): void;
  end(): Profile;
}

/** A reader of text, line by line: its format says what a line and the end mean. */
export abstract class LineFormatReader implements FormatReader {
  protected readonly lines: LineSplitter = new LineSplitter((bytes, start, end, line) =>
    this.readLine(bytes, start, end, line),
  );

  write(chunk: Uint8Array): void {
    this.lines.write(chunk);
  }

  end(): Profile {
    this.lines.end();
    return this.finish();
  }

  /** Bytes [start, end) are a line without its end. */
  protected abstract readLine(bytes: Uint8Array, start: number, end: number, line: number): void;

  /** After the last line. */
  protected abstract finish(): Profile;
}

export interface Format {
  readonly id: string;
  /** For messages: what a person calls it. */
  readonly title: string;
  /**
   * Whether the input is of this format.
   *
   * @param head     the first bytes of the input, up to SNIFF_BYTES
   * @param isWhole  whether `head` is all there is
   */
  sniff(head: Uint8Array, isWhole: boolean): boolean;
  open(options: FormatOptions): FormatReader;
}

/** How much of an input the sniffers see. */
export const SNIFF_BYTES = 4096;
