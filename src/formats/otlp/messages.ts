/**
 * The messages of a file of OTLP profiles: one of protobuf, several behind their lengths, or JSON, one object or one a line.
 */
import {joinBytes} from '../../base/columns.ts';
import {failure, PprofxError} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {WireReader} from '../pprof/wire.ts';
import {decodeMessage, type Message} from './decode.ts';
import {malformed} from './fields.ts';
import type {Schema} from './schema.ts';

/** Where the first key of the object must stand. */
const JSON_START = /^\s*\{\s*"(?:resourceProfiles|dictionary)"\s*:/;
/** What the collector's file exporter writes before each message: its length, the highest byte first. */
const LENGTH_BYTES = 4;
const VERSION = 'pprofx reads profiles/v1development as of 2026: update the profiler or the collector';

export function isOtlp(head: Uint8Array): boolean {
  return isJson(head) || isProtobuf(head) || isFramed(head);
}

export function isJson(head: Uint8Array): boolean {
  return JSON_START.test(decodeUtf8(head.subarray(0, 256)));
}

/** Field 1 of the outer message, and in it a resource or profiles, where pprof has numbers. */
function isProtobuf(head: Uint8Array): boolean {
  if (head[0] !== 0x0a || head[1] === 0) return false;
  let at = 1;
  while (at < head.length && head[at] >= 0x80) at++;
  return head[at + 1] === 0x0a || head[at + 1] === 0x12;
}

function isFramed(head: Uint8Array): boolean {
  return head[0] === 0 && lengthAt(head, 0) > 0 && isProtobuf(head.subarray(LENGTH_BYTES));
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

/** Start and end of each message of protobuf. @throws TRUNCATED_PROFILE */
export function messageRanges(bytes: Uint8Array): (readonly [start: number, end: number])[] {
  if (!isFramed(bytes)) return [[0, bytes.length]];
  const ranges: (readonly [number, number])[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at + LENGTH_BYTES;
    const end = start + lengthAt(bytes, at);
    if (!(end <= bytes.length)) throw failure('TRUNCATED_PROFILE', 'the last message is cut off', {byteOffset: at});
    ranges.push([start, end]);
    at = end;
  }
  return ranges;
}

/** Each behind its length, where there are several. */
export function joinMessages(messages: readonly Uint8Array[]): Uint8Array {
  if (messages.length === 1) return messages[0];
  return joinBytes(messages.flatMap((message) => [lengthBytes(message.length), message]));
}

function lengthBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

/** The messages of a file, decoded by a schema. */
export function messagesOf(bytes: Uint8Array, schema: Schema): Message[] {
  if (isJson(bytes)) return jsonMessages(decodeUtf8(bytes));
  const reader = new WireReader();
  return messageRanges(bytes).map(([start, end]) => {
    reader.open(bytes, start, end);
    return decodeMessage(reader, schema, end);
  });
}

/** Runs `work`; a field that is not what this version says comes with the version that is read. */
export function withVersion<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PprofxError) || error.code !== 'WIRE_FORMAT') throw error;
    throw failure('WIRE_FORMAT', error.message, error.at, VERSION);
  }
}

/** @throws MALFORMED_PROFILE for what other versions have, with the one that is read */
export function dictionaryOf(message: Message): unknown {
  if (message.dictionary !== undefined) return message.dictionary;
  const text = 'OTLP profiles without a dictionary: of a draft before 2025-09, or cut off';
  throw failure('MALFORMED_PROFILE', text, {field: 'dictionary'}, `${VERSION}, or fetch the file again`);
}

/** One object, or one a line as the collector's file exporter writes them. */
function jsonMessages(text: string): Message[] {
  const whole = parsed(text);
  if (whole !== undefined) return [whole];
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const message = parsed(line);
    if (message !== undefined) return [message];
    throw failure('MALFORMED_TEXT', 'the JSON of OTLP profiles is truncated or damaged', {line: at + 1});
  });
}

function parsed(text: string): Message | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Message;
  throw malformed('OTLP profiles', 'are no JSON object');
}
