/**
 * Who started a goroutine, where a report says so after the goroutine is finished.
 */
import {NONE} from '../../../base/columns.ts';
import type {GoroutineTableBuilder} from '../../../model/builder/goroutine-table-builder.ts';
import type {ProfileBuilder} from '../../../model/builder/profile-builder.ts';

export class LateCreator {
  private readonly strings: ProfileBuilder['strings'];
  private readonly table: GoroutineTableBuilder;
  private id: number = NONE;

  constructor({strings}: ProfileBuilder, table: GoroutineTableBuilder) {
    this.strings = strings;
    this.table = table;
  }

  /** The next frame is the creator of a goroutine. */
  expect(id: number): void {
    this.id = id;
  }

  /** A frame of no goroutine here. */
  frame(source: Uint8Array, start: number, end: number): void {
    if (this.id === NONE) return;
    this.table.setCreator(this.id, this.strings.internBytes(source, start, end));
    this.id = NONE;
  }
}
