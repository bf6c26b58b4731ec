/**
 * The goroutine table of a debug=1 dump: one entry per row of the text, which stands for as many goroutines as it counts.
 *
 * The text knows neither ids nor waits nor creators; states are concluded once all rows are known.
 */
import {Float64Column, NONE} from '../../base/columns.ts';
import type {GoroutineTable} from '../../model/profile.ts';
import type {AddressProfile} from './address-profile.ts';
import type {RowSymbols} from './row-symbols.ts';
import {inferStates, type ParkedRow} from './wait-inference.ts';

export class CountGoroutines {
  private readonly profile: AddressProfile;
  private readonly symbols: RowSymbols;
  private readonly rows: ParkedRow[] = [];
  private readonly byteOffset = new Float64Column();
  private readonly byteLength = new Float64Column();
  private rowOffset = 0;

  constructor(profile: AddressProfile, symbols: RowSymbols) {
    this.profile = profile;
    this.symbols = symbols;
  }

  /** Starts a row whose text begins at this offset of the input. */
  begin(byteOffset: number): void {
    this.rowOffset = byteOffset;
  }

  /** Ends the row in hand; its frames and symbols are still those of the profile. */
  end(byteOffset: number): void {
    const {firstNamed, leaf, caller} = this.symbols;
    const hiddenCount = Math.max(0, firstNamed);
    this.rows.push({hiddenCount, operation: this.hidden(1), wrapper: this.hidden(2), leaf, caller});
    this.byteOffset.push(this.rowOffset);
    this.byteLength.push(byteOffset - this.rowOffset);
  }

  finish(areLeaked: boolean, announcedCount: number): GoroutineTable {
    const {length} = this.rows;
    const unknown = (): Float64Array => new Float64Array(length).fill(NONE);
    const {states, stateOf} = inferStates(this.rows);
    return {
      length,
      id: unknown(),
      state: stateOf,
      waitMinutes: new Int32Array(length).fill(NONE),
      createdBy: new Int32Array(length).fill(NONE),
      parentId: unknown(),
      isLocked: new Uint8Array(length),
      isLeaked: new Uint8Array(length).fill(areLeaked ? 1 : 0),
      argumentStart: new Int32Array(length + 1),
      argumentFrame: new Int32Array(0),
      argumentPosition: new Int32Array(0),
      argumentWord: new BigUint64Array(0),
      byteOffset: this.byteOffset.finish(),
      byteLength: this.byteLength.finish(),
      states,
      announcedCount,
    };
  }

  /** Address of a frame that was not printed, 0 when there is none. */
  private hidden(frame: number): bigint {
    return frame < this.symbols.firstNamed ? this.profile.address(this.profile.frames.values[frame]) : 0n;
  }
}
