/**
 * Puts the parts of goroutines together and hands each finished one to the tables.
 *
 * A goroutine is opened by its header (or by whoever concludes that one is missing), takes frames, and is finished by
 * the next one or the end. Which line is what, and whether a line is believed, is decided elsewhere.
 */
import {NONE} from '../../../base/columns.ts';
import type {LineWindow} from '../../../base/lines.ts';
import {type GoroutineInput, GoroutineTableBuilder} from '../../../model/builder/goroutine-table-builder.ts';
import type {LabelInput} from '../../../model/builder/label-set-columns.ts';
import type {ProfileBuilder} from '../../../model/builder/profile-builder.ts';
import type {SkippedCounter} from '../../skipped.ts';
import {FileLines} from '../lines/file-lines.ts';
import {FrameTrie, ROOT} from '../repeats/frame-trie.ts';
import type {RepeatMatcher} from '../repeats/repeat-matcher.ts';
import {withStar} from '../transport/lost-stars.ts';
import {ArgumentWords} from './argument-words.ts';
import {HeaderReader} from './header.ts';
import {LateCreator} from './late-creator.ts';
import {StateRows} from './state-rows.ts';

/** Label sets made of unknown header fields; a runaway field must not make a million of them. */
const MAX_EXTRAS = 10_000;

export class Assembler {
  readonly builder: ProfileBuilder;
  readonly table: GoroutineTableBuilder;
  readonly header: HeaderReader = new HeaderReader();
  readonly trie: FrameTrie;
  readonly lateCreator: LateCreator;
  /** Headers so far, printed ones and those that other tools write in their place. */
  headerCount = 0;
  goroutineCount = 0;
  inferredCount = 0;

  /** A goroutine is open. */
  isOpen = false;
  /** Its frames are complete: what follows is its creator, its ancestors, or not its own. */
  isClosed = false;

  private readonly files: FileLines;
  private readonly states: StateRows;
  private readonly words = new ArgumentWords();
  private node = ROOT;
  private depth = 0;
  private filesSeen = 0;
  private status: number = NONE;
  private isCertain = false;
  /** A frame whose file line may follow. */
  private pendingName: number = NONE;
  private pendingOffset: number = NONE;
  private pendingLength = 0;
  private firstLine = 0;
  private expectedCount = 0;
  private extrasCount = 0;
  private readonly goroutine: GoroutineInput = {
    id: NONE,
    count: 1,
    stack: NONE,
    labelSet: 0,
    state: 0,
    waitMinutes: NONE,
    createdBy: NONE,
    parentId: NONE,
    isLocked: false,
    isLeaked: false,
    byteOffset: 0,
    byteLength: 0,
    kind: NONE,
  };

  private readonly skipped: SkippedCounter;

  constructor(builder: ProfileBuilder, skipped: SkippedCounter) {
    this.builder = builder;
    this.skipped = skipped;
    this.table = new GoroutineTableBuilder(builder);
    this.lateCreator = new LateCreator(builder, this.table);
    this.files = new FileLines(builder.strings);
    this.trie = new FrameTrie(builder, this.files);
    this.states = new StateRows(builder, this.table, this.trie, this.header);
  }

  get id(): number {
    return this.isOpen ? this.goroutine.id : NONE;
  }

  get frameCount(): number {
    return this.depth + (this.pendingName === NONE ? 0 : 1);
  }

  get hasPendingFrame(): boolean {
    return this.pendingName !== NONE;
  }

  /** Opens the goroutine of a header; `bracket` and `end` as HeaderReader wants them. */
  begin(source: Uint8Array, id: number, bracket: number, end: number, offset: number): void {
    // A tool wrote its own line over the runtime's header: both are one.
    if (this.isOpen && id !== NONE && id === this.goroutine.id && this.frameCount === 0) this.isOpen = false;
    this.finish();
    const {header, goroutine} = this;
    header.read(source, bracket, end);
    this.open(offset);
    this.status = header.status;
    goroutine.id = id;
    goroutine.waitMinutes = header.waitMinutes;
    goroutine.isLocked = header.isLocked;
    goroutine.isLeaked = header.statusAt(header.status).isLeaked;
    if (header.labels.length > 0 || header.extras.length > 0) goroutine.labelSet = this.internHeaderLabels();
  }

  /** Opens `count` goroutines of which only the stack is known. */
  beginCounted(count: number, offset: number): void {
    this.finish();
    this.open(offset);
    this.goroutine.count = count;
  }

  /** Opens a goroutine whose header is missing: dropped again unless its frames are convincing. */
  beginHeaderless(offset: number, lineNumber: number): void {
    this.finish();
    this.open(offset);
    this.headerCount--;
    this.isCertain = false;
    this.firstLine = lineNumber;
  }

  /** The next goroutine opened stands for so many. */
  expectCount(count: number): void {
    this.expectedCount = count;
  }

  get expectsCount(): boolean {
    return this.expectedCount > 0;
  }

  /** Opens the goroutines that were announced; false when none were. */
  beginExpected(offset: number): boolean {
    if (this.expectedCount === 0) return false;
    this.beginCounted(this.expectedCount, offset);
    return true;
  }

  /** Who started the open goroutine, where that comes before its frames. */
  setCreator(source: Uint8Array, start: number, end: number): void {
    this.goroutine.createdBy = this.nameRow(source, start, end);
  }

  /** Takes `count` goroutines without a header back from a finished row: they turned out to be counted again. */
  takeBack(row: number, count: number): void {
    this.builder.addValue(0, row, -count);
    this.goroutineCount -= count;
    this.inferredCount -= count;
  }

  setLabels(labels: readonly string[]): void {
    this.goroutine.labelSet = this.internLabels(labels);
  }

  frame(source: Uint8Array, nameStart: number, nameEnd: number): void {
    this.flushFrame();
    this.pendingName = this.nameRow(source, nameStart, nameEnd);
    this.pendingOffset = NONE;
  }

  private nameRow(source: Uint8Array, start: number, end: number): number {
    const {strings} = this.builder;
    const starred = withStar(source, start, end);
    return starred === undefined
      ? strings.internBytes(source, start, end)
      : strings.internBytes(starred, 0, starred.length);
  }

  /** Forgets the frames so far: the full stack follows its summary. */
  dropFrames(): void {
    this.node = ROOT;
    this.depth = 0;
    this.pendingName = NONE;
    this.words.begin(this.table.length, this.table.hasDetail);
  }

  /** Argument words of the frame just given. */
  argumentList(source: Uint8Array, start: number, end: number): void {
    if (this.words.wants(this.depth)) this.words.collect(source, start, end, this.depth);
  }

  /** The file of the frame just given: `path:line` and the end of what the runtime prints behind it. */
  file(source: Uint8Array, start: number, numberEnd: number, end: number): void {
    this.node = this.trie.child(this.node, this.pendingName, this.files.intern(source, start, numberEnd, end));
    this.pendingName = NONE;
    this.depth++;
    this.filesSeen++;
  }

  createdBy(source: Uint8Array, nameStart: number, nameEnd: number, parentId: number): void {
    this.flushFrame();
    this.goroutine.createdBy = this.nameRow(source, nameStart, nameEnd);
    this.goroutine.parentId = parentId;
    this.isClosed = true;
  }

  /** Says that the raw text of the open goroutine reaches up to a stream offset. */
  extend(offset: number): void {
    this.goroutine.byteLength = offset - this.goroutine.byteOffset;
  }

  /** The frame just given stands raw in the window: its file line may be compared with next time. */
  noteRawFrame(window: LineWindow, nameEnd: number): void {
    this.pendingOffset = window.offsetOf(window.lineStart);
    this.pendingLength = nameEnd + 1 - window.lineStart;
  }

  /** After `file` for a raw line of the window: keeps both lines to compare with. */
  rememberRawFrame(window: LineWindow): void {
    if (this.pendingOffset === NONE) return;
    const nameStart = window.positionOf(this.pendingOffset);
    this.pendingOffset = NONE;
    if (nameStart < 0 || window.pos === window.lineEnd) return;
    const nameEnd = nameStart + this.pendingLength;
    this.trie.remember(this.node, window.bytes, nameStart, nameEnd, window.lineStart, window.pos);
  }

  /** The creator just given stands raw in the window; `nameEnd` is where what is free begins. */
  noteRawCreator(window: LineWindow, nameEnd: number): void {
    this.pendingOffset = window.offsetOf(window.lineStart);
    this.pendingLength = nameEnd - window.lineStart;
  }

  /** After the creator's file line, raw in the window too. */
  rememberRawCreator(window: LineWindow): void {
    if (this.pendingOffset === NONE) return;
    const start = window.positionOf(this.pendingOffset);
    this.pendingOffset = NONE;
    if (start < 0 || window.pos === window.lineEnd) return;
    const {createdBy, parentId} = this.goroutine;
    this.trie.rememberCreator(
      this.node,
      createdBy,
      parentId !== NONE,
      window.bytes,
      start,
      start + this.pendingLength,
      window.lineStart,
      window.pos,
    );
  }

  /** Takes frames from the window as long as they are known ones, and their creator. */
  follow(window: LineWindow): void {
    if (!this.isOpen || this.isClosed || this.pendingName !== NONE) return;
    const before = this.depth;
    for (;;) {
      const child = this.trie.follow(this.node, window);
      if (child === NONE) break;
      this.argumentList(window.bytes, this.trie.argumentsAt, window.pos);
      this.node = child;
      this.depth++;
      this.filesSeen++;
    }
    if (this.depth === before) return;
    const creator = this.trie.followCreator(this.node, window);
    if (creator !== NONE) {
      this.goroutine.createdBy = creator;
      this.goroutine.parentId = this.trie.parentId;
      this.isClosed = true;
    }
    this.extend(window.offsetOf(window.pos));
  }

  /** Ends the frames: none of the lines that follow are the goroutine's own. */
  close(): void {
    this.flushFrame();
    this.isClosed = true;
  }

  /** Hands the open goroutine over, if there is one. */
  finish(): void {
    if (!this.isOpen) return;
    this.flushFrame();
    this.isOpen = false;
    // In a text of bare stacks a single call is one too.
    const isStack = this.filesSeen > 0 || this.depth >= 2 || (this.depth === 1 && this.inferredCount > 0);
    if (!this.isCertain && !isStack) {
      this.skipped.add(this.firstLine);
      return;
    }
    if (this.status === NONE) this.inferredCount += this.goroutine.count;
    const {goroutine} = this;
    goroutine.stack = this.trie.stackOf(this.node);
    goroutine.state = this.states.row(this.status, this.node);
    this.hand();
  }

  private hand(): void {
    const {goroutine} = this;
    if (this.words.length > 0) this.addArguments(goroutine.stack);
    this.table.add(goroutine);
    this.goroutineCount += goroutine.count;
  }

  /** Whether the open goroutine came with a header of the runtime's and has frames, each of them with its file. */
  get isWhole(): boolean {
    return this.isOpen && this.status !== NONE && this.depth > 0 && this.filesSeen === this.depth;
  }

  /** The goroutine last opened; once finished, as the tables got it. */
  get last(): Readonly<GoroutineInput> {
    return this.goroutine;
  }

  /**
   * Opens and finishes a goroutine that is like one before in stack, labels, state, creator and flags.
   *
   * @param whole   what is its own, found in `window`
   * @param offset  where it begins in the stream
   */
  addAlike(like: Readonly<GoroutineInput>, whole: RepeatMatcher, window: LineWindow, offset: number): void {
    this.finish();
    this.open(offset);
    const {goroutine, words} = this;
    goroutine.id = whole.id;
    goroutine.waitMinutes = whole.waitMinutes;
    goroutine.parentId = whole.parentId;
    goroutine.stack = like.stack;
    goroutine.labelSet = like.labelSet;
    goroutine.state = like.state;
    goroutine.createdBy = like.createdBy;
    goroutine.isLocked = like.isLocked;
    goroutine.isLeaked = like.isLeaked;
    goroutine.kind = like.kind;
    // All but the blank line.
    this.extend(window.offsetOf(window.pos) - 1);
    for (let depth = 0; depth < whole.argumentLists && words.wants(depth); depth++) {
      words.collect(window.bytes, whole.argumentsAt[depth], window.pos, depth);
    }
    this.isOpen = false;
    this.hand();
  }

  private open(offset: number): void {
    const {goroutine} = this;
    this.isOpen = true;
    this.isClosed = false;
    this.isCertain = true;
    this.headerCount++;
    this.node = ROOT;
    this.depth = 0;
    this.filesSeen = 0;
    this.status = NONE;
    this.words.begin(this.table.length, this.table.hasDetail);
    goroutine.id = NONE;
    goroutine.count = Math.max(1, this.expectedCount);
    this.expectedCount = 0;
    goroutine.labelSet = 0;
    goroutine.waitMinutes = NONE;
    goroutine.createdBy = NONE;
    goroutine.parentId = NONE;
    goroutine.isLocked = false;
    goroutine.isLeaked = false;
    goroutine.byteOffset = offset;
    goroutine.byteLength = 0;
    goroutine.kind = NONE;
  }

  private flushFrame(): void {
    if (this.pendingName === NONE) return;
    this.node = this.trie.child(this.node, this.pendingName, NONE);
    this.pendingName = NONE;
    this.depth++;
  }

  private addArguments(leaf: number): void {
    const {words} = this;
    const {first: parent} = this.builder.stacks;
    let stack = leaf;
    let depth = 0;
    for (let i = 0; i < words.length; i++) {
      for (; depth < words.depth[i]; depth++) stack = parent.values[stack];
      this.table.addArgument(stack, words.position[i], words.low[i], words.high[i]);
    }
  }

  private internHeaderLabels(): number {
    const {labels, extras} = this.header;
    const isTooMany = extras.length > 0 && this.extrasCount++ >= MAX_EXTRAS;
    return this.internLabels(isTooMany ? labels : [...labels, ...extras.flatMap((extra) => ['header field', extra])]);
  }

  private internLabels(labels: readonly string[]): number {
    const {strings} = this.builder;
    const inputs: LabelInput[] = [];
    for (let i = 0; i < labels.length; i += 2) {
      inputs.push({key: strings.intern(labels[i]), text: strings.intern(labels[i + 1]), number: 0n, unit: 0});
    }
    return this.builder.internLabelSet(inputs);
  }
}
