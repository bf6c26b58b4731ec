/**
 * Reads profiler labels as the runtime and runtime/pprof print them: `{"key": "value", key2: value2}`.
 *
 * Go 1.26 quotes always, 1.27 only what needs it; values may hold brackets, colons and escapes.
 */
import {binaryBytes} from '../../../base/ascii.ts';
import {decodeUtf8} from '../../../base/utf8.ts';

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[^\s:,{}"]+)\s*([:,}]?)/y;

/**
 * Keys and values in turn; what cannot be read ends the list.
 *
 * @param text  one character a byte, beginning with the brace
 */
export function parseLabels(text: string): string[] {
  const labels: string[] = [];
  TOKEN.lastIndex = text.indexOf('{') + 1;
  for (;;) {
    const key = TOKEN.exec(text);
    if (key === null || key[2] !== ':') return labels;
    const value = TOKEN.exec(text);
    if (value === null) return labels;
    labels.push(unquote(key[1]), unquote(value[1]));
    if (value[2] !== ',') return labels;
  }
}

function unquote(token: string): string {
  if (!token.startsWith('"')) return decodeUtf8(binaryBytes(token));
  const inner = token
    .slice(1, -1)
    .replace(/\\(U[0-9a-fA-F]{8}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/g, (_, code: string) => {
      if (code.length > 1) return codePoint(Number.parseInt(code.slice(1), 16));
      return {n: '\n', t: '\t', r: '\r'}[code] ?? code;
    });
  return inner.length > 0 && [...inner].every((char) => char.charCodeAt(0) < 256)
    ? decodeUtf8(binaryBytes(inner))
    : inner;
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}
