/**
 * Protobuf to plain messages, by a schema; what the schema does not name is skipped.
 */
import {Int32Column} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {int64ToBigInt, int64ToNumber, isExact} from '../../base/int64.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {FIXED64, LENGTH_DELIMITED, VARINT, type WireReader} from '../pprof/wire.ts';
import type {Field, Schema} from './schema.ts';

/** A message: its fields by the names of OTLP/JSON. */
export type Message = Record<string, unknown>;

/** Attributes are the only messages that nest, and nobody nests them as deep. */
const DEEPEST = 32;

/** Decodes the message from where the reader stands to `end`. */
export function decodeMessage(reader: WireReader, schema: Schema, end: number, depth = 0): Message {
  if (depth > DEEPEST) {
    throw failure('WIRE_FORMAT', `messages nested deeper than ${DEEPEST}`, reader.place(reader.pos, ''));
  }
  const message: Message = {};
  const outerEnd = reader.len;
  reader.len = end;
  while (reader.pos < end) {
    const tag = reader.readTag('');
    const field = schema[tag >>> 3];
    if (field === undefined) reader.skipField(tag & 7, `field ${tag >>> 3}`);
    else if (field.kind === 'reserved') throw reserved(reader, tag >>> 3);
    else readField(reader, field, tag & 7, message, depth);
  }
  reader.len = outerEnd;
  return message;
}

function reserved(reader: WireReader, field: number): Error {
  return failure('WIRE_FORMAT', `field ${field}, which OTLP reserves`, reader.place(reader.pos, ''));
}

function readField(reader: WireReader, field: Field, wireType: number, message: Message, depth: number): void {
  const {isRepeated, kind, name} = field;
  if (!isRepeated) {
    message[name] = readValue(reader, field, wireType, depth);
    return;
  }
  if (kind === 'later') {
    reader.expect(wireType, LENGTH_DELIMITED, name);
    const end = reader.payloadEnd(name);
    message[name] ??= new Int32Column();
    const ranges = message[name] as Int32Column;
    ranges.push(reader.pos);
    ranges.push(end);
    reader.pos = end;
    return;
  }
  message[name] ??= [];
  const list = message[name] as unknown[];
  if (kind === 'number' && wireType === LENGTH_DELIMITED) readPacked(reader, name, list);
  else list.push(readValue(reader, field, wireType, depth));
}

function readPacked(reader: WireReader, name: string, list: unknown[]): void {
  const end = reader.payloadEnd(name);
  const wireType = name === 'timestampsUnixNano' ? FIXED64 : VARINT;
  const outerEnd = reader.len;
  reader.len = end;
  const {buf} = reader;
  while (reader.pos < end) {
    // Most indexes are one byte.
    if (wireType === VARINT && buf[reader.pos] < 0x80) list.push(buf[reader.pos++]);
    else list.push(readNumber(reader, wireType, name));
  }
  reader.len = outerEnd;
}

function readValue(reader: WireReader, {kind, name}: Field, wireType: number, depth: number): unknown {
  if (kind === 'number') return readNumber(reader, wireType, name);
  if (kind === 'double') {
    reader.expect(wireType, FIXED64, name);
    const at = reader.pos;
    reader.skipField(FIXED64, name);
    return new DataView(reader.buf.buffer, reader.buf.byteOffset + at, 8).getFloat64(0, true);
  }
  reader.expect(wireType, LENGTH_DELIMITED, name);
  const end = reader.payloadEnd(name);
  if (typeof kind === 'object') return decodeMessage(reader, kind, end, depth + 1);
  const bytes = reader.buf.subarray(reader.pos, end);
  reader.pos = end;
  if (kind === 'text') return decodeUtf8(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** An integer, as a bigint where no double holds it. */
function readNumber(reader: WireReader, wireType: number, name: string): number | bigint {
  if (wireType === FIXED64) {
    const at = reader.pos;
    reader.skipField(FIXED64, name);
    return new DataView(reader.buf.buffer, reader.buf.byteOffset + at, 8).getBigUint64(0, true);
  }
  reader.expect(wireType, VARINT, name);
  reader.varint(name);
  const {high, low} = reader;
  const nearest = int64ToNumber(low, high);
  return isExact(nearest) ? nearest : int64ToBigInt(low, high);
}
