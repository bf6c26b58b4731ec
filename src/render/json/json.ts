/**
 * JSON that is always valid: no NaN, no lone surrogates, exact integers.
 */
import {displayText, encodeUtf8, hasEscapedBytes} from '../../base/utf8.ts';

/** A name as JSON fields: the text, and `<key>_hex` with the true bytes when they are no UTF-8. */
export function jsonName(key: string, name: string): Record<string, string> {
  if (!hasEscapedBytes(name)) return {[key]: name};
  const hex = Array.from(encodeUtf8(name), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return {[key]: displayText(name), [`${key}_hex`]: hex};
}

/** Pretty JSON with a final newline; numbers that JSON cannot say become null. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, jsonValue, 1)}\n`;
}

function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'string') return displayText(value);
  return value;
}
