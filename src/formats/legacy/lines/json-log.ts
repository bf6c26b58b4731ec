/**
 * Extracts a line of text from the JSON object that a container runtime or logger wrapped it in.
 */
import {decodeUtf8, encodeUtf8} from '../../../base/utf8.ts';

/** Where loggers keep the text: docker, logrus and zap, journald. */
const TEXT_KEYS = ['log', 'msg', 'message', 'MESSAGE'] as const;

/** The wrapped line without its end of line; undefined when the bytes are no such object. */
export function unwrapJsonLog(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(decodeUtf8(bytes, start, end));
  } catch {
    return undefined;
  }
  if (typeof entry !== 'object' || entry === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(entry));
  const text = TEXT_KEYS.map((key) => fields.get(key)).find((value) => typeof value === 'string');
  return typeof text === 'string' ? encodeUtf8(text.replace(/\r?\n$/, '')) : undefined;
}
