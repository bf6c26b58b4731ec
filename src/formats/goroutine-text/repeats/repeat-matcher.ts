/**
 * Whole goroutines that come again and again, kept as the text between what is free in them.
 *
 * Goroutines of one kind differ in their id, their wait, their arguments and their parent's id only. So a kind is a
 * path through a tree of literals: a node is the text up to the next free span, and what kind of span that is. Reading
 * one goroutine more means comparing its literals and stepping over its spans; no line is taken apart.
 */
import {isDigit} from '../../../base/ascii.ts';
import {Int32Column, NONE} from '../../../base/columns.ts';
import {findNewline, type LineWindow} from '../../../base/lines.ts';
import {ByteInterner} from '../../../base/tables/byte-interner.ts';
import {PairInterner} from '../../../base/tables/pair-interner.ts';
import {Literals} from '../lines/literals.ts';
import {ARGUMENTS, beginsGoroutine, ID_AT, PARENT, SpanFinder, WAIT} from './goroutine-spans.ts';

/** Of the last literal: nothing is free behind it, the goroutine ends, its blank line included. */
const END = NONE;
const SPAN_KINDS = PARENT - END + 1;

/** Columns of a node. */
const PLACE = 0;
const LENGTH = 1;
const SPAN = 2;
const FIRST_CHILD = 3;
const NEXT_SIBLING = 4;
/** END: the row that `learn` gave. */
const KIND = 5;
const STRIDE = 6;
const ROOT = 0;

/** Siblings that are compared before the goroutine is taken apart instead. */
const GUESSES = 64;
/** Text kept at most; kinds that come later are read frame by frame. */
const MAX_LITERALS = 2 ** 20;
/** Ids of more digits may not be exact. */
const MAX_ID_DIGITS = 15;
const MAX_WAIT_DIGITS = 9;
const NEWLINE = 10;
const CLOSE = 41;

export class RepeatMatcher {
  /** Of the goroutine that `take` took; NONE where it has none. */
  id: number = NONE;
  waitMinutes: number = NONE;
  parentId: number = NONE;
  /** Where the arguments of its innermost frames begin in the window; `argumentLists` of them. */
  readonly argumentsAt: Int32Array = new Int32Array(16);
  argumentLists = 0;

  private readonly literals = new Literals();
  private readonly nodes = new Int32Column();
  /** For `learn`: a literal and its span, and the child of a node with them, which stands in `childRows`. */
  private readonly texts = new ByteInterner();
  private readonly children = new PairInterner();
  private readonly childRows = new Int32Column();
  private readonly lineCounts: number[] = [];
  private readonly finder = new SpanFinder();
  /** Where `digits` stopped. */
  private at = 0;

  constructor() {
    this.addNode(0, 0, END);
  }

  /**
   * Takes the goroutine at the window's position with its blank line, if it is of a kind that was learnt and another
   * goroutine follows.
   *
   * @returns the kind's row, the window moved on; or NONE, nothing changed
   */
  take(window: LineWindow): number {
    const {view, limit, pos} = window;
    const nodes = this.nodes.values;
    this.at = pos + ID_AT;
    this.id = this.digits(window, MAX_ID_DIGITS);
    this.waitMinutes = NONE;
    this.parentId = NONE;
    this.argumentLists = 0;
    let node = this.id === NONE ? NONE : this.childAt(ROOT, view, limit);
    while (node !== NONE) {
      this.at += nodes[node + LENGTH];
      const span = nodes[node + SPAN];
      if (span === END) return this.end(window, nodes[node + KIND]);
      const isThere = span === ARGUMENTS ? this.takeArguments(window) : this.takeNumber(window, span);
      node = isThere ? this.childAt(node, view, limit) : NONE;
    }
    return NONE;
  }

  /**
   * Learns the kind of the goroutine whose text, from its header to its blank line, is [start, end) of `source`.
   *
   * @param frames  how many frames it has
   * @param hasWait whether its header states a wait
   * @returns the kind's row, the next one when it is new; NONE when there is more to this text than frames
   */
  learn(source: Uint8Array, start: number, end: number, frames: number, hasWait: boolean): number {
    if (this.literals.size > MAX_LITERALS) return NONE;
    const spans = this.finder.find(source, start, end, frames, hasWait);
    if (spans === undefined) return NONE;
    let node = ROOT;
    let from = spans[0].end;
    for (const span of spans.slice(1)) {
      node = this.child(node, source, from, span.start, span.kind);
      from = span.end;
    }
    node = this.child(node, source, from, end, END);
    const nodes = this.nodes.values;
    if (nodes[node + KIND] === NONE) {
      let lines = 0;
      for (let i = start; i < end; i++) if (source[i] === NEWLINE) lines++;
      nodes[node + KIND] = this.lineCounts.push(lines) - 1;
    }
    return nodes[node + KIND];
  }

  private takeArguments(window: LineWindow): boolean {
    const {at} = this;
    const {bytes, limit} = window;
    const newline = bytes[at + 1] === NEWLINE ? at + 1 : findNewline(window, at);
    if (newline >= limit || bytes[newline - 1] !== CLOSE) return false;
    if (this.argumentLists < this.argumentsAt.length) this.argumentsAt[this.argumentLists++] = at;
    this.at = newline - 1;
    return true;
  }

  private takeNumber(window: LineWindow, span: number): boolean {
    const number = this.digits(window, span === WAIT ? MAX_WAIT_DIGITS : MAX_ID_DIGITS);
    if (span === WAIT) this.waitMinutes = number;
    else this.parentId = number;
    return number !== NONE;
  }

  private end(window: LineWindow, kind: number): number {
    if (!beginsGoroutine(window, this.at)) return NONE;
    window.pos = this.at;
    window.lineNumber += this.lineCounts[kind];
    return kind;
  }

  /** The child whose literal stands at `at`, moved to the front; NONE when none of those tried does. */
  private childAt(node: number, view: DataView, limit: number): number {
    const nodes = this.nodes.values;
    const {literals, at} = this;
    let child = nodes[node + FIRST_CHILD];
    for (let guess = 0, before = NONE; child !== NONE && guess < GUESSES; guess++) {
      const length = nodes[child + LENGTH];
      if (at + length <= limit && literals.matches(nodes[child + PLACE], length, view, at)) {
        if (before !== NONE) {
          nodes[before + NEXT_SIBLING] = nodes[child + NEXT_SIBLING];
          nodes[child + NEXT_SIBLING] = nodes[node + FIRST_CHILD];
          nodes[node + FIRST_CHILD] = child;
        }
        return child;
      }
      before = child;
      child = nodes[child + NEXT_SIBLING];
    }
    return NONE;
  }

  /** The child of exactly these bytes and this span, made if need be; found by hash, since thousands may share a node. */
  private child(node: number, source: Uint8Array, start: number, end: number, span: number): number {
    const text = this.texts.intern(source, start, end);
    const known = this.children.length;
    const row = this.children.intern(node, text * SPAN_KINDS + span - END);
    if (row < known) return this.childRows.values[row];
    const child = this.addNode(this.literals.append(source, start, end), end - start, span);
    this.childRows.push(child);
    const nodes = this.nodes.values;
    nodes[child + NEXT_SIBLING] = nodes[node + FIRST_CHILD];
    nodes[node + FIRST_CHILD] = child;
    return child;
  }

  private addNode(place: number, length: number, span: number): number {
    const node = this.nodes.length;
    this.nodes.extend(node + STRIDE, NONE);
    this.nodes.values[node + PLACE] = place;
    this.nodes.values[node + LENGTH] = length;
    this.nodes.values[node + SPAN] = span;
    return node;
  }

  /** The number at `at`, which moves behind it; NONE when there is none or too long a one. */
  private digits({bytes, limit}: LineWindow, most: number): number {
    const start = this.at;
    let number = 0;
    let at = start;
    while (at < limit && isDigit(bytes[at])) number = number * 10 + (bytes[at++] - 48);
    this.at = at;
    return at === start || at - start > most ? NONE : number;
  }
}
