/**
 * The one error class and the catalogue of everything that stops a run.
 *
 * An error here stops the run. Trouble that does not is a `Warning` on the Profile.
 * Must not format for a terminal: escaping and colour belong to whoever prints.
 */

/** Decides the exit code: usage 2, input 3, limit 4, io 5, network 6. */
export type ErrorKind = 'usage' | 'input' | 'limit' | 'io' | 'network';

/** Where in an input the trouble is. Offsets count uncompressed bytes unless the code speaks of gzip. */
export interface ErrorPlace {
  readonly input?: string;
  readonly byteOffset?: number;
  readonly line?: number;
  /** Field path inside a protobuf message, e.g. `sample[3].location_id`. */
  readonly field?: string;
}

interface CatalogueEntry {
  readonly kind: ErrorKind;
  readonly hint?: string;
}

const DOWNLOAD_AGAIN = 'the file is damaged; fetch the profile again';
const NOT_FROM_GO = 'the writer of this profile has a bug; google/pprof refuses it too';

/** Every code that can leave pprofx. */
export type ErrorCode =
  | 'CONCATENATED_PROFILES'
  | 'CORRUPT_GZIP'
  | 'EMPTY_INPUT'
  | 'FIELD_NUMBER_ZERO'
  | 'FILE_EXISTS'
  | 'GZIP_IN_GZIP'
  | 'INDEX_OUT_OF_RANGE'
  | 'INVALID_ID'
  | 'INVALID_PATTERN'
  | 'LABELS_NEEDED'
  | 'LIMIT_EXCEEDED'
  | 'MALFORMED_PROFILE'
  | 'MALFORMED_TEXT'
  | 'NETWORK'
  | 'NO_SUCH_SAMPLE_TYPE'
  | 'READ_FAILED'
  | 'TRAILING_DATA'
  | 'TRUNCATED_GZIP'
  | 'TRUNCATED_PROFILE'
  | 'UNRECOGNIZED_FORMAT'
  | 'USAGE'
  | 'WIRE_FORMAT'
  | 'WRITE_FAILED';

/** Sorted; the hint is what the user can do. */
const CATALOGUE: Readonly<Record<ErrorCode, CatalogueEntry>> = {
  CONCATENATED_PROFILES: {
    kind: 'input',
    hint: 'two profiles were written into one file; split them, or give them as two inputs',
  },
  CORRUPT_GZIP: {kind: 'input', hint: DOWNLOAD_AGAIN},
  EMPTY_INPUT: {kind: 'input', hint: 'the download gave nothing; check the endpoint and fetch the profile again'},
  FIELD_NUMBER_ZERO: {kind: 'input', hint: DOWNLOAD_AGAIN},
  FILE_EXISTS: {kind: 'io', hint: 'choose another name, or add --force to replace it'},
  GZIP_IN_GZIP: {kind: 'input', hint: 'the file was compressed twice; run it through gunzip once'},
  INDEX_OUT_OF_RANGE: {kind: 'input', hint: DOWNLOAD_AGAIN},
  INVALID_ID: {kind: 'input', hint: NOT_FROM_GO},
  INVALID_PATTERN: {kind: 'usage', hint: 'patterns use the syntax of Go regular expressions (RE2)'},
  LABELS_NEEDED: {kind: 'input', hint: 'read the input with its labels'},
  LIMIT_EXCEEDED: {kind: 'limit', hint: 'raise the limit named above if you trust this file'},
  MALFORMED_PROFILE: {kind: 'input', hint: NOT_FROM_GO},
  MALFORMED_TEXT: {kind: 'input', hint: 'the text does not have the form its first line promises'},
  NETWORK: {kind: 'network'},
  NO_SUCH_SAMPLE_TYPE: {kind: 'usage'},
  READ_FAILED: {kind: 'io'},
  TRAILING_DATA: {
    kind: 'input',
    hint: 'something was appended to the gzip file; cut it off or fetch the profile again',
  },
  TRUNCATED_GZIP: {kind: 'input', hint: 'the download was cut; fetch the profile again'},
  TRUNCATED_PROFILE: {kind: 'input', hint: 'the download was cut; fetch the profile again'},
  UNRECOGNIZED_FORMAT: {
    kind: 'input',
    hint: 'pprofx reads pprof profiles (gzip or plain), goroutine dumps, folded stacks, JSON of speedscope and Pyroscope, and stacks of the Linux kernel',
  },
  USAGE: {kind: 'usage'},
  WIRE_FORMAT: {kind: 'input', hint: DOWNLOAD_AGAIN},
  WRITE_FAILED: {kind: 'io'},
};

export class PprofxError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly at: ErrorPlace;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, at: ErrorPlace, hint: string | undefined) {
    super(message);
    this.name = 'PprofxError';
    this.code = code;
    this.kind = CATALOGUE[code].kind;
    this.at = at;
    this.hint = hint;
  }
}

/**
 * Builds an error of the catalogue; the caller throws it.
 *
 * @param message  what is wrong, with the real values, lower case, without the file's name
 * @param hint     replaces the catalogue's hint where the caller knows better
 */
export function failure(code: ErrorCode, message: string, at: ErrorPlace = {}, hint?: string): PprofxError {
  const entry = CATALOGUE[code];
  return new PprofxError(code, message, at, hint ?? entry.hint);
}

/** The same error with the input it came from; an error that names one already is returned as it is. */
export function withInput(error: PprofxError, input: string): PprofxError {
  if (error.at.input !== undefined) return error;
  const named = new PprofxError(error.code, error.message, {...error.at, input}, error.hint);
  if (error.stack !== undefined) named.stack = error.stack;
  return named;
}
