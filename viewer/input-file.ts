/**
 * Inputs on their way to the worker. Types only.
 */
import type {ProfileKind} from '../src/model/profile.ts';

/** The bytes of one input: of a file, a pasted text, a block of the report. */
export interface FileBytes {
  readonly name: string;
  readonly bytes: ArrayBuffer;
  /** As it was dropped. */
  readonly file?: File;
  /** Bytes of an earlier snapshot, of what counts since the start of its process: what matters is the difference. */
  readonly base?: ArrayBuffer;
  /** Memory of its process by the kernel's count, where its bundle says. */
  readonly residentBytes?: number;
  /** In a bundle, where it was read already. */
  readonly kind?: ProfileKind;
}

/** Where the worker finds an input at the server that the page came from. */
export interface ServedFile {
  readonly name: string;
  readonly url: string;
  /** In bytes. */
  readonly size: number;
}

/** What was dropped and is no file: browsers list folders among them. */
export interface NoFile {
  readonly name: string;
  readonly isFolder: true;
}

export type InputFile = FileBytes | NoFile | ServedFile;
