/**
 * Plain bytes of a pprof profile in, and out its largest stacks: the preview of a profile that takes seconds to
 * read whole.
 */
import {PprofxError} from './base/errors.ts';
import {DEFAULT_READ_OPTIONS, type FormatReader, type ReadOptions} from './formats/format.ts';
import {PprofReader} from './formats/pprof/index.ts';
import {NoPreview, PreviewSamples} from './formats/pprof/preview-samples.ts';
import type {Profile} from './model/profile.ts';

export class PreviewReader {
  private reader: FormatReader | undefined;

  /** @param leastShare  of the default sample type's whole, that a stack must pass to be large */
  constructor(leastShare: number, options: Partial<ReadOptions> = {}) {
    this.reader = new PprofReader(
      {...DEFAULT_READ_OPTIONS, ...options},
      (wire, tables) => new PreviewSamples(wire, tables, leastShare),
    );
  }

  /** Whether there is still something to come of it; feeding on is harmless. */
  get isPossible(): boolean {
    return this.reader !== undefined;
  }

  /** Takes the next uncompressed bytes; they may be reused by the caller afterwards. */
  write(chunk: Uint8Array): void {
    this.attempt((reader) => reader.write(chunk));
  }

  /**
   * A profile whose tree without stacks below the share is the whole profile's; undefined where none can be had, which
   * is no fault: the reader of the full profile reports whatever is wrong.
   */
  end(): Profile | undefined {
    return this.attempt((reader) => reader.end());
  }

  private attempt<T>(work: (reader: FormatReader) => T): T | undefined {
    try {
      return this.reader === undefined ? undefined : work(this.reader);
    } catch (error) {
      if (!(error instanceof NoPreview || error instanceof PprofxError)) throw error;
      this.reader = undefined;
      return undefined;
    }
  }
}
