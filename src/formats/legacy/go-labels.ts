/**
 * Goroutine labels as runtime/pprof prints them: `{"key":"value", "other":"value"}`, both quoted as Go quotes strings.
 */

/** [key, value] pairs in order; what cannot be read ends the list. */
export function parseGoLabels(text: string): [key: string, value: string][] {
  const labels: [string, string][] = [];
  const scanner = new QuotedScanner(text);
  while (labels.length < MAX_LABELS) {
    const key = scanner.next('{, ');
    if (key === undefined) return labels;
    const value = scanner.next(': ');
    if (value === undefined) return labels;
    labels.push([key, value]);
  }
  return labels;
}

const MAX_LABELS = 1000;

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
/** Digits of the numeric escapes. */
const HEX_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

class QuotedScanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next quoted string, with nothing but `separators` before it. */
  next(separators: string): string | undefined {
    const {text} = this;
    while (this.at < text.length && separators.includes(text[this.at])) this.at++;
    if (text[this.at] !== '"') return undefined;
    const end = this.closingQuote();
    if (end < 0) return undefined;
    const body = text.slice(this.at + 1, end);
    this.at = end + 1;
    return body.includes('\\') ? unquote(body) : body;
  }

  private closingQuote(): number {
    for (let i = this.at + 1; i < this.text.length; i++) {
      if (this.text[i] === '\\') i++;
      else if (this.text[i] === '"') return i;
    }
    return -1;
  }
}

function unquote(body: string): string {
  return body.replace(/\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)/gi, (sequence) => {
    const kind = sequence[1];
    if (HEX_ESCAPES.get(kind) !== sequence.length - 2) return SIMPLE_ESCAPES.get(kind) ?? sequence.slice(1);
    const code = Number.parseInt(sequence.slice(2), 16);
    // \x is a byte: past ASCII it was no UTF-8, and stays an escaped byte (see base/utf8.ts).
    if (kind === 'x' && code >= 0x80) return String.fromCharCode(0xdc00 + code);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
  });
}
