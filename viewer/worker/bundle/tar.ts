/**
 * The files of a tar archive, as they come: an entry's bytes are there only until the next one is asked for.
 *
 * Of a damaged archive everything before the damage is used.
 */
import {createTarDecoder} from 'modern-tar';
import {failure, PprofxError} from '../../../src/base/errors.ts';
import type {Budget, Entry} from '../../../src/incident/entry.ts';
import {streamOf} from './streams.ts';

/** @param prefix  what stands before the path of an entry in its address, e.g. `bundle.tar!/` */
export async function* tarEntries(
  source: AsyncIterable<Uint8Array>,
  prefix: string,
  budget: Budget,
): AsyncGenerator<Entry> {
  const decoder = createTarDecoder();
  let damage: unknown;
  const upToDamage = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      damage = error;
    }
  };
  const piping = streamOf(upToDamage()).pipeTo(decoder.writable as WritableStream<Uint8Array>);
  // What fails here comes out of the decoder, too.
  piping.catch(() => undefined);
  const reader = decoder.readable.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const {body, header} = next.value;
      const {mtime, name, size, type = 'file'} = header;
      const bytes = new Body(body.getReader(), size);
      const path = budget.admit(name, prefix);
      if (type === 'symlink' || type === 'link') budget.links++;
      if (path !== undefined && type === 'file')
        yield {path, address: prefix + path, size, modifiedAt: mtime, chunks: () => bytes.chunks()};
      await bytes.skip();
    }
  } catch (error) {
    damage ??= error;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (damage === undefined) return;
  if (damage instanceof PprofxError && damage.kind === 'limit') throw damage;
  budget.trouble(`the archive is damaged: ${(damage as Error).message}; what came before the damage was read`);
}

/** The bytes of one entry, read to the end whoever reads them: the library loses entries when a body is cancelled. */
class Body {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private left: number;

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>, size: number) {
    this.reader = reader;
    this.left = size;
  }

  /** @throws TRUNCATED_PROFILE when the archive ends before the entry does */
  async *chunks(): AsyncGenerator<Uint8Array> {
    for (let chunk = await this.next(); chunk !== undefined; chunk = await this.next()) yield chunk;
    if (this.left <= 0) return;
    const message = `the archive ends ${this.left} bytes before this entry does`;
    throw failure('TRUNCATED_PROFILE', message, {}, 'the download was cut; fetch the archive again');
  }

  async skip(): Promise<void> {
    while ((await this.next()) !== undefined);
  }

  private async next(): Promise<Uint8Array | undefined> {
    const {done, value} = await this.reader.read();
    this.left -= value?.length ?? 0;
    return done ? undefined : value;
  }
}
