/**
 * One file of a folder or an archive, and the bounds on what a container may make us do.
 */
import {failure} from '../base/errors.ts';

export interface Entry {
  /** Within the container, cleaned: no leading slash, no `..`. A name that comes again has `#2` and so on behind it. */
  readonly path: string;
  /** How a command names it: a path, or `bundle.zip!/path`. */
  readonly address: string;
  /** Bytes as the container says, undefined where it does not. */
  readonly size: number | undefined;
  readonly modifiedAt: Date | undefined;
  /** Of a file that holds several profiles. */
  readonly part?: PartPlace;
  /** Its bytes, once. Of an archive that is read as a stream, only until the next entry is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** Where one of several profiles of a file belongs. */
export interface PartPlace {
  /** Path of the file. */
  readonly file: string;
  /** The process as the file has it, undefined where it does not say. */
  readonly process: string | undefined;
  readonly group: string | undefined;
  /** How many of its kind come before it in a file without times. */
  readonly repeat: number;
}

/** What a container holds beside files that can be read. */
export interface Leftovers {
  readonly entries: number;
  /** Links are not followed: what they lead to inside the container is an entry of its own. */
  links: number;
  /** What could not be read, a line each. */
  readonly troubles: string[];
}

const MAX_ENTRIES = 200_000;
const MAX_NAME_BYTES = 4096;
/** A small archive may unpack to so much without being asked for its ratio. */
const FREE_BYTES = 2 ** 30;
const MAX_RATIO = 200;
const MAX_UNPACKED_BYTES = 64 * 2 ** 30;
const MAX_TROUBLES = 100;

/** Counts what a container has taken; every bound ends in a message that says what to do. */
export class Budget implements Leftovers {
  entries = 0;
  links = 0;
  readonly troubles: string[] = [];
  private readonly name: string;
  private readonly maxEntries: number;
  private readonly seen = new Map<string, number>();
  private packed = 0;
  private unpacked = 0;

  constructor(name: string, maxEntries: number = MAX_ENTRIES) {
    this.name = name;
    this.maxEntries = maxEntries;
  }

  /**
   * Counts an entry, and gives the path that it is known by.
   *
   * @param prefix  of its address: the same name in two archives is two entries
   * @throws LIMIT_EXCEEDED
   */
  admit(name: string, prefix = ''): string | undefined {
    this.entries++;
    this.checkEntries(this.entries);
    if (name.length > MAX_NAME_BYTES) {
      this.trouble(`an entry whose name has ${name.length} bytes was left out: ${name.slice(0, 40)}…`);
      return undefined;
    }
    const path = cleanEntryPath(name);
    const count = (this.seen.get(prefix + path) ?? 0) + 1;
    this.seen.set(prefix + path, count);
    return count === 1 ? path : `${path}#${count}`;
  }

  /** @throws LIMIT_EXCEEDED */
  checkEntries(count: number): void {
    if (count <= this.maxEntries) return;
    throw this.exceeded(`it holds more than ${this.maxEntries} entries`, 'unpack it, and give the folder that matters');
  }

  /** Counts bytes as they come out of the file. */
  countPacked(bytes: number): void {
    this.packed += bytes;
  }

  /** Counts bytes as they come out of compression. @throws LIMIT_EXCEEDED */
  countUnpacked(bytes: number): void {
    this.unpacked += bytes;
    if (this.unpacked > MAX_UNPACKED_BYTES) {
      throw this.exceeded('it unpacks to more than 64 GiB', 'unpack what you need of it, and give that');
    }
    if (this.unpacked > FREE_BYTES && this.unpacked > MAX_RATIO * this.packed) {
      const message = `it unpacks to more than ${MAX_RATIO} times its size, as only archives made for harm do`;
      throw this.exceeded(message, 'unpack what you need of it, and give that');
    }
  }

  trouble(line: string): void {
    if (this.troubles.length < MAX_TROUBLES) this.troubles.push(line);
  }

  private exceeded(message: string, hint: string): Error {
    return failure('LIMIT_EXCEEDED', message, {input: this.name}, hint);
  }
}

/** Nothing is written, so a name can do no harm; cleaned, it can be shown and asked for. */
function cleanEntryPath(name: string): string {
  const parts: string[] = [];
  for (const part of name.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/') || '?';
}
