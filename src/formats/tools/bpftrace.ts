/**
 * Maps of bpftrace whose keys hold stacks: `@[`, a frame a line, leaf first, and `]: COUNT`. With kstack and ustack the
 * kernel's stack stands first, and continues in the one of the program.
 */
import {NONE} from '../../base/columns.ts';
import {pushAll} from '../../base/lists.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import type {Profile} from '../../model/profile.ts';
import {type Format, LineFormatReader, type ReadOptions} from '../format.ts';
import {looksLikeText} from '../looks-like-text.ts';
import {SkippedCounter} from '../skipped.ts';
import {StackWriter} from './stack-writer.ts';

export const bpftraceFormat: Format = {
  id: 'bpftrace',
  title: 'stacks of bpftrace',
  sniff: (head) => looksLikeText(head) && SNIFFED.test(decodeUtf8(head)),
  open: (options) => new BpftraceReader(options),
};

/** An open key and a frame below it. */
const SNIFFED = /^@\w*\[[^\]\n]*\r?\n[ \t]+\S/m;
const OPENS = /^@\w*\[(.*)$/;
const CLOSES = /^(.*)\]: (\d{1,15})$/;
/** What stands behind the name of a frame, in the hexadecimal or decimal form. */
const OFFSET = /\+(?:0x[0-9a-f]+|\d+)$/;

class BpftraceReader extends LineFormatReader {
  private readonly writer: StackWriter;
  private readonly keepLabels: boolean;
  private readonly skipped = new SkippedCounter();
  /** Names of the key in hand, leaf first; undefined between keys. */
  private frames: string[] | undefined;
  /** What the key holds beside stacks. */
  private words: string[] = [];

  constructor(options: ReadOptions) {
    super();
    this.writer = new StackWriter('bpftrace', options.name);
    this.writer.builder.addSampleType('samples', 'count');
    this.keepLabels = options.keepLabels === true;
  }

  protected override finish(): Profile {
    const {builder} = this.writer;
    if (this.frames !== undefined) builder.warn('TRUNCATED_TEXT', 'the text ends inside a stack, which was left out');
    builder.head.skippedLines = this.skipped.finish();
    return builder.finish();
  }

  protected override readLine(bytes: Uint8Array, start: number, end: number, number: number): void {
    const line = decodeUtf8(bytes, start, end);
    if (line.trim() === '') return;
    const opened = this.frames === undefined ? OPENS.exec(line) : null;
    if (opened !== null) {
      this.frames = [];
      this.words = [];
      this.readKey(opened[1]);
    } else if (this.frames === undefined) this.skipped.add(number);
    else if (/^\s/.test(line)) this.frames.push(line.trim().replace(OFFSET, ''));
    else this.readKey(line);
  }

  /** A piece of a key outside its stacks, which may end it. */
  private readKey(text: string): void {
    const closed = CLOSES.exec(text);
    const words = (closed?.[1] ?? text).split(',').map((word) => word.trim());
    pushAll(
      this.words,
      words.filter((word) => word !== ''),
    );
    if (closed !== null) this.finishKey(Number(closed[2]));
  }

  private finishKey(count: number): void {
    const {frames = [], keepLabels, words, writer} = this;
    this.frames = undefined;
    // A map without stacks counts something else.
    if (frames.length === 0) return;
    let stack: number = NONE;
    for (const name of frames.reverse()) stack = writer.builder.internStack(stack, writer.location(name));
    writer.add(stack, keepLabels ? writer.label('key', words.join(', ')) : 0, 0, count);
  }
}
