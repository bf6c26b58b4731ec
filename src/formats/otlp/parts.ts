/**
 * Takes a file of OTLP profiles apart: one part for each process and kind of profile, and for each snapshot. Windows that
 * follow each other, as a capture of a profiler has them, stay one.
 */
import {joinBytes} from '../../base/columns.ts';
import {groupBy} from '../../base/lists.ts';
import {encodeUtf8} from '../../base/utf8.ts';
import {LENGTH_DELIMITED, WireReader} from '../pprof/wire.ts';
import type {Message} from './decode.ts';
import {valueText} from './dictionary.ts';
import {integerIn, listIn, messageIn, textIn} from './fields.ts';
import {MessageList} from './message-list.ts';
import {isJson, joinMessages, messageRanges, messagesOf} from './messages.ts';
import {processNames} from './process-names.ts';
import {attributesIn} from './profile-collector.ts';
import {FILE_PARTS, PROFILE_HEAD, RESOURCE_PARTS, SCOPE_PARTS, type Schema} from './schema.ts';

export interface OtlpPart {
  /** Name of the process by its resource, '' where that says nothing. */
  readonly process: string;
  /** What replicas share: the service. */
  readonly group: string | undefined;
  /** Type of the period, or of the samples: `cpu`. */
  readonly type: string;
  bytes(): Uint8Array;
}

/** One profile of a message. */
interface Piece {
  readonly message: number;
  readonly resource: ReadonlyMap<string, string>;
  readonly type: string;
  readonly start: bigint;
  readonly duration: bigint;
  /** The profile alone in a message without a dictionary: the bytes of that, or an element of its list. */
  readonly alone: Raw;
}

/** Longer ones between two windows separate two moments. */
const PAUSE_NANOS = 300_000_000_000n;

/** None where all is one. @throws what decoding throws */
export function otlpParts(bytes: Uint8Array): readonly OtlpPart[] {
  const messages = messagesOf(bytes, FILE_PARTS);
  const pieces = messages.flatMap((message, at) => piecesOf(message, at, bytes));
  const groups = [...groupBy(pieces, keyOf).values()].flatMap(byMoment);
  if (groups.length < 2) return [];
  const nameOf = processNames(groups.map(([{resource}]) => resource));
  return groups.map((group) => ({
    process: nameOf(group[0].resource),
    group: group[0].resource.get('service.name'),
    type: group[0].type,
    bytes: () => joinPieces(group, messages, bytes),
  }));
}

function keyOf({resource, type}: Piece): string {
  return JSON.stringify([type, ...resource]);
}

/** Windows up to a pause; snapshots, which have no duration, by their time. */
function byMoment(pieces: readonly Piece[]): Piece[][] {
  const sorted = [...pieces].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const moments: Piece[][] = [];
  let last: Piece | undefined;
  for (const piece of sorted) {
    const pause = last === undefined ? 0n : piece.start - last.start - last.duration;
    const isNext = last === undefined || (piece.duration > 0n ? pause > PAUSE_NANOS : piece.start !== last.start);
    if (isNext) moments.push([]);
    moments.at(-1)?.push(piece);
    last = piece;
  }
  return moments;
}

function piecesOf(message: Message, at: number, bytes: Uint8Array): Piece[] {
  const strings = listIn(messageIn(message.dictionary, 'dictionary').stringTable, 'stringTable');
  return elements(message.resourceProfiles, 'resourceProfiles', RESOURCE_PARTS, bytes).flatMap((owner) => {
    const {resource, scopeProfiles} = owner.value;
    const attributes = new Map(attributesIn(resource, 'resource').map(([key, value]) => [key, valueText(value)]));
    return elements(scopeProfiles, 'scopeProfiles', SCOPE_PARTS, bytes).flatMap((scope) =>
      elements(scope.value.profiles, 'profiles', PROFILE_HEAD, bytes).map((profile) => {
        const {durationNano, periodType, sampleType, timeUnixNano} = profile.value;
        const {typeStrindex} = messageIn(periodType ?? sampleType, 'sampleType');
        return {
          message: at,
          resource: attributes,
          type: textIn(strings[Number(integerIn(typeStrindex, 'typeStrindex'))], 'stringTable'),
          start: BigInt(integerIn(timeUnixNano, 'timeUnixNano')),
          duration: BigInt(integerIn(durationNano, 'durationNano')),
          alone: aloneOf(owner.raw, scope.raw, profile.raw),
        };
      }),
    );
  });
}

type Raw = Uint8Array | Message;

interface Element {
  readonly value: Message;
  /** Its bytes; of JSON itself. */
  readonly raw: Raw;
}

function elements(value: unknown, field: string, schema: Schema, bytes: Uint8Array): Element[] {
  const list = new MessageList(value, field, schema, bytes);
  return Array.from({length: list.length}, (_, row) => {
    const reader = list.open(row);
    const raw = reader === undefined ? undefined : bytes.subarray(reader.pos, reader.len);
    const message = list.at(row);
    return {value: message, raw: raw ?? message};
  });
}

/** The profile with its resource and scope, without the others of both. */
function aloneOf(owner: Raw, scope: Raw, profile: Raw): Raw {
  if (owner instanceof Uint8Array && scope instanceof Uint8Array && profile instanceof Uint8Array) {
    const scoped = joinBytes([...fieldsExcept(scope, 2), field(2, profile)]);
    return field(1, joinBytes([...fieldsExcept(owner, 2), field(2, scoped)]));
  }
  return {...owner, scopeProfiles: [{...scope, profiles: [profile]}]};
}

/** A message of the pieces alone, or several, each with its own dictionary. */
function joinPieces(pieces: readonly Piece[], messages: readonly Message[], bytes: Uint8Array): Uint8Array {
  const byMessage = [...groupBy(pieces, ({message}) => message)];
  if (isJson(bytes)) {
    const lines = byMessage.map(([at, some]) => ({...messages[at], resourceProfiles: some.map(({alone}) => alone)}));
    return encodeUtf8(lines.map((line) => JSON.stringify(line)).join('\n'));
  }
  const ranges = messageRanges(bytes);
  return joinMessages(
    byMessage.map(([at, some]) => {
      const own = some.map(({alone}) => alone).filter((alone) => alone instanceof Uint8Array);
      const [start, end] = ranges[at];
      return joinBytes([...own, ...fieldsExcept(bytes.subarray(start, end), 1)]);
    }),
  );
}

/** The bytes of a message's fields but those of one number. */
function fieldsExcept(bytes: Uint8Array, number: number): Uint8Array[] {
  const reader = new WireReader();
  reader.open(bytes, 0, bytes.length);
  const kept: Uint8Array[] = [];
  while (reader.pos < bytes.length) {
    const start = reader.pos;
    const tag = reader.readTag('');
    reader.skipField(tag & 7, `field ${tag >>> 3}`);
    if (tag >>> 3 !== number) kept.push(bytes.subarray(start, reader.pos));
  }
  return kept;
}

/** A field of a message. */
function field(number: number, bytes: Uint8Array): Uint8Array {
  const head = [(number << 3) | LENGTH_DELIMITED];
  let rest = bytes.length;
  for (; rest > 0x7f; rest >>>= 7) head.push((rest & 0x7f) | 0x80);
  return joinBytes([Uint8Array.from([...head, rest]), bytes]);
}
