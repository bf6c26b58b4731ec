/**
 * Repeats the Sample records of a real profile K times, everything else once: every number is exactly K times as large.
 *
 * usage: node bench/inputs/amplified-profile.mjs PROFILE K OUT.pb.gz
 */
import {createWriteStream, readFileSync} from 'node:fs';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGzip, gunzipSync} from 'node:zlib';

const SAMPLE_FIELD = 2;
const LENGTH_DELIMITED = 2;

/** Splits a profile into what comes before its samples, the samples, and what comes after. */
function split(bytes) {
  const before = [];
  const samples = [];
  const after = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const start = at;
    const tag = varint();
    // Go writes no fixed-size fields at the top level.
    const value = varint();
    if (tag % 8 === LENGTH_DELIMITED) at += value;
    const record = bytes.subarray(start, at);
    if (Math.floor(tag / 8) === SAMPLE_FIELD) samples.push(record);
    else (samples.length === 0 ? before : after).push(record);
  }
  return {before: Buffer.concat(before), samples: Buffer.concat(samples), after: Buffer.concat(after)};
}

function* repeated({after, before, samples}, times) {
  yield before;
  for (let i = 0; i < times; i++) yield samples;
  yield after;
}

const [source, times, target] = process.argv.slice(2);
const bytes = readFileSync(source);
const whole = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
const steps = [Readable.from(repeated(split(whole), Number(times)))];
if (target.endsWith('.gz')) steps.push(createGzip({level: 1}));
await pipeline(...steps, createWriteStream(target));
