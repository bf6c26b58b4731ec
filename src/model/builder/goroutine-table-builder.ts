/**
 * Takes goroutines one by one and makes the sample rows and the GoroutineTable of a dump.
 *
 * Up to `detailLimit` goroutines have a row each. Past it, those alike in stack, state, wait, creator and flags share
 * a row, so that the memory for a dump of any length grows only with what is distinct in it.
 */
import {ByteColumn, Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {GoroutineState, WaitClass} from '../profile.ts';
import type {ProfileBuilder} from './profile-builder.ts';

/** One goroutine as a reader found it, reused from one to the next. */
export interface GoroutineInput {
  id: number;
  /** Goroutines that it stands for; more than 1 in texts that only count. */
  count: number;
  stack: number;
  labelSet: number;
  /** Row of `internState`. */
  state: number;
  waitMinutes: number;
  createdBy: number;
  parentId: number;
  isLocked: boolean;
  isLeaked: boolean;
  byteOffset: number;
  byteLength: number;
  /** What `kindOf` said of it or of one alike; NONE when nobody asked. */
  kind: number;
}

const DEFAULT_DETAIL_LIMIT = 100_000;
/** Rows that `setCreator` looks at: a report names two goroutines, or a few. */
const RECENT_ROWS = 8;

export class GoroutineTableBuilder {
  private readonly builder: ProfileBuilder;
  private readonly detailLimit: number;
  private readonly states: GoroutineState[] = [];
  private readonly stateRows = new Map<string, number>();
  private readonly id = new Float64Column();
  private readonly state = new Int32Column();
  private readonly waitMinutes = new Int32Column();
  private readonly createdBy = new Int32Column();
  private readonly parentId = new Float64Column();
  private readonly isLocked = new ByteColumn();
  private readonly isLeaked = new ByteColumn();
  private readonly byteOffset = new Float64Column();
  private readonly byteLength = new Float64Column();
  private readonly argumentStart = new Int32Column();
  private readonly argumentFrame = new Int32Column();
  private readonly argumentPosition = new Int32Column();
  private readonly argumentWords = new Int32Column();
  /** Chains of pairs: (stack, labels), state, creator, flags. */
  private readonly kinds = new PairInterner();
  /** (kind, wait) → shared row. */
  private readonly shared = new PairInterner();
  private readonly sharedSample = new Int32Column();

  constructor(builder: ProfileBuilder, detailLimit: number = DEFAULT_DETAIL_LIMIT) {
    this.builder = builder;
    this.detailLimit = detailLimit;
    this.argumentStart.push(0);
  }

  /** Rows so far: the row that the next goroutine gets while `hasDetail`. */
  get length(): number {
    return this.id.length;
  }

  /** Whether the next goroutine gets a row of its own. */
  get hasDetail(): boolean {
    return this.id.length < this.detailLimit;
  }

  internState(text: string, waitClass: WaitClass, isInferred: boolean): number {
    const key = `${waitClass} ${isInferred} ${text}`;
    const known = this.stateRows.get(key);
    if (known !== undefined) return known;
    const row = this.states.push({text, waitClass, isInferred}) - 1;
    this.stateRows.set(key, row);
    return row;
  }

  /** Notes an argument word of the goroutine that `add` is about to take; only while `hasDetail`. */
  addArgument(frame: number, position: number, low: number, high: number): void {
    this.argumentFrame.push(frame);
    this.argumentPosition.push(position);
    this.argumentWords.push(low);
    this.argumentWords.push(high);
  }

  add(goroutine: GoroutineInput): void {
    if (this.hasDetail) this.addRow(goroutine);
    else this.addShared(goroutine);
  }

  /** Says who started a goroutine that was added a few rows ago, where it has a row of its own. */
  setCreator(id: number, createdBy: number): void {
    if (!this.hasDetail) return;
    const least = Math.max(0, this.id.length - RECENT_ROWS);
    for (let row = this.id.length - 1; row >= least; row--) {
      if (this.id.values[row] === id) this.createdBy.values[row] = createdBy;
    }
  }

  /** Puts the table on the builder, which must have no other samples. */
  finish(): void {
    this.builder.head.goroutines = {
      length: this.id.length,
      id: this.id.finish(),
      state: this.state.finish(),
      waitMinutes: this.waitMinutes.finish(),
      createdBy: this.createdBy.finish(),
      parentId: this.parentId.finish(),
      isLocked: this.isLocked.finish(),
      isLeaked: this.isLeaked.finish(),
      argumentStart: this.argumentStart.finish(),
      argumentFrame: this.argumentFrame.finish(),
      argumentPosition: this.argumentPosition.finish(),
      // Low word first: every host of Node and of today's browsers is little-endian.
      argumentWord: new BigUint64Array(this.argumentWords.finish().slice().buffer),
      byteOffset: this.byteOffset.finish(),
      byteLength: this.byteLength.finish(),
      states: this.states,
    };
  }

  private addRow(goroutine: GoroutineInput): number {
    const sample = this.builder.appendSample(goroutine.stack, goroutine.labelSet);
    this.builder.addValue(0, sample, goroutine.count);
    this.id.push(goroutine.id);
    this.state.push(goroutine.state);
    this.waitMinutes.push(goroutine.waitMinutes);
    this.createdBy.push(goroutine.createdBy);
    this.parentId.push(goroutine.parentId);
    this.isLocked.push(goroutine.isLocked ? 1 : 0);
    this.isLeaked.push(goroutine.isLeaked ? 1 : 0);
    this.byteOffset.push(goroutine.byteOffset);
    this.byteLength.push(goroutine.byteLength);
    this.argumentStart.push(this.argumentFrame.length);
    return sample;
  }

  /**
   * A row for what the goroutine has in common with others but its wait: stack, labels, state, creator, flags.
   *
   * The first part of a link distinguishes it from the links before it: a row of the chain, or below NONE.
   */
  kindOf({stack, labelSet, state, createdBy, isLocked, isLeaked}: GoroutineInput): number {
    const {kinds} = this;
    const what = kinds.intern(kinds.intern(-2 - labelSet, stack), state);
    return kinds.intern(kinds.intern(what, createdBy), (isLocked ? 1 : 0) | (isLeaked ? 2 : 0));
  }

  private addShared(goroutine: GoroutineInput): void {
    const kind = goroutine.kind === NONE ? this.kindOf(goroutine) : goroutine.kind;
    const known = this.shared.length;
    const row = this.shared.intern(kind, goroutine.waitMinutes);
    if (row === known) this.sharedSample.push(this.addRow(goroutine));
    else {
      const sample = this.sharedSample.values[row];
      this.builder.addValue(0, sample, goroutine.count);
      if (this.parentId.values[sample] !== goroutine.parentId) this.parentId.values[sample] = NONE;
    }
  }
}
