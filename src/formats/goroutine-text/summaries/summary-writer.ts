/**
 * What the rules of summary forms share: they open goroutines and name frames here, from binary text.
 */
import {binaryBytes} from '../../../base/ascii.ts';
import type {Assembler} from '../grammar/assembler.ts';

export class SummaryWriter {
  readonly assembler: Assembler;
  /** Where the line begins, and its number. */
  offset = 0;
  lineNumber = 0;
  /** go-deadlock lists next where a lock was taken, not what a goroutine does now. */
  isHolder = false;
  /** Rows of `N @ place` lines by place. */
  private readonly places = new Map<string, {row: number; count: number}>();
  repeatedPlaces = 0;

  constructor(assembler: Assembler) {
    this.assembler = assembler;
  }

  /** Opens a goroutine as if its header were printed. */
  begin(id: number, state: string): void {
    const header = binaryBytes(`[${state}]:`);
    this.assembler.begin(header, id, 0, header.length, this.offset);
  }

  beginCounted(count: number): void {
    this.assembler.beginCounted(count, this.offset);
  }

  /** A frame with its file (`path:line`), either in binary text; '' for no file. */
  frame(name: string, file: string): void {
    const bytes = binaryBytes(name);
    this.assembler.frame(bytes, 0, bytes.length);
    if (file !== '') this.place(file);
  }

  /** The file (`path:line`) of the frame just given, in binary text. */
  place(file: string): void {
    const place = binaryBytes(file);
    this.assembler.file(place, 0, place.length, place.length);
  }

  /** Who started the goroutine just begun, in binary text. */
  createdBy(name: string): void {
    const bytes = binaryBytes(name);
    this.assembler.setCreator(bytes, 0, bytes.length);
  }

  /** An argument word of the frame just given: a lock's address. */
  word(text: string): void {
    const bytes = binaryBytes(text);
    this.assembler.argumentList(bytes, 0, bytes.length);
  }

  /** `count` goroutines at one place. Where a place is counted again, the last count holds. */
  countPlace(count: number, name: string, file: string): void {
    const {assembler} = this;
    this.beginCounted(count);
    const row = assembler.table.length;
    this.frame(name, file);
    assembler.finish();
    const key = file === '' ? name : file;
    const before = this.places.get(key);
    if (before !== undefined) {
      assembler.takeBack(before.row, before.count);
      this.repeatedPlaces++;
    }
    if (assembler.table.length > row) this.places.set(key, {row, count});
  }
}
