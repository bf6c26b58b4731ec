/**
 * Messages of which there may be a million: of JSON as they were parsed, of protobuf where they stand in the input.
 */
import {Int32Column} from '../../base/columns.ts';
import {WireReader} from '../pprof/wire.ts';
import {decodeMessage, type Message} from './decode.ts';
import {listIn, messageIn} from './fields.ts';
import type {Schema} from './schema.ts';

export class MessageList {
  readonly length: number;
  private readonly field: string;
  private readonly schema: Schema;
  private readonly bytes: Uint8Array;
  /** [start, end) of each on end; undefined for JSON. */
  private readonly ranges: Int32Array | undefined;
  private readonly messages: readonly unknown[];
  private readonly reader = new WireReader();

  /**
   * @param value  what the field `field` of a message holds
   * @param bytes  the input; not looked at where it is JSON
   */
  constructor(value: unknown, field: string, schema: Schema, bytes: Uint8Array) {
    this.field = field;
    this.schema = schema;
    this.bytes = bytes;
    this.ranges = value instanceof Int32Column ? value.finish() : undefined;
    this.messages = this.ranges === undefined ? listIn(value, field) : [];
    this.length = this.ranges === undefined ? this.messages.length : this.ranges.length / 2;
  }

  at(row: number): Message {
    const reader = this.open(row);
    return reader === undefined
      ? messageIn(this.messages[row], this.field)
      : decodeMessage(reader, this.schema, reader.len);
  }

  /** A reader from the beginning of the message to its end, until the next call; undefined for JSON. */
  open(row: number): WireReader | undefined {
    const {ranges, reader} = this;
    if (ranges === undefined) return undefined;
    reader.enter(this.field, row);
    reader.open(this.bytes, ranges[2 * row], ranges[2 * row + 1]);
    return reader;
  }
}
