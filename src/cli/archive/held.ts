/**
 * Containers in memory, by the name of their input: archives from standard input and servers, which come once, and files
 * of several profiles, which were taken apart.
 */
import type {FilePart} from '../../formats/parts/index.ts';

export type ArchiveKind = 'tar' | 'zip' | 'gzip' | 'zstd';
export type ContainerKind = 'folder' | 'parts' | ArchiveKind;

export interface HeldArchive {
  readonly kind: ArchiveKind;
  readonly bytes: Buffer;
}

/** A file that holds several profiles. */
export interface HeldParts {
  readonly kind: 'parts';
  readonly parts: readonly FilePart[];
  /** Whether the format's reader takes all of them as one profile. */
  readonly isReadAsOne: boolean;
}

const HELD = new Map<string, HeldArchive | HeldParts>();

/** From now on `name` is a container. */
export function holdArchive(name: string, archive: HeldArchive | HeldParts): void {
  HELD.set(name, archive);
}

export function heldAt(name: string): HeldArchive | HeldParts | undefined {
  return HELD.get(name);
}

/** A new command line begins with none. */
export function releaseHeld(): void {
  HELD.clear();
}
