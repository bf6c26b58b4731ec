/**
 * Folded stacks: `main;handler;read 42`, root first, a count at the end; as flamegraph tools write and read them.
 *
 * Streams line by line. Every line has to be one; text that merely looks alike is refused at sniffing.
 */
import {binaryText} from '../base/ascii.ts';
import {NONE} from '../base/columns.ts';
import {failure} from '../base/errors.ts';
import {isExact} from '../base/int64.ts';
import {LineWindow} from '../base/lines.ts';
import {ProfileBuilder} from '../model/builder/profile-builder.ts';
import type {Profile} from '../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from './format.ts';

export const foldedFormat: Format = {
  id: 'folded',
  title: 'folded stacks',
  sniff: sniffFolded,
  open: (options) => new FoldedReader(options),
};

const SEMICOLON = 59;
const SPACE = 32;
const TAB = 9;
const RETURN = 13;
const HASH = 35;
/** `frames count`: the last word is a number, maybe with a fraction as some profilers write it. */
const LINE = /^\S.*[ \t]\d+(?:\.\d+)?$/;
const COUNT = /^\d+(?:\.\d+)?$/;
const LONGEST_COUNT = 100;
/** Values are int64. */
const LARGEST_COUNT = 2n ** 63n - 1n;

/** All whole lines end in a count; half of them have a semicolon before it, or the others are one word and a count. */
function sniffFolded(head: Uint8Array, isWhole: boolean): boolean {
  const text = new TextDecoder('latin1').decode(head);
  const lines = text.split('\n');
  if (!isWhole && lines.length === 1) return isLongStack(text);
  const stacks = stacksOf(lines, isWhole);
  if (stacks.every(hasTwoCounts)) return false;
  if (!stacks.every((line) => LINE.test(line) && !/[\0-\x08\x0e-\x1f]/.test(line))) return false;
  const deep = stacks.filter((line) => /^[^ \t;][^;]*;[^;]/.test(line)).length;
  if (deep * 2 >= stacks.length && deep > 0) return true;
  if (deep > 0) return stacks.every((line) => line.includes(';') || isLoneFrame(line));
  // Metrics of Prometheus look alike, but explain themselves in comments.
  return stacks.length > 0 && !text.includes('#') && stacks.every(isLoneFrame);
}

/** Whether text is what difffolded.pl of FlameGraph writes: each stack with its count before and its count after. */
export function isDiffFolded(text: string, isWhole: boolean): boolean {
  const stacks = stacksOf(text.split('\n'), isWhole);
  return stacks.length > 0 && stacks.every(hasTwoCounts);
}

function stacksOf(lines: readonly string[], isWhole: boolean): string[] {
  const ended = isWhole ? lines : lines.slice(0, -1);
  return ended.map((line) => line.trimEnd()).filter((line) => line !== '' && !line.startsWith('#'));
}

/** `main;serve 5 7`; the last name of a stack rarely ends in a number behind a blank, that of every stack never. */
function hasTwoCounts(line: string): boolean {
  return /^[^\s;][^;]*;.*\S \d+ \d+$/.test(line);
}

/** `main 42`: a stack of one frame, which is a word with a letter in it. `goroutine 42` is a dump that was cut there. */
function isLoneFrame(line: string): boolean {
  return /^[^\s;]+[ \t]\d+$/.test(line) && /[a-z]/i.test(line) && !line.startsWith('goroutine ');
}

/**
 * The beginning of a line that is longer than what is looked at: frames and frames, nothing of JSON or markup. Names of
 * Rust have braces of their own.
 */
function isLongStack(text: string): boolean {
  const plain = text.replace(/\{\{closure\}\}|\{(?:closure|impl)#\d+\}|\{\{?[a-z:]*$/g, '');
  return /^[^\s;{[<"'#][^;\n"{]{0,400}(?:;[^;\n"{]{1,400}){8,}$/.test(plain) && !/[\0-\x1f]/.test(plain);
}

class FoldedReader implements FormatReader {
  private readonly builder: ProfileBuilder;
  private readonly window = new LineWindow();
  /** Location per string row of a name. */
  private readonly locationOf: number[] = [];
  private readonly drain = (): void => {
    while (this.window.next()) this.readLine();
  };

  constructor(options: ReadOptions) {
    this.builder = new ProfileBuilder('folded', options.name);
    this.builder.addSampleType('samples', 'count');
  }

  write(chunk: Uint8Array): void {
    this.window.feed(chunk, this.drain);
  }

  end(): Profile {
    if (this.window.last()) this.readLine();
    return this.builder.finish();
  }

  private readLine(): void {
    const {bytes, lineStart, lineNumber} = this.window;
    let end = this.window.lineEnd;
    while (end > lineStart && isBlank(bytes[end - 1])) end--;
    if (end === lineStart || bytes[lineStart] === HASH) return;
    let number = end;
    while (number > lineStart && !isBlank(bytes[number - 1])) number--;
    const value = number === lineStart ? undefined : parseCount(bytes, number, end);
    if (value === undefined) {
      throw failure('MALFORMED_TEXT', 'a line of folded stacks does not end in a count', {line: lineNumber});
    }
    if (value > LARGEST_COUNT) {
      throw failure('MALFORMED_TEXT', `a count of ${value} is more than a profile can hold`, {line: lineNumber});
    }
    let framesEnd = number;
    while (framesEnd > lineStart && isBlank(bytes[framesEnd - 1])) framesEnd--;
    const stack = this.internStack(bytes, lineStart, framesEnd);
    const sample = this.builder.internSample(stack, 0);
    if (typeof value === 'number') this.builder.addValue(0, sample, value);
    else this.builder.addValue(0, sample, Number(value), Number(value - BigInt(Number(value))));
  }

  private internStack(bytes: Uint8Array, start: number, end: number): number {
    let stack: number = NONE;
    for (let at = start; at < end; ) {
      let to = at;
      while (to < end && bytes[to] !== SEMICOLON) to++;
      if (to > at) stack = this.builder.internStack(stack, this.location(bytes, at, to));
      at = to + 1;
    }
    return stack;
  }

  private location(bytes: Uint8Array, start: number, end: number): number {
    const name = this.builder.strings.internBytes(bytes, start, end);
    const known = this.locationOf[name];
    if (known !== undefined) return known;
    const location = this.builder.internNamedLocation(name);
    this.locationOf[name] = location;
    return location;
  }
}

/** A whole number exactly, a fraction rounded; undefined for anything else. */
function parseCount(bytes: Uint8Array, start: number, end: number): number | bigint | undefined {
  if (end - start > LONGEST_COUNT) return undefined;
  const digits = binaryText(bytes, start, end);
  if (!COUNT.test(digits)) return undefined;
  const nearest = Math.round(Number(digits));
  return isExact(nearest) || digits.includes('.') ? nearest : BigInt(digits);
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === RETURN;
}
