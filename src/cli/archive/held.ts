/**
 * Archives in memory, by the name of their input: standard input and answers of servers come once, and are read again.
 */

export type ArchiveKind = 'tar' | 'zip' | 'gzip' | 'zstd';
export type ContainerKind = 'folder' | ArchiveKind;

export interface HeldArchive {
  readonly kind: ArchiveKind;
  readonly bytes: Buffer;
}

const HELD = new Map<string, HeldArchive>();

/** From now on `name` is a container. */
export function holdArchive(name: string, archive: HeldArchive): void {
  HELD.set(name, archive);
}

export function heldAt(name: string): HeldArchive | undefined {
  return HELD.get(name);
}
