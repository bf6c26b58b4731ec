/**
 * Answers with columns in them as JSON text, for a page that gets them from a server rather than a worker.
 *
 * A column is {column: kind, base64}, in the machine's byte order, which page and server share; a number that JSON lacks
 * is {number: text}. No value of protocol.ts has those keys. Fields that are undefined are left out.
 */
import {decodeBase64, encodeBase64} from './base/base64.ts';

const KINDS = {Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array} as const;
type Kind = keyof typeof KINDS;

interface PackedColumn {
  readonly column: Kind;
  readonly base64: string;
}

/** @throws Error for typed arrays of other kinds */
export function encodeAnswers(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'number' && !Number.isFinite(each)) return {number: String(each)};
    if (!ArrayBuffer.isView(each)) return each;
    const kind = each.constructor.name;
    if (!Object.hasOwn(KINDS, kind)) throw new Error(`a column of ${kind} cannot be packed`);
    return {column: kind as Kind, base64: encodeBase64(each)} satisfies PackedColumn;
  });
}

export function decodeAnswers(text: string): unknown {
  return revived(JSON.parse(text));
}

/** A value with its columns in place; a reviver of JSON.parse would be called for every name. */
function revived(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const {base64, column, number} = value as Partial<PackedColumn & {number: string}>;
  if (column !== undefined) return new KINDS[column](decodeBase64(base64 ?? ''));
  if (number !== undefined) return Number(number);
  const fields = value as Record<string, unknown>;
  for (const key in fields) {
    const field = fields[key];
    if (typeof field === 'object') fields[key] = revived(field);
  }
  return fields;
}
