/**
 * What was found in folders and archives.
 */
import type {Evidence} from './evidence.ts';

export interface Inventory {
  readonly evidence: readonly Evidence[];
  /** Paths of all entries, by the input they are in. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Texts of the manifests of our own collections: by input, then by path. */
  readonly manifests: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Entries that were looked at. */
  readonly entries: number;
  readonly links: number;
  /** What could not be read, a line each. */
  readonly troubles: readonly string[];
}
