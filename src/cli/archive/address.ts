/**
 * Entries by name: `bundle.zip!/nodes/1/heap.pprof` is an input like any other.
 */
import {failure} from '../../base/errors.ts';
import {containerAt} from './container-kind.ts';
import {Budget} from './entry.ts';
import {INSIDE, walkContainer} from './walk.ts';

/** The archive that an input names an entry of, undefined for other inputs. */
export function archiveOf(input: string): string | undefined {
  for (let at = input.indexOf(INSIDE); at > 0; at = input.indexOf(INSIDE, at + 1)) {
    const kind = containerAt(input.slice(0, at));
    if (kind !== undefined && kind !== 'folder') return input.slice(0, at);
  }
  return undefined;
}

/** The bytes of an entry; what stands before it in its archive is read again. @throws READ_FAILED when it is not there */
export async function* entryChunks(archive: string, address: string): AsyncGenerator<Uint8Array> {
  for await (const entry of walkContainer(archive, new Budget(archive), address)) {
    if (entry.address !== address) continue;
    yield* entry.chunks();
    return;
  }
  const hint = `pprofx analyze ${archive} lists what is in it`;
  throw failure('READ_FAILED', 'no such entry in this archive', {input: address}, hint);
}
