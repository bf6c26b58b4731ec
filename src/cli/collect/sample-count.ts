/**
 * How many samples a profile file has, and what they count, without decoding anything else.
 *
 * Asked after each request for the next one: strings, functions and stacks are for those who diagnose. Damage to the
 * gzip data or to the outline of the message is found all the same.
 */
import {createReadStream} from 'node:fs';
import {int64ToNumber} from '../../base/int64.ts';
import {PROFILE, SAMPLE} from '../../formats/pprof/fields.ts';
import {MessageSplitter} from '../../formats/pprof/message-splitter.ts';
import {LENGTH_DELIMITED, VARINT, WireReader} from '../../formats/pprof/wire.ts';
import {DEFAULT_MAX_INFLATED_BYTES, inflate} from '../input/inflate.ts';
import {readSmallFile} from '../input/small-file.ts';

export interface SampleCount {
  readonly samples: number;
  /** Sum of their first values: goroutines, of a goroutine profile. */
  readonly total: number;
}

/** @throws what is wrong with the file, named */
export async function countSamples(path: string): Promise<SampleCount> {
  const reader = new WireReader();
  let samples = 0;
  let total = 0;
  const splitter = new MessageSplitter(reader, (field, wireType, _, end) => {
    if (field !== PROFILE.sample || wireType !== LENGTH_DELIMITED) return;
    samples++;
    total += firstValue(reader, end);
  });
  const small = readSmallFile(path, DEFAULT_MAX_INFLATED_BYTES);
  if (small === undefined) {
    await inflate(createReadStream(path), (chunk) => splitter.write(chunk), DEFAULT_MAX_INFLATED_BYTES);
  } else {
    splitter.write(small);
  }
  splitter.finish();
  return {samples, total};
}

/** The reader stands at the sample's first byte. */
function firstValue(reader: WireReader, end: number): number {
  reader.len = end;
  while (reader.pos < end) {
    const tag = reader.readTag('sample');
    if (tag >>> 3 !== SAMPLE.value) {
      reader.skipField(tag & 7, 'sample');
      continue;
    }
    // Packed or not.
    if ((tag & 7) !== VARINT && reader.payloadEnd('sample.value') === reader.pos) return 0;
    reader.varint('sample.value');
    return int64ToNumber(reader.low, reader.high);
  }
  return 0;
}
