/**
 * Joins the symbol lines under a row with the row's own addresses.
 *
 * Go prints one line per address, in order, without the runtime frames at the leaf (unless there is nothing else) and
 * without runtime.goexit at the root. Lines for one address twice are calls that were inlined into each other.
 */
import {NONE} from '../../../base/columns.ts';
import type {ProfileBuilder} from '../../../model/builder/profile-builder.ts';
import type {AddressProfile} from '../addresses/address-profile.ts';
import type {SymbolLine} from './symbol-line.ts';

/** Frames that can show what a goroutine waits for. */
const PRINTED_KEPT = 8;

export class RowSymbols {
  /** Frame of the row, counted from the leaf, that the first symbol line names; NONE when none did. */
  firstNamed: number = NONE;
  lastNamed: number = NONE;
  /** Names of the innermost frames that were printed, leaf first. */
  printed: string[] = [];
  private readonly profile: AddressProfile;
  private isFirstNaming = false;
  private strayCount = 0;

  constructor(profile: AddressProfile) {
    this.profile = profile;
  }

  /** Starts a row whose frames are in the profile already. */
  begin(): void {
    this.firstNamed = NONE;
    this.lastNamed = NONE;
    this.printed = [];
  }

  read(symbol: SymbolLine): void {
    if (symbol.name === '') return;
    const location = this.profile.find(symbol.low, symbol.high);
    const frame = location === NONE ? NONE : this.frameOf(location);
    if (frame === NONE) {
      this.strayCount++;
      return;
    }
    const isInlined = frame === this.lastNamed;
    if (!isInlined) this.isFirstNaming = !this.profile.hasLines(location);
    if (this.isFirstNaming) this.profile.addLine(location, symbol.name, symbol.file, symbol.line);
    if (this.firstNamed === NONE) this.firstNamed = frame;
    if (this.printed.length < PRINTED_KEPT) this.printed.push(symbol.name);
    this.lastNamed = frame;
  }

  /**
   * Where the row's frames end: without the last one if it alone follows the named ones, for that is runtime.goexit,
   * which Go's own protobuf leaves out too.
   */
  get frameEnd(): number {
    const {length} = this.profile.frames;
    return this.lastNamed !== NONE && this.lastNamed === length - 2 ? length - 1 : length;
  }

  /** Puts a warning on the profile when symbol lines named addresses that their rows do not have. */
  report(builder: ProfileBuilder): void {
    if (this.strayCount === 0) return;
    const lines = this.strayCount === 1 ? '1 symbol line names' : `${this.strayCount} symbol lines name`;
    builder.warn('STRAY_SYMBOLS', `${lines} an address that the row does not have`);
  }

  /** The next frame of this location; the last named one again when the location does not follow. */
  private frameOf(location: number): number {
    const {frames} = this.profile;
    for (let i = this.lastNamed + 1; i < frames.length; i++) if (frames.values[i] === location) return i;
    return this.lastNamed !== NONE && frames.values[this.lastNamed] === location ? this.lastNamed : NONE;
  }
}
