/**
 * The goroutine table of a debug=1 dump: one entry per row of the text, which stands for as many goroutines as it counts.
 *
 * The text knows neither ids nor waits nor creators; states are inferred once all rows are known.
 */
import {Float64Column, NONE} from '../../../base/columns.ts';
import type {GoroutineState, GoroutineTable} from '../../../model/profile.ts';
import type {AddressProfile} from '../addresses/address-profile.ts';
import type {RowSymbols} from './row-symbols.ts';
import {hiddenNames, inferStates, isReceive, type ParkedRow, sortedAddresses} from './wait-inference.ts';

export class CountGoroutines {
  private readonly profile: AddressProfile;
  private readonly symbols: RowSymbols;
  private readonly rows: (ParkedRow & {readonly locations: Int32Array})[] = [];
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
    const {firstNamed, printed} = this.symbols;
    const locations = this.profile.frames.values.slice(0, Math.max(0, firstNamed));
    this.rows.push({locations, hidden: Array.from(locations, (row) => this.profile.address(row) + 1n), printed});
    this.byteOffset.push(this.rowOffset);
    this.byteLength.push(byteOffset - this.rowOffset);
  }

  finish(areLeaked: boolean): GoroutineTable {
    const {length} = this.rows;
    const unknown = (): Float64Array => new Float64Array(length).fill(NONE);
    const {states, stateOf} = inferStates(this.rows);
    this.nameHidden(Array.from(stateOf, (state) => states[state]));
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
    };
  }

  /** Names the runtime frames that the text leaves out, as far as states and addresses make them certain. */
  private nameHidden(states: readonly GoroutineState[]): void {
    const {profile, rows} = this;
    const receiving = rows.filter(({hidden}, row) => isReceive(states[row]) && hidden.length === 3);
    const receivers = sortedAddresses(receiving.map(({hidden}) => hidden[2]));
    let count = 0;
    for (let row = 0; row < rows.length; row++) {
      const names = hiddenNames(rows[row], states[row], receivers);
      for (let frame = 0; frame < names.length; frame++) {
        const location = rows[row].locations[frame];
        if (profile.hasLines(location)) continue;
        profile.addLine(location, names[frame], '', 0);
        count++;
      }
    }
    if (count === 0) return;
    const message = `the text names no runtime frames at the leaf: ${count} of them, and the states, are inferred`;
    profile.builder.warn('INFERRED_STATE', message);
  }
}
