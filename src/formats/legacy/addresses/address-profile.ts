/**
 * A profile whose stacks are code addresses: the common part of all legacy formats.
 *
 * Addresses become provisional locations while rows arrive; what they are called and which file they belong to comes
 * later in these formats, so locations become final in `finish`.
 */
import {Int32Column, NONE} from '../../../base/columns.ts';
import {uint64ToBigInt} from '../../../base/int64.ts';
import {PairInterner} from '../../../base/tables/pair-interner.ts';
import type {ProfileBuilder} from '../../../model/builder/profile-builder.ts';
import type {Profile} from '../../../model/profile.ts';
import {frameFilters} from './frame-filters.ts';
import {MemoryMap} from './memory-map.ts';

export class AddressProfile {
  readonly builder: ProfileBuilder;
  readonly memoryMap: MemoryMap = new MemoryMap();
  /** Provisional locations of the row in hand, leaf first. */
  readonly frames: Int32Column = new Int32Column();
  /** (low, high) of the address → provisional location. */
  private readonly addresses = new PairInterner();
  /** [function row, line number, column]… per provisional location, innermost inlined call first. */
  private readonly linesOf = new Map<number, number[]>();
  /** Functions seen so far, by name and file. */
  private readonly functions = new Set<number>();
  private sampleCount = 0;

  constructor(builder: ProfileBuilder) {
    this.builder = builder;
  }

  /** Starts a row. */
  begin(): void {
    this.frames.length = 0;
  }

  /** Adds the frame of an address that stands as printed: a leaf, or a symbol's own number. */
  pushAddress(low: number, high: number): void {
    this.frames.push(this.addresses.intern(low | 0, high | 0));
  }

  /** Adds the frame of a return address: the call is one byte before it, as google/pprof has it. */
  pushReturnAddress(low: number, high: number): void {
    this.pushAddress(low - 1, (low | 0) === 0 ? high - 1 : high);
  }

  /** Removes a second frame that repeats the leaf as a return address, which signal handlers leave behind. */
  dropRepeatedLeaf(): void {
    const {frames} = this;
    if (frames.length < 2) return;
    const [leaf, caller] = [this.address(frames.values[0]), this.address(frames.values[1])];
    if (leaf !== BigInt.asUintN(64, caller + 1n)) return;
    frames.values.copyWithin(1, 2, frames.length);
    frames.length--;
  }

  address(location: number): bigint {
    return uint64ToBigInt(this.addresses.first.values[location], this.addresses.second.values[location]);
  }

  /** Provisional location of an address, NONE if no row has it. */
  find(low: number, high: number): number {
    return this.addresses.find(low, high);
  }

  hasLines(location: number): boolean {
    return this.linesOf.has(location);
  }

  /** Names a location; a second call for the same one adds the function it was inlined into. */
  addLine(location: number, name: string, file: string, line: number): void {
    const {strings} = this.builder;
    const fn = this.builder.internFunction(strings.intern(name), strings.intern(name), strings.intern(file), 0);
    this.functions.add(fn);
    const lines = this.linesOf.get(location);
    if (lines === undefined) this.linesOf.set(location, [fn, line, 0]);
    else lines.push(fn, line, 0);
  }

  /** Stack row of the frames [from, to) of the row in hand. */
  internStack(from = 0, to: number = this.frames.length): number {
    let stack = NONE;
    for (let i = to - 1; i >= from; i--) stack = this.builder.internStack(stack, this.frames.values[i]);
    return stack;
  }

  /** Folds a row into the sample of (stack, label set) and counts it. */
  addSample(stack: number, labelSet: number, values: readonly bigint[]): void {
    this.addValues(this.builder.internSample(stack, labelSet), values);
  }

  /** Adds to a sample that is there already: text that says "again" is no record of its own. */
  repeatSample(stack: number, labelSet: number, values: readonly bigint[]): void {
    this.addSample(stack, labelSet, values);
    this.sampleCount--;
  }

  /** Adds the values, exact int64s, to a sample row, and counts the row. */
  addValues(sample: number, values: readonly bigint[]): void {
    for (let type = 0; type < values.length; type++) {
      const exact = BigInt.asIntN(64, values[type]);
      const nearest = Number(exact);
      this.builder.addValue(type, sample, nearest, Number(exact - BigInt(nearest)));
    }
    this.sampleCount++;
  }

  /**
   * Makes locations final and freezes the profile.
   *
   * @param areAddressesNames  the addresses only number the symbols that follow (Java): they are forgotten
   */
  finish(areAddressesNames = false): Profile {
    const {addresses, builder, memoryMap} = this;
    memoryMap.repair();
    const mappingOf = new Int32Array(addresses.length);
    for (let row = 0; row < mappingOf.length; row++) {
      const isNamed = areAddressesNames && this.linesOf.has(row);
      mappingOf[row] = isNamed ? NONE : memoryMap.locate(this.address(row));
    }
    for (const mapping of memoryMap.mappings()) builder.addMapping(mapping);
    const locationOf = new Int32Array(addresses.length);
    for (let row = 0; row < locationOf.length; row++) {
      const low = areAddressesNames ? 0 : addresses.first.values[row];
      const high = areAddressesNames ? 0 : addresses.second.values[row];
      locationOf[row] = builder.internLocation(low, high, mappingOf[row], false, this.linesOf.get(row) ?? []);
    }
    this.finishHead();
    builder.remap(locationOf);
    return builder.finish();
  }

  private finishHead(): void {
    const {builder} = this;
    const filters = frameFilters(builder.sampleTypes.map(({type}) => type));
    builder.head.dropFrames = filters.drop;
    builder.head.keepFrames = filters.keep;
    builder.head.counts = {
      samples: this.sampleCount,
      locations: this.addresses.length,
      functions: this.functions.size,
      mappings: builder.mappings.length,
    };
  }
}
