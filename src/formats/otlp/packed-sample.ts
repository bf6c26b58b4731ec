/**
 * A Sample message of protobuf in the form that exporters write: every field at most once, lists packed. Nothing is made
 * for a sample: a million of them are read into this one object.
 */
import {int64ToNumber} from '../../base/int64.ts';
import {LENGTH_DELIMITED, VARINT, type WireReader} from '../pprof/wire.ts';

const STACK_INDEX = (1 << 3) | VARINT;
const ATTRIBUTE_INDICES = (2 << 3) | LENGTH_DELIMITED;
const VALUES = (4 << 3) | LENGTH_DELIMITED;
const TIMESTAMPS = (5 << 3) | LENGTH_DELIMITED;

export class PackedSample {
  stackIndex = 0;
  /** Where the packed indexes of its attributes stand. */
  attributesStart = 0;
  attributesEnd = 0;
  /** The sum of its values, or one for each of its times. */
  value = 0;
  private valueCount = 0;
  /** No whole number where the list is damaged. */
  private timeCount = 0;

  /**
   * Reads the message from where the reader stands to `end`.
   *
   * @returns whether it has the usual form; what has not is left to `decodeMessage`, and the reader is anywhere
   */
  read(reader: WireReader, end: number): boolean {
    this.stackIndex = 0;
    this.attributesStart = 0;
    this.attributesEnd = 0;
    this.value = 0;
    this.valueCount = 0;
    this.timeCount = 0;
    // Fields in ascending order come once each.
    for (let last = 0; reader.pos < end; ) {
      const tag = reader.buf[reader.pos++];
      if (tag <= last || !this.readField(reader, tag)) return false;
      last = tag;
    }
    const {timeCount, valueCount} = this;
    if (valueCount === 0) this.value = timeCount;
    return Number.isSafeInteger(this.value) && (valueCount === 0 || timeCount === 0 || timeCount === valueCount);
  }

  private readField(reader: WireReader, tag: number): boolean {
    if (tag === STACK_INDEX) {
      reader.varint('.stackIndex');
      this.stackIndex = reader.low;
      return reader.high === 0;
    }
    if (tag === ATTRIBUTE_INDICES) this.readAttributes(reader);
    else if (tag === VALUES) this.readValues(reader);
    else if (tag === TIMESTAMPS) this.readTimes(reader);
    else return false;
    return true;
  }

  private readAttributes(reader: WireReader): void {
    this.attributesEnd = reader.payloadEnd('.attributeIndices');
    this.attributesStart = reader.pos;
    reader.pos = this.attributesEnd;
  }

  private readValues(reader: WireReader): void {
    const {len} = reader;
    const end = reader.payloadEnd('.values');
    reader.len = end;
    for (; reader.pos < end; this.valueCount++) {
      reader.varint('.values');
      this.value += int64ToNumber(reader.low, reader.high);
    }
    reader.len = len;
  }

  private readTimes(reader: WireReader): void {
    const end = reader.payloadEnd('.timestampsUnixNano');
    this.timeCount = (end - reader.pos) / 8;
    reader.pos = end;
  }
}
