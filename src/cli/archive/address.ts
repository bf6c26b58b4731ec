/**
 * Entries by name: `bundle.zip!/nodes/1/heap.pprof` is an input like any other.
 */
import {groupBy} from '../../base/lists.ts';
import {Budget} from '../../incident/entry.ts';
import {containerAt} from './container-kind.ts';
import type {ContainerKind} from './held.ts';
import {ArchivePasses, noSuchEntry} from './passes.ts';
import {INSIDE, type Wanted, walkContainer} from './walk.ts';

/** The archive that an input names an entry of, undefined for other inputs. */
export function archiveOf(input: string): string | undefined {
  for (let at = input.indexOf(INSIDE); at > 0; at = input.indexOf(INSIDE, at + 1)) {
    const kind = containerAt(input.slice(0, at));
    if (kind !== undefined && kind !== 'folder') return input.slice(0, at);
  }
  return undefined;
}

const PASSES = new Map<string, ArchivePasses>();

/**
 * Says which entries will be read, each as often as it is named: read in about this order, they take one pass over each
 * archive that has to be read from its beginning.
 */
export function expectEntries(addresses: readonly string[]): void {
  const byArchive = groupBy(addresses, archiveOf);
  for (const [archive, some] of byArchive) {
    if (archive === undefined || !STREAMED.has(containerAt(archive))) continue;
    const passes = PASSES.get(archive) ?? new ArchivePasses(archive);
    PASSES.set(archive, passes);
    passes.expect(some);
  }
}

const STREAMED: ReadonlySet<ContainerKind | undefined> = new Set<ContainerKind>(['tar', 'gzip', 'zstd']);

/** The bytes of an entry. @throws READ_FAILED when it is not there */
export async function* entryChunks(archive: string, address: string): AsyncGenerator<Uint8Array> {
  const passes = PASSES.get(archive);
  if (passes?.canRead(address) === true) {
    yield* passes.chunks(address);
    return;
  }
  const wanted: Wanted = {
    has: (each) => each === address,
    isInside: (each) => address.startsWith(each + INSIDE),
  };
  for await (const entry of walkContainer(archive, new Budget(archive), wanted)) {
    if (entry.address !== address) continue;
    yield* entry.chunks();
    return;
  }
  throw noSuchEntry(archive, address);
}
