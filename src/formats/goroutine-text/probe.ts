/**
 * Looks at the beginning of a text before it is read: what has happened to all of it on the way here.
 *
 * Reads the beginning once for trial, on tables that are thrown away, so that prefixes are known from the first line,
 * and finds order, spacing and wrapping from the kinds and lengths of its lines.
 */
import {joinBytes} from '../../base/columns.ts';
import {LineWindow} from '../../base/lines.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import {SkippedCounter} from '../skipped.ts';
import {Assembler} from './grammar/assembler.ts';
import {Interpreter} from './grammar/interpreter.ts';
import {LineParser} from './line-parser.ts';
import {BLANK, FRAME, HEADER, LineScanner, OTHER} from './lines/line-scanner.ts';
import {Prefixes} from './transport/prefix-template.ts';

export interface Probe {
  readonly prefixes: Prefixes;
  /** Newest line first, as `journalctl -r` prints. */
  readonly isReversed: boolean;
  /** A blank line after every line. */
  readonly isDoubleSpaced: boolean;
  /** Lines of exactly this many bytes continue in the next one; 0 when nothing was wrapped. */
  readonly wrapWidth: number;
}

/** Terminals and mails wrap within these. */
const MIN_WIDTH = 40;
const MAX_WIDTH = 400;
const MIN_EVIDENCE = 3;

export function probeText(head: Uint8Array): Probe {
  const lines = cutLines(head);
  const prefixes = new Prefixes();
  return {
    prefixes,
    isReversed: isReversed(trialKinds(head, prefixes)),
    isDoubleSpaced: isDoubleSpaced(lines),
    wrapWidth: findWrapWidth(lines),
  };
}

/** Whole lines of the text, as views. */
function cutLines(head: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let at = head.indexOf(10); at >= 0; at = head.indexOf(10, start)) {
    const end = at > start && head[at - 1] === 13 ? at - 1 : at;
    lines.push(head.subarray(start, end));
    start = at + 1;
  }
  return lines;
}

/** Kinds of the lines as the parser understands them; learns the prefixes too. */
function trialKinds(head: Uint8Array, prefixes: Prefixes): number[] {
  const kinds: number[] = [];
  const skipped = new SkippedCounter();
  const assembler = new Assembler(new ProfileBuilder('trial', ''), skipped);
  const parser = new LineParser(assembler, new Interpreter(assembler), prefixes, skipped, () => undefined);
  const window = new LineWindow();
  window.feed(head, () => {
    while (window.next()) {
      parser.read(window);
      kinds.push(parser.lastKind);
    }
  });
  return kinds;
}

/** In the right order a frame follows a header; reversed, it comes before one. */
function isReversed(kinds: readonly number[]): boolean {
  let forward = 0;
  let backward = 0;
  for (let i = 1; i < kinds.length; i++) {
    if (kinds[i - 1] === HEADER && kinds[i] === FRAME) forward++;
    if (kinds[i - 1] === FRAME && kinds[i] === HEADER) backward++;
  }
  return backward > forward;
}

function isDoubleSpaced(lines: readonly Uint8Array[]): boolean {
  let full = 0;
  let followed = 0;
  for (let i = 0; i + 1 < lines.length; i++) {
    if (lines[i].length === 0) continue;
    full++;
    if (lines[i + 1].length === 0) followed++;
  }
  return full >= 2 * MIN_EVIDENCE && followed >= full * 0.95;
}

/** The greatest length, if the lines that have it make sense only with the next one. */
function findWrapWidth(lines: readonly Uint8Array[]): number {
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (width < MIN_WIDTH || width > MAX_WIDTH) return 0;
  let total = 0;
  let alone = 0;
  let joined = 0;
  for (let i = 0; i + 1 < lines.length; i++) {
    if (lines[i].length !== width) continue;
    total++;
    if (isUnderstood(lines[i]) && (lines[i + 1].length === 0 || isUnderstood(lines[i + 1]))) alone++;
    const last = endOfWrapped(lines, i, width);
    if (isUnderstood(joinBytes(lines.slice(i, last + 1)))) joined++;
    i = last;
  }
  const isPlain = total >= 2 && joined === total && alone === 0;
  return isPlain || (total >= MIN_EVIDENCE && joined >= total * 0.5 && alone <= total * 0.4) ? width : 0;
}

/** Index of the last part of the wrapped line that begins at `first`. */
function endOfWrapped(lines: readonly Uint8Array[], first: number, width: number): number {
  let last = first + 1;
  while (last + 1 < lines.length && lines[last].length === width) last++;
  return last;
}

function isUnderstood(line: Uint8Array): boolean {
  const kind = new LineScanner().scan(line, 0, line.length);
  return kind !== OTHER && kind !== BLANK;
}
