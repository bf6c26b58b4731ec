/**
 * Plain pprof profiles that follow each other without anything between.
 *
 * Protobuf has no end: what follows belongs to the same message, unless sample types, or fields that a profile has once,
 * come again behind the strings, and a second string table begins. google/pprof refuses such files, as the reader of one
 * profile does here.
 */
import {PprofxError} from '../../base/errors.ts';
import {WireReader} from '../pprof/wire.ts';
import type {Range} from './range.ts';

const SAMPLE_TYPE = 1;
const STRING_TABLE = 6;
const COMMENT = 13;
const LAST_FIELD = 15;
/** Of an empty string, with its tag. */
const EMPTY_LENGTH = 2;

/** None where there is one profile, or what is no sound message. */
export function pprofParts(bytes: Uint8Array): Range[] {
  const starts = new ProfileStarts();
  const reader = new WireReader();
  reader.open(bytes, 0, bytes.length);
  try {
    while (reader.pos < bytes.length) {
      const start = reader.pos;
      const tag = reader.readTag('');
      reader.skipField(tag & 7, '');
      starts.note(tag >>> 3, start, reader.pos - start);
    }
  } catch (error) {
    if (error instanceof PprofxError) return [];
    throw error;
  }
  const {found} = starts;
  return found.length < 2 ? [] : found.map((start, at) => ({start, end: found[at + 1] ?? bytes.length}));
}

class ProfileStarts {
  readonly found: number[] = [0];
  /** Where fields came again that a profile has once, until the next string table says whether a profile began there. */
  private maybe: number | undefined;
  private hasStrings = false;
  /** Fields that come once, of the profile so far, and of the one that may have begun. */
  private singles = new Set<number>();
  private next = new Set<number>();

  note(field: number, start: number, length: number): void {
    if (field === STRING_TABLE) this.noteString(length);
    else if (field === SAMPLE_TYPE || isSingle(field)) {
      const isAgain = field === SAMPLE_TYPE || this.singles.has(field);
      if (this.hasStrings && isAgain) this.maybe ??= start;
      if (isSingle(field)) (this.maybe === undefined ? this.singles : this.next).add(field);
    }
  }

  private noteString(length: number): void {
    // Each string table begins with the empty string.
    if (this.maybe !== undefined && length === EMPTY_LENGTH) {
      this.found.push(this.maybe);
      this.singles = this.next;
      this.next = new Set();
    }
    this.maybe = undefined;
    this.hasStrings = true;
  }
}

/** Fields that a profile has once. */
function isSingle(field: number): boolean {
  return field > STRING_TABLE && field <= LAST_FIELD && field !== COMMENT;
}
