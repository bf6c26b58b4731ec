/**
 * OpenTelemetry profiles (OTLP profiles/v1development), as protobuf or as JSON, of which a file may hold several objects.
 *
 * The tables that samples refer to come last, so the input is held as a whole. Read at once, all profiles of a file become
 * one: a sample type each, and what was profiled as labels. `parts.ts` takes them apart.
 */
import {ByteColumn} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {finishGoroutines} from '../../model/builder/goroutine-labels.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from '../format.ts';
import type {Message} from './decode.ts';
import {listIn, messageIn} from './fields.ts';
import {isOtlp, messagesOf, withVersion} from './messages.ts';
import {ProfileCollector} from './profile-collector.ts';
import {PROFILES_DATA} from './schema.ts';

export const otlpFormat: Format = {
  id: 'otlp',
  title: 'OpenTelemetry profiles (OTLP)',
  sniff: isOtlp,
  open: (options) => new OtlpReader(options),
};

const MOST_BYTES = 2 ** 28;
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
    return withVersion(() => this.read());
  }

  private read(): Profile {
    const bytes = this.bytes.finish();
    const {keepLabels, name} = this.options;
    const builder = new ProfileBuilder('otlp', name);
    const messages = messagesOf(bytes, PROFILES_DATA);
    new ProfileCollector(builder, keepLabels, bytes).read(messages);
    return finishGoroutines(builder, (key) => hasText(messages, key), keepLabels);
  }
}

/** Whether the string table of any message has a text. */
function hasText(messages: readonly Message[], text: string): boolean {
  return messages.some(({dictionary}) =>
    listIn(messageIn(dictionary, 'dictionary').stringTable, 'stringTable').includes(text),
  );
}
