/**
 * Values out of messages that nobody has checked yet: JSON may hold anything.
 */
import {failure} from '../../base/errors.ts';
import type {Message} from './decode.ts';

export function messageIn(value: unknown, field: string): Message {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw malformed(field, 'is not an object');
  return value as Message;
}

export function listIn(value: unknown, field: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed(field, 'is not a list');
  return value;
}

export function textIn(value: unknown, field: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw malformed(field, 'is not a string');
  return value;
}

/** An int64; OTLP/JSON writes them as strings. */
export function integerIn(value: unknown, field: string): number | bigint {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) throw malformed(field, 'is not a whole number');
  const exact = BigInt(value);
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : BigInt.asIntN(64, exact);
}

/** A row of a table of `length` entries. */
export function indexIn(value: unknown, length: number, field: string): number {
  const index = Number(integerIn(value, field));
  // Entry 0 means "none", also where the table is empty.
  if (index === 0 || (index > 0 && index < length)) return index;
  throw failure('INDEX_OUT_OF_RANGE', `${field} ${index} points outside a table of ${length}`, {field});
}

export function malformed(field: string, what: string): Error {
  return failure('MALFORMED_PROFILE', `${field} ${what}`, {field});
}
