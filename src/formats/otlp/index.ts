/**
 * OpenTelemetry profiles (OTLP profiles/v1development), as protobuf or as JSON, of which a file may hold several objects.
 *
 * The tables that samples refer to come last, so the input is held as a whole. All profiles of a file become one: a
 * sample type each, and what was profiled as labels.
 */
import {ByteColumn} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from '../format.ts';
import {WireReader} from '../pprof/wire.ts';
import {decodeMessage, type Message} from './decode.ts';
import {malformed} from './fields.ts';
import {ProfileCollector} from './profile-collector.ts';
import {PROFILES_DATA} from './schema.ts';

export const otlpFormat: Format = {
  id: 'otlp',
  title: 'OpenTelemetry profiles (OTLP)',
  sniff: (head) => isJson(head) || isOtlpProtobuf(head),
  open: (options) => new OtlpReader(options),
};

const MOST_BYTES = 2 ** 28;
/** Where the first key of the object must stand. */
const JSON_START = /^\s*\{\s*"(?:resourceProfiles|dictionary)"\s*:/;

function isJson(head: Uint8Array): boolean {
  return JSON_START.test(decodeUtf8(head.subarray(0, 256)));
}

/** Field 1 of the outer message, and in it a resource or profiles, where pprof has numbers. */
function isOtlpProtobuf(head: Uint8Array): boolean {
  if (head[0] !== 0x0a || head[1] === 0) return false;
  let at = 1;
  while (at < head.length && head[at] >= 0x80) at++;
  return head[at + 1] === 0x0a || head[at + 1] === 0x12;
}

class OtlpReader implements FormatReader {
  private readonly options: ReadOptions;
  private readonly bytes = new ByteColumn();

  constructor(options: ReadOptions) {
    this.options = options;
  }

  write(chunk: Uint8Array): void {
    if (this.bytes.length + chunk.length > MOST_BYTES) {
      const what = `more than ${MOST_BYTES} bytes of OTLP profiles, which are held as a whole`;
      throw failure('LIMIT_EXCEEDED', what, {byteOffset: MOST_BYTES}, 'let the collector write smaller files');
    }
    this.bytes.append(chunk, 0, chunk.length);
  }

  end(): Profile {
    const bytes = this.bytes.finish();
    const builder = new ProfileBuilder('otlp', this.options.name);
    const collector = new ProfileCollector(builder, this.options.keepLabels, bytes);
    if (isJson(bytes)) collector.read(jsonMessages(decodeUtf8(bytes)));
    else {
      const reader = new WireReader();
      reader.open(bytes, 0, bytes.length);
      collector.read([decodeMessage(reader, PROFILES_DATA, bytes.length)]);
    }
    return builder.finish();
  }
}

/** One object, or one a line as the collector's file exporter writes them. */
function jsonMessages(text: string): Message[] {
  const whole = parsed(text);
  if (whole !== undefined) return [whole];
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const message = parsed(line);
    if (message !== undefined) return [message];
    throw failure('MALFORMED_TEXT', 'the JSON of OTLP profiles breaks off or is damaged', {line: at + 1});
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
