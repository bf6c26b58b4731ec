/**
 * Mappings and locations while they are being built; equal locations are one row.
 *
 * What is equal follows google/pprof's merge: the address counts from the start of its mapping, because address space
 * randomisation moves mappings between runs, and mappings of one size, offset and build id are one.
 */
import {ByteColumn, Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {highWord, lowWord} from '../../base/int64.ts';
import {IntSequenceInterner} from '../../base/tables/int-sequence-interner.ts';
import type {LocationTable, Mapping} from '../profile.ts';

const PAGE_BITS = 12n;
const PAGE_MASK = 0xfffn;

export class LocationColumns {
  readonly mappings: Mapping[] = [];
  private readonly canonicalMappings = new Map<string, number>();
  private readonly canonicalMappingOf: number[] = [];
  /** Low and high word of each mapping's start. */
  private readonly mappingStarts: number[] = [];
  private readonly rows = new IntSequenceInterner();
  private readonly addressWords = new Int32Column();
  private readonly mapping = new Int32Column();
  private readonly folded = new ByteColumn();
  private readonly lineStart = new Int32Column();
  private readonly lineFunction = new Int32Column();
  private readonly lineNumber = new Float64Column();
  private readonly lineColumn = new Float64Column();

  constructor() {
    this.lineStart.push(0);
  }

  addMapping(mapping: Mapping): number {
    const row = this.mappings.push(mapping) - 1;
    const pages = (mapping.limit - mapping.start + PAGE_MASK) >> PAGE_BITS;
    const key = `${pages} ${mapping.offset} ${mapping.buildId !== '' ? mapping.buildId : mapping.file}`;
    const canonical = this.canonicalMappings.get(key) ?? row;
    this.canonicalMappings.set(key, canonical);
    this.canonicalMappingOf.push(canonical);
    this.mappingStarts.push(Number(BigInt.asIntN(32, mapping.start)), Number(BigInt.asIntN(32, mapping.start >> 32n)));
    return row;
  }

  /**
   * Row of a location.
   *
   * @param addressLow, addressHigh  the uint64 address in two words
   * @param mapping  row of the mapping, or NONE
   * @param lines    [function row, line number, column] three by three, innermost inlined call first
   */
  intern(
    addressLow: number,
    addressHigh: number,
    mapping: number,
    isFolded: boolean,
    lines: ArrayLike<number>,
  ): number {
    const known = this.rows.length;
    const row = this.internKey(addressLow | 0, addressHigh | 0, mapping, isFolded, lines);
    if (row !== known) return row;
    this.addressWords.push(addressLow | 0);
    this.addressWords.push(addressHigh | 0);
    this.mapping.push(mapping);
    this.folded.push(isFolded ? 1 : 0);
    for (let i = 0; i < lines.length; i += 3) {
      this.lineFunction.push(lines[i]);
      this.lineNumber.push(lines[i + 1]);
      this.lineColumn.push(lines[i + 2]);
    }
    this.lineStart.push(this.lineFunction.length);
    return row;
  }

  /** The rows so far, without a copy: they stay what they are when others follow. */
  finish(): LocationTable {
    return {
      length: this.mapping.length,
      // Low word first: every host of Node and of today's browsers is little-endian.
      address: new BigUint64Array(this.addressWords.values.buffer, 0, this.mapping.length),
      mapping: this.mapping.finish(),
      isFolded: this.folded.finish(),
      lineStart: this.lineStart.finish(),
      lineFunction: this.lineFunction.finish(),
      lineNumber: this.lineNumber.finish(),
      lineColumn: this.lineColumn.finish(),
    };
  }

  private internKey(
    addressLow: number,
    addressHigh: number,
    mapping: number,
    isFolded: boolean,
    lines: ArrayLike<number>,
  ): number {
    const startLow = mapping === NONE ? 0 : this.mappingStarts[2 * mapping];
    const startHigh = mapping === NONE ? 0 : this.mappingStarts[2 * mapping + 1];
    // Distance from the mapping's start in two words, the lower one's borrow taken from the upper.
    const borrow = addressLow >>> 0 < startLow >>> 0 ? 1 : 0;
    const key = this.rows.begin();
    key.add((addressLow - startLow) | 0).add((addressHigh - startHigh - borrow) | 0);
    key.add(mapping === NONE ? NONE : this.canonicalMappingOf[mapping]).add(isFolded ? 1 : 0);
    for (let i = 0; i < lines.length; i++) key.add(lowWord(lines[i])).add(highWord(lines[i]));
    return key.end();
  }
}
