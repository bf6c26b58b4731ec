/**
 * Stacks as they come in a dump: leaf first, each frame two lines.
 *
 * Text has the leaf first while StackTable wants the root first, so frames are gathered in a trie of their own, whose
 * nodes know the finished stack. Goroutines of one kind have the same lines but for argument words; so a node keeps the
 * bytes of the lines that followed it before, and `follow` only compares. No line is hashed or searched twice.
 */
import {isDigit} from '../../../base/ascii.ts';
import {Int32Column, NONE} from '../../../base/columns.ts';
import type {LineWindow} from '../../../base/lines.ts';
import {ByteInterner} from '../../../base/tables/byte-interner.ts';
import {PairInterner} from '../../../base/tables/pair-interner.ts';
import type {ProfileBuilder} from '../../../model/builder/profile-builder.ts';
import type {FileLines} from '../lines/file-lines.ts';
import {LinePairs} from '../lines/line-pairs.ts';

const CLOSE = 41;
const RETURN = 13;
/** Children of a node that are compared before the line is parsed again. */
const GUESSES = 32;
/** The trie's root has no row. */
export const ROOT: number = NONE;

export class FrameTrie {
  /** (function name row, file line row or NONE) → frame. */
  private readonly frames = new PairInterner();
  private readonly locationOfFrame = new Int32Column();
  /** Of a frame: its name with the parenthesis, and its file line. */
  private readonly frameLines = new LinePairs();
  /** (creator's name row, its file line) → creator, once with and once without a parent's id. */
  private readonly creatorFiles = new ByteInterner();
  private readonly creators = new PairInterner();
  private readonly creatorLines = new LinePairs();

  /** (node or ROOT, frame) → node. */
  private readonly nodes = new PairInterner();
  private readonly stackOfNode = new Int32Column();
  /** By node + 1: the child last seen; the next sibling by child. */
  private readonly firstChild = new Int32Column();
  private readonly nextSibling = new Int32Column();
  /** By node: the creator last seen under it, NONE before. */
  private readonly creatorOfNode = new Int32Column();

  private readonly builder: ProfileBuilder;
  private readonly files: FileLines;

  constructor(builder: ProfileBuilder, files: FileLines) {
    this.builder = builder;
    this.files = files;
    this.firstChild.push(NONE);
  }

  /** The child of `node` for a frame of `name` (string row) at `file` (FileLines row or NONE). */
  child(node: number, name: number, file: number): number {
    const frame = this.internFrame(name, file);
    const known = this.nodes.length;
    const child = this.nodes.intern(node, frame);
    if (child === known) {
      this.stackOfNode.push(NONE);
      this.creatorOfNode.push(NONE);
      this.firstChild.push(NONE);
      this.nextSibling.push(this.firstChild.values[node + 1]);
      this.firstChild.values[node + 1] = child;
    }
    return child;
  }

  /** Stack row of the frames from the leaf down to `node`, its outermost one. */
  stackOf(node: number): number {
    if (node === ROOT) return NONE;
    const known = this.stackOfNode.values[node];
    if (known !== NONE) return known;
    const {first: inner, second: frame} = this.nodes;
    let stack = NONE;
    for (let at = node; at !== ROOT; at = inner.values[at]) {
      stack = this.builder.internStack(stack, this.locationOfFrame.values[frame.values[at]]);
    }
    this.stackOfNode.values[node] = stack;
    return stack;
  }

  /** Function name rows of the path to `node`, outermost first. */
  names(node: number): number[] {
    const {first: inner, second: frame} = this.nodes;
    const names: number[] = [];
    for (let at = node; at !== ROOT; at = inner.values[at]) names.push(this.frames.first.values[frame.values[at]]);
    return names;
  }

  /**
   * Keeps the bytes of a frame's two adjacent lines for `follow`.
   *
   * @param nameStart, nameEnd  the name and its parenthesis
   * @param fileStart, fileEnd  the file line with its newline
   */
  remember(
    node: number,
    source: Uint8Array,
    nameStart: number,
    nameEnd: number,
    fileStart: number,
    fileEnd: number,
  ): void {
    const frame = this.nodes.second.values[node];
    if (this.frameLines.isEmpty(frame)) {
      this.frameLines.set(frame, source, nameStart, nameEnd, fileStart, fileEnd);
    }
  }

  /** The same for the two lines of a goroutine's creator; the first up to the parent's id, or to its end. */
  rememberCreator(
    node: number,
    name: number,
    hasParent: boolean,
    source: Uint8Array,
    nameStart: number,
    nameEnd: number,
    fileStart: number,
    fileEnd: number,
  ): void {
    if (node === ROOT) return;
    const known = this.creators.length;
    const file = this.creatorFiles.intern(source, fileStart, fileEnd);
    const creator = this.creators.intern(hasParent ? -2 - name : name, file);
    if (creator === known) {
      this.creatorLines.addEmpty();
      this.creatorLines.set(creator, source, nameStart, nameEnd, fileStart, fileEnd);
    }
    this.creatorOfNode.values[node] = creator;
  }

  /**
   * Takes one frame, both lines, if it is one that was seen at this place before.
   *
   * @returns the child, the window moved behind it and `argumentsAt` set; or NONE, nothing changed
   */
  follow(node: number, window: LineWindow): number {
    let child = this.firstChild.values[node + 1];
    for (let guess = 0, before = NONE; child !== NONE && guess < GUESSES; guess++) {
      if (this.takeFrame(this.nodes.second.values[child], window)) {
        if (before !== NONE) this.moveToFront(node, before, child);
        return child;
      }
      before = child;
      child = this.nextSibling.values[child];
    }
    return NONE;
  }

  /**
   * Takes the creator's two lines if they are those seen under this node before.
   *
   * @returns the creator's name row, with `parentId` set; or NONE, nothing changed
   */
  followCreator(node: number, window: LineWindow): number {
    const creator = node === ROOT ? NONE : this.creatorOfNode.values[node];
    if (creator === NONE) return NONE;
    const {bytes, pos} = window;
    const newline = this.creatorLines.take(creator, window);
    if (newline < 0) return NONE;
    const key = this.creators.first.values[creator];
    const idAt = pos + this.creatorLines.fixedLength(creator);
    let id = 0;
    let at = idAt;
    for (; at < newline && isDigit(bytes[at]); at++) id = id * 10 + (bytes[at] - 48);
    const isWhole = at === newline || (bytes[at] === RETURN && at + 1 === newline);
    if (!isWhole || key < 0 !== at > idAt) {
      window.pos = pos;
      window.lineNumber -= 2;
      return NONE;
    }
    this.parentId = key < 0 ? id : NONE;
    return key < 0 ? -2 - key : key;
  }

  /** Where the arguments of the frame that `follow` took begin in the window, past the parenthesis. */
  argumentsAt = 0;
  parentId: number = NONE;

  private takeFrame(frame: number, window: LineWindow): boolean {
    const {pos, bytes} = window;
    const newline = this.frameLines.take(frame, window);
    if (newline < 0) return false;
    this.argumentsAt = pos + this.frameLines.fixedLength(frame);
    if ((bytes[newline - 1] === RETURN ? bytes[newline - 2] : bytes[newline - 1]) === CLOSE) return true;
    window.pos = pos;
    window.lineNumber -= 2;
    return false;
  }

  private moveToFront(node: number, before: number, child: number): void {
    this.nextSibling.values[before] = this.nextSibling.values[child];
    this.nextSibling.values[child] = this.firstChild.values[node + 1];
    this.firstChild.values[node + 1] = child;
  }

  private internFrame(name: number, file: number): number {
    const known = this.frames.length;
    const frame = this.frames.intern(name, file);
    if (frame === known) {
      const path = file === NONE ? 0 : this.files.path(file);
      const row = this.builder.internFunction(name, name, path, 0);
      const line = file === NONE ? 0 : this.files.line(file);
      this.locationOfFrame.push(this.builder.internLocation(0, 0, NONE, false, [row, line, 0]));
      this.frameLines.addEmpty();
    }
    return frame;
  }
}
