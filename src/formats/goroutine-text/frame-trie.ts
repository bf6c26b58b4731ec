/**
 * Stacks as they come in a dump: leaf first, each frame two lines.
 *
 * Text has the leaf first while StackTable wants the root first, so frames are gathered in a trie of their own, whose
 * nodes know the finished stack. Goroutines of one kind have the same lines but for argument words; so a node keeps the
 * bytes of the lines that followed it before, and `follow` only compares. No line is hashed or searched twice.
 */
import {ByteColumn, Int32Column, NONE} from '../../base/columns.ts';
import type {LineWindow} from '../../base/lines.ts';
import {PairInterner} from '../../base/pair-interner.ts';
import type {ProfileBuilder} from '../../model/profile-builder.ts';
import type {FileLines} from './file-lines.ts';

const NEWLINE = 10;
const OPEN = 40;
const CLOSE = 41;
const RETURN = 13;
/** Children of a node that are compared before the line is parsed anew. */
const GUESSES = 8;
/** The trie's root has no row. */
export const ROOT: number = NONE;

export class FrameTrie {
  /** (function name row, file line row or NONE) → frame. */
  private readonly frames = new PairInterner();
  private readonly locationOfFrame = new Int32Column();
  /** The two lines as bytes: the name and its parenthesis, then the whole file line with its newline. */
  private readonly arena = new ByteColumn();
  private arenaView = new DataView(this.arena.values.buffer);
  private readonly nameAt = new Int32Column();
  private readonly nameLength = new Int32Column();
  /** 0 where the lines cannot repeat, so that there is nothing to compare. */
  private readonly fileLength = new Int32Column();

  /** (node or ROOT, frame) → node. */
  private readonly nodes = new PairInterner();
  private readonly stackOfNode = new Int32Column();
  /** By node + 1: the child last seen; the next sibling by child. */
  private readonly firstChild = new Int32Column();
  private readonly nextSibling = new Int32Column();

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
    if (this.fileLength.values[frame] !== 0) return;
    this.nameAt.values[frame] = this.arena.append(source, nameStart, nameEnd);
    this.nameLength.values[frame] = nameEnd - nameStart;
    this.arena.append(source, fileStart, fileEnd);
    this.fileLength.values[frame] = fileEnd - fileStart;
    this.arenaView = new DataView(this.arena.values.buffer);
  }

  /**
   * Takes one frame, both lines, if it is one that was seen at this place before.
   *
   * @returns the child, the window moved behind it and `argumentsAt` set; or NONE, nothing changed
   */
  follow(node: number, window: LineWindow): number {
    let child = this.firstChild.values[node + 1];
    for (let guess = 0, before = NONE; child !== NONE && guess < GUESSES; guess++) {
      if (this.take(this.nodes.second.values[child], window)) {
        if (before !== NONE) this.moveToFront(node, before, child);
        return child;
      }
      before = child;
      child = this.nextSibling.values[child];
    }
    return NONE;
  }

  /** Where the arguments of the frame that `follow` took begin in the window, past the parenthesis. */
  argumentsAt = 0;

  private take(frame: number, window: LineWindow): boolean {
    const fileLength = this.fileLength.values[frame];
    const nameLength = this.nameLength.values[frame];
    const {pos, limit, bytes} = window;
    if (fileLength === 0 || pos + nameLength + fileLength + 2 > limit) return false;
    const at = this.nameAt.values[frame];
    if (!this.matches(at, nameLength, window, pos)) return false;
    let end = pos + nameLength;
    let byte = bytes[end];
    while (byte !== NEWLINE && byte !== OPEN && end < limit) byte = bytes[++end];
    if (byte !== NEWLINE || end + 1 + fileLength > limit) return false;
    const last = bytes[end - 1] === RETURN ? bytes[end - 2] : bytes[end - 1];
    if (last !== CLOSE || !this.matches(at + nameLength, fileLength, window, end + 1)) return false;
    this.argumentsAt = pos + nameLength;
    window.pos = end + 1 + fileLength;
    window.lineNumber += 2;
    return true;
  }

  /** Whether `length` bytes of the arena at `from` are those of the window at `to`. */
  private matches(from: number, length: number, window: LineWindow, to: number): boolean {
    const stored = this.arenaView;
    const {view} = window;
    const words = length & ~3;
    for (let i = 0; i < words; i += 4) {
      if (stored.getInt32(from + i, true) !== view.getInt32(to + i, true)) return false;
    }
    for (let i = words; i < length; i++) if (stored.getUint8(from + i) !== view.getUint8(to + i)) return false;
    return true;
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
      this.nameAt.push(0);
      this.nameLength.push(0);
      this.fileLength.push(0);
    }
    return frame;
  }
}
