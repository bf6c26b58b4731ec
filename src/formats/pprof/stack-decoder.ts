/**
 * Decodes the location ids of one sample and finds its stack.
 *
 * Location rows are provisional, in order of first mention; `resolve.ts` makes them final.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {RawTables} from './raw-tables.ts';
import type {Repairs} from './repairs.ts';
import type {WireReader} from './wire.ts';

/** Ids below this take at most two bytes. */
const SHORT_IDS = 1 << 14;
/** So many outer frames of the last stack are remembered: more than any profiler records, and no more than that costs. */
const MAX_REMEMBERED = 1 << 16;

export class StackDecoder {
  private readonly reader: WireReader;
  private readonly tables: RawTables;
  private readonly builder: ProfileBuilder;
  private readonly repairs: Repairs;
  /** Location rows of the sample in hand, leaf first. */
  private locations = new Int32Column();
  /** The last stack interned, root first. */
  private readonly lastLocations = new Int32Column();
  private readonly lastStacks = new Int32Column();

  constructor(reader: WireReader, tables: RawTables, builder: ProfileBuilder, repairs: Repairs) {
    this.reader = reader;
    this.tables = tables;
    this.builder = builder;
    this.repairs = repairs;
  }

  /** Starts the stack of a sample. */
  begin(): void {
    this.locations.length = 0;
  }

  /** Reads one id. */
  readLocation(): void {
    const {reader} = this;
    const at = reader.pos;
    reader.varint('.location_id');
    const {low, high} = reader;
    if (low === 0 && high === 0 && !this.repairs.allow('RESERVED_ID')) {
      throw failure('INVALID_ID', 'a sample names the reserved location id 0', reader.place(at, '.location_id'));
    }
    this.locations.push(this.tables.mentionLocation(at));
  }

  /** Reads ids up to `end`; those of one or two bytes that are known, which is nearly all, without a call each. */
  readPacked(end: number): void {
    const {locations, reader, tables} = this;
    const {buf} = reader;
    const {dense} = tables.locationIds;
    let {pos} = reader;
    while (pos < end) {
      let next = pos + 1;
      let id = buf[pos];
      if (id >= 0x80) id = next < end ? id + (buf[next++] << 7) - 0x80 : SHORT_IDS;
      const row = id > 0 && id < SHORT_IDS && id < dense.length ? dense.values[id] : NONE;
      if (row !== NONE) {
        locations.push(row);
        pos = next;
        continue;
      }
      reader.pos = pos;
      this.readLocation();
      pos = reader.pos;
    }
    reader.pos = pos;
  }

  /**
   * Stack row of the scratch locations, leaf first. Neighbouring samples share their outer frames, which keep the rows
   * they had a moment ago.
   */
  intern(): number {
    const {builder, lastLocations, lastStacks} = this;
    const {length, values} = this.locations;
    const limit = Math.min(length, lastLocations.length);
    let depth = 0;
    while (depth < limit && lastLocations.values[depth] === values[length - 1 - depth]) depth++;
    let stack = depth === 0 ? NONE : lastStacks.values[depth - 1];
    lastLocations.length = depth;
    lastStacks.length = depth;
    for (; depth < length; depth++) {
      const location = values[length - 1 - depth];
      stack = builder.internStack(stack, location);
      if (depth >= MAX_REMEMBERED) continue;
      lastLocations.push(location);
      lastStacks.push(stack);
    }
    if (length > MAX_REMEMBERED) this.locations = new Int32Column();
    return stack;
  }
}
