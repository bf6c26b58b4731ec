/**
 * The files of a tar archive, as they come: an entry's bytes are there only until the next one is asked for.
 *
 * Of a damaged archive everything before the damage is used: the stream ends there, and what went wrong is said after.
 */
import {ReadableStream, type ReadableStreamDefaultReader, type WritableStream} from 'node:stream/web';
import type {TarHeader} from 'modern-tar';
import {failure, PprofxError} from '../../base/errors.ts';
import type {Budget, Entry} from '../../incident/entry.ts';

/** @param prefix  what stands before the path of an entry in its address, e.g. `bundle.tar!/` */
export async function* tarEntries(
  source: AsyncIterable<Uint8Array>,
  prefix: string,
  budget: Budget,
): AsyncGenerator<Entry> {
  const {createTarDecoder} = await import('modern-tar');
  const decoder = createTarDecoder();
  const damage = new Damage();
  const piping = ReadableStream.from(damage.before(source)).pipeTo(decoder.writable as WritableStream<Uint8Array>);
  // What fails here comes out of the decoder, too.
  piping.catch(() => undefined);
  const reader = decoder.readable.getReader();
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      const body = new Body(value.body.getReader(), value.header.size);
      const entry = entryOf(value.header, body, prefix, budget);
      if (entry !== undefined) yield entry;
      await body.skip();
    }
  } catch (error) {
    damage.note(error);
  } finally {
    await reader.cancel().catch(() => undefined);
    await piping.catch(() => undefined);
  }
  damage.report(budget);
}

/** What went wrong with the stream that the archive is. */
class Damage {
  private error: unknown;

  /** The source up to its damage. */
  async *before(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      this.error = error;
    }
  }

  note(error: unknown): void {
    this.error ??= error;
  }

  /** @throws what is no damage: a limit that was passed */
  report(budget: Budget): void {
    if (this.error === undefined) return;
    if (this.error instanceof PprofxError && this.error.kind === 'limit') throw this.error;
    budget.trouble(`the archive is damaged: ${(this.error as Error).message}; what came before the damage was read`);
  }
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

function entryOf(
  {mtime, name, size, type = 'file'}: TarHeader,
  body: Body,
  prefix: string,
  budget: Budget,
): Entry | undefined {
  const path = budget.admit(name, prefix);
  if (type === 'symlink' || type === 'link') budget.links++;
  if (path === undefined || type !== 'file') return undefined;
  return {path, address: prefix + path, size, modifiedAt: mtime, chunks: () => body.chunks()};
}
