/**
 * Mappings, functions, locations and the string table as the file gives them: by its own ids and string indexes.
 *
 * Go writes the string table last, so nothing can be resolved while decoding; `resolve.ts` does it at the end.
 * A row exists from the first mention of its id; `definedAt` says whether its message came, and where.
 */
import {Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {FUNCTION, LINE, LOCATION, MAPPING, VALUE_TYPE} from './fields.ts';
import {IdIndex} from './id-index.ts';
import {type RawMapping, rawMapping} from './raw-mapping.ts';
import type {RawString} from './raw-strings.ts';
import type {Repairs} from './repairs.ts';
import {ScalarReader} from './scalar-reader.ts';
import {LENGTH_DELIMITED, type WireReader} from './wire.ts';

export class RawTables {
  readonly mappingIds: IdIndex = new IdIndex();
  readonly functionIds: IdIndex = new IdIndex();
  readonly locationIds: IdIndex = new IdIndex();
  readonly valueTypes: {type: RawString; unit: RawString}[] = [];

  readonly mappings: (RawMapping | undefined)[] = [];

  readonly functionDefined: Float64Column = new Float64Column();
  readonly functionName: Int32Column = new Int32Column();
  readonly functionSystemName: Int32Column = new Int32Column();
  readonly functionFile: Int32Column = new Int32Column();
  readonly functionStartLine: Float64Column = new Float64Column();

  readonly locationDefined: Float64Column = new Float64Column();
  readonly locationAddressLow: Int32Column = new Int32Column();
  readonly locationAddressHigh: Int32Column = new Int32Column();
  readonly locationMapping: Int32Column = new Int32Column();
  readonly locationFolded: Int32Column = new Int32Column();
  readonly locationLineStart: Int32Column = new Int32Column();
  readonly locationLineEnd: Int32Column = new Int32Column();
  readonly lineFunction: Int32Column = new Int32Column();
  readonly lineNumber: Float64Column = new Float64Column();
  readonly lineColumn: Float64Column = new Float64Column();

  readonly scalars: ScalarReader;

  /** Where a second profile seems to begin in the same stream; NONE while nothing looks like it. */
  restartOffset: number = NONE;

  functionCount = 0;
  locationCount = 0;
  mappingCount = 0;

  private readonly reader: WireReader;
  private readonly repairs: Repairs;
  /** Where a sample mentioned each location first, for messages. */
  private readonly locationMentioned = new Float64Column();

  constructor(reader: WireReader, repairs: Repairs) {
    this.reader = reader;
    this.scalars = new ScalarReader(reader);
    this.repairs = repairs;
  }

  /** The caller entered the field that holds it. */
  readValueType(end: number): {type: RawString; unit: RawString} {
    const {reader} = this;
    const valueType = {type: 0, unit: 0};
    reader.len = end;
    while (reader.pos < end) {
      const tag = reader.readTag('');
      if (tag >>> 3 === VALUE_TYPE.type) valueType.type = this.scalars.string(tag, '.type');
      else if (tag >>> 3 === VALUE_TYPE.unit) valueType.unit = this.scalars.string(tag, '.unit');
      else reader.skipField(tag & 7, '');
    }
    return valueType;
  }

  readFunction(start: number, end: number): void {
    const {reader} = this;
    reader.enter('function', this.functionCount++);
    let name = 0;
    let systemName = 0;
    let file = 0;
    let startLine = 0;
    let row = NONE;
    reader.len = end;
    while (reader.pos < end) {
      const tag = reader.readTag('');
      const field = tag >>> 3;
      if (field === FUNCTION.id) row = this.scalars.id(tag, this.functionIds, '.id');
      else if (field === FUNCTION.name) name = this.scalars.string(tag, '.name');
      else if (field === FUNCTION.system_name) systemName = this.scalars.string(tag, '.system_name');
      else if (field === FUNCTION.filename) file = this.scalars.string(tag, '.filename');
      else if (field === FUNCTION.start_line) startLine = this.scalars.number(tag, '.start_line');
      else reader.skipField(tag & 7, '');
    }
    if (row === NONE) row = this.reservedRow(this.functionIds, this.functionCount, 'function', start);
    if (row >= this.functionDefined.length) this.extendFunctions();
    if (!this.define(this.functionDefined, row, start, 'function', this.functionIds)) return;
    this.functionName.values[row] = name;
    this.functionSystemName.values[row] = systemName;
    this.functionFile.values[row] = file;
    this.functionStartLine.values[row] = startLine;
  }

  readLocation(start: number, end: number): void {
    const {reader} = this;
    reader.enter('location', this.locationCount++);
    const lineStart = this.lineFunction.length;
    let row = NONE;
    let low = 0;
    let high = 0;
    let mapping = NONE;
    let isFolded = 0;
    reader.len = end;
    while (reader.pos < end) {
      const tag = reader.readTag('');
      const field = tag >>> 3;
      if (field === LOCATION.id) row = this.scalars.id(tag, this.locationIds, '.id');
      else if (field === LOCATION.mapping_id) mapping = this.scalars.id(tag, this.mappingIds, '.mapping_id');
      else if (field === LOCATION.address) {
        this.scalars.varint(tag, '.address');
        ({low, high} = reader);
      } else if (field === LOCATION.line) this.readLine(tag, end);
      else if (field === LOCATION.is_folded) isFolded = this.scalars.number(tag, '.is_folded');
      else reader.skipField(tag & 7, '');
    }
    if (row === NONE) row = this.reservedRow(this.locationIds, this.locationCount, 'location', start);
    if (row >= this.locationDefined.length) this.extendLocations();
    if (!this.define(this.locationDefined, row, start, 'location', this.locationIds)) return;
    this.locationAddressLow.values[row] = low;
    this.locationAddressHigh.values[row] = high;
    this.locationMapping.values[row] = mapping;
    this.locationFolded.values[row] = isFolded;
    this.locationLineStart.values[row] = lineStart;
    this.locationLineEnd.values[row] = this.lineFunction.length;
  }

  readMapping(start: number, end: number): void {
    const {reader} = this;
    reader.enter('mapping', this.mappingCount++);
    const words = new Map<number, bigint>();
    let row = NONE;
    reader.len = end;
    while (reader.pos < end) {
      const tag = reader.readTag('');
      const field = tag >>> 3;
      if (field === MAPPING.id) row = this.scalars.id(tag, this.mappingIds, '.id');
      else if (field > MAPPING.has_inline_frames) reader.skipField(tag & 7, '');
      else if (field === MAPPING.filename || field === MAPPING.build_id) {
        words.set(field, BigInt(this.scalars.string(tag, '.filename')));
      } else {
        this.scalars.varint(tag, '');
        words.set(field, (BigInt(reader.high >>> 0) << 32n) | BigInt(reader.low >>> 0));
      }
    }
    if (row === NONE) row = this.reservedRow(this.mappingIds, this.mappingCount, 'mapping', start);
    if (this.mappings[row] !== undefined) {
      this.refuseDuplicate('mapping', row, start, this.mappingIds);
      return;
    }
    this.mappings[row] = rawMapping(words);
  }

  /** Row of a location that a sample names; the reader stands behind its id, which began at `at`. */
  mentionLocation(at: number): number {
    const {locationIds, locationMentioned, reader} = this;
    const row = locationIds.row(reader.low, reader.high);
    locationMentioned.extend(row, NONE);
    if (locationMentioned.length === row) locationMentioned.push(reader.base + at);
    return row;
  }

  /** Byte offset of the first mention of a location that was not defined before. */
  mentionOf(location: number): number {
    return this.locationMentioned.values[location];
  }

  /** Gives every mentioned location a row in the columns, defined or not. */
  extendLocations(): void {
    const rows = this.locationIds.length;
    this.locationDefined.extend(rows, NONE);
    this.locationAddressLow.extend(rows, 0);
    this.locationAddressHigh.extend(rows, 0);
    this.locationFolded.extend(rows, 0);
    this.locationMapping.extend(rows, NONE);
    this.locationLineStart.extend(rows, 0);
    this.locationLineEnd.extend(rows, 0);
  }

  extendFunctions(): void {
    const rows = this.functionIds.length;
    this.functionDefined.extend(rows, NONE);
    this.functionStartLine.extend(rows, 0);
    this.functionName.extend(rows, 0);
    this.functionSystemName.extend(rows, 0);
    this.functionFile.extend(rows, 0);
  }

  private readLine(tag: number, locationEnd: number): void {
    const {reader} = this;
    reader.expect(tag & 7, LENGTH_DELIMITED, '.line');
    const end = reader.payloadEnd('.line');
    let fn = NONE;
    let line = 0;
    let column = 0;
    reader.len = end;
    while (reader.pos < end) {
      const inner = reader.readTag('.line');
      const field = inner >>> 3;
      if (field === LINE.function_id) fn = this.scalars.id(inner, this.functionIds, '.line.function_id');
      else if (field === LINE.line) line = this.scalars.number(inner, '.line.line');
      else if (field === LINE.column) column = this.scalars.number(inner, '.line.column');
      else reader.skipField(inner & 7, '.line');
    }
    reader.len = locationEnd;
    this.lineFunction.push(fn);
    this.lineNumber.push(line);
    this.lineColumn.push(column);
  }

  /**
   * The row of a message without an id, or with the id 0. Writers that leave ids out count them (an old .NET exporter
   * does), so the row is that of the message's position, from 1.
   */
  private reservedRow(ids: IdIndex, position: number, table: string, start: number): number {
    if (this.repairs.allow('RESERVED_ID')) return ids.row(position, 0);
    throw failure('INVALID_ID', `a ${table} with the reserved id 0`, this.reader.place(start, '.id'));
  }

  /** Notes where a row is defined; false when it was before, and the newcomer is to be passed over. */
  private define(defined: Float64Column, row: number, start: number, table: string, ids: IdIndex): boolean {
    if (defined.values[row] === NONE) {
      defined.values[row] = this.reader.base + start;
      return true;
    }
    this.refuseDuplicate(table, row, start, ids);
    return false;
  }

  /** Throws, unless the newcomer may be passed over. */
  private refuseDuplicate(table: string, row: number, start: number, ids: IdIndex): void {
    if (this.restartOffset !== NONE) throw concatenated(this.restartOffset);
    if (this.repairs.allow('DUPLICATE_ID')) return;
    throw failure('INVALID_ID', `two ${table}s with the id ${ids.idText(row)}`, this.reader.place(start, '.id'));
  }
}

/** The failure for two profiles that were written into one stream. */
export function concatenated(byteOffset: number): Error {
  return failure('CONCATENATED_PROFILES', 'a second profile begins here', {byteOffset});
}
