/**
 * Texts whose beginning shows neither goroutines nor kernel stacks: logs, tickets, web pages.
 *
 * They are kept until the first line that shows what is inside, and then read as that. One that never shows anything is
 * left to the reader of goroutine dumps, which knows what to say of it.
 */
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from '../format.ts';
import {goroutineTextFormat} from '../goroutine-text/index.ts';
import {looksLikeText} from '../looks-like-text.ts';
import {kernelStacksFormat} from './index.ts';
import {evidenceIn} from './sniff.ts';

/** How much of a text is kept while it shows nothing: as much as the reader of goroutine dumps keeps. */
const MAX_KEPT = 16 * 2 ** 20;
/** A longer line is looked at in pieces. */
const MAX_LINE = 64 * 1024;

export const anyTextFormat: Format = {
  id: 'any-text',
  title: 'goroutine dump or kernel stacks (text)',
  sniff: looksLikeText,
  open: (options) => new AnyTextReader(options),
};

class AnyTextReader implements FormatReader {
  private readonly options: ReadOptions;
  private kept: Uint8Array[] = [];
  private keptBytes = 0;
  private readonly decoder = new TextDecoder('latin1');
  /** The line that the last chunk broke off in. */
  private line = '';
  private reader: FormatReader | undefined;

  constructor(options: ReadOptions) {
    this.options = options;
  }

  write(chunk: Uint8Array): void {
    if (this.reader !== undefined) {
      this.reader.write(chunk);
      return;
    }
    this.kept.push(chunk.slice());
    this.keptBytes += chunk.length;
    const lines = (this.line + this.decoder.decode(chunk)).split('\n');
    this.line = (lines.pop() ?? '').slice(-MAX_LINE);
    const evidence = evidenceIn(lines);
    if (evidence !== undefined || this.keptBytes > MAX_KEPT) this.start(evidence === 'kernel');
  }

  end(): Profile {
    const reader = this.reader ?? this.start(evidenceIn([this.line]) === 'kernel');
    return reader.end();
  }

  private start(isKernel: boolean): FormatReader {
    const reader = (isKernel ? kernelStacksFormat : goroutineTextFormat).open(this.options);
    this.reader = reader;
    for (const chunk of this.kept) reader.write(chunk);
    this.kept = [];
    return reader;
  }
}
