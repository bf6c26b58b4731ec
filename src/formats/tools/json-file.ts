/**
 * A profile that is one JSON value: collected up to a limit, parsed, and taken apart with a message that says which
 * field is wrong. Nothing is assumed about a field that was not asked for.
 */
import {joinBytes} from '../../base/columns.ts';
import {failure, type PprofxError} from '../../base/errors.ts';

/** A parsed value takes about ten times its text: this much stays within what Node gives a process. */
const MAX_BYTES = 64 * 2 ** 20;
const AGAIN = 'the file is damaged or cut; export it again';

export type JsonObject = Readonly<Record<string, unknown>>;

export class JsonFile {
  private readonly chunks: Uint8Array[] = [];
  private byteCount = 0;

  write(chunk: Uint8Array): void {
    this.byteCount += chunk.length;
    if (this.byteCount > MAX_BYTES) {
      const message = `more than ${MAX_BYTES} bytes of JSON, which is read as one piece`;
      throw failure('LIMIT_EXCEEDED', message, {byteOffset: MAX_BYTES}, 'export it as pprof, which has no such limit');
    }
    // The slice of a Node Buffer would share its bytes, which the next chunk overwrites.
    this.chunks.push(new Uint8Array(chunk));
  }

  parse(): JsonObject {
    const text = new TextDecoder().decode(joinBytes(this.chunks.splice(0)));
    try {
      return objectAt(JSON.parse(text), '');
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const position = /at position (\d+)/.exec(error.message)?.[1];
      const before =
        position === undefined ? this.byteCount : new TextEncoder().encode(text.slice(0, +position)).length;
      throw failure('MALFORMED_TEXT', 'the JSON is truncated or damaged', {byteOffset: before}, AGAIN);
    }
  }
}

export function damaged(field: string, message: string): PprofxError {
  return failure('MALFORMED_TEXT', message, {field}, AGAIN);
}

export function objectAt(value: unknown, field: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw damaged(field, 'an object is missing');
}

export function listAt(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw damaged(field, 'a list is missing');
}

export function textAt(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw damaged(field, 'a text is missing');
}

/** A number from 0 that a profile can hold exactly. */
export function amountAt(value: unknown, field: string): number {
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw damaged(field, `${shown(value)} is not a number from 0 to 2^53`);
}

/** A row of a list of `length`. */
export function rowAt(value: unknown, length: number, field: string): number {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) < length) return value as number;
  throw damaged(field, `${shown(value)} is not an index into a list of ${length}`);
}

/** A number as it stands; anything else by its type, for it may be large. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : `a value of type ${typeof value}`;
}
