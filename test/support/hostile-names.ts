/**
 * A profile whose every name tries to be something else.
 */
import {bytesField, join, message, numberField, packedField} from './proto.ts';

const NAMES = [
  '<img src=x onerror="window.pwned=1">',
  '</script><script>window.pwned=1</script>',
  '</title><svg onload=window.pwned=1>',
  'javascript:window.pwned=1//',
  '__proto__',
  'constructor',
  '\u202Egnp.exe',
  'a]]>b<![CDATA[c',
  '"&\'\u2028line\u0000null\u001b[31mred',
];

/** An uncompressed pprof profile with one stack of all the names, for every name as leaf. */
export function hostileNames(): Uint8Array {
  const strings = ['', NAMES[0], NAMES[2], ...NAMES];
  const first = 3;
  const parts: Uint8Array[] = [message(1, numberField(1, 1), numberField(2, 2))];
  NAMES.forEach((_, i) => {
    const id = i + 1;
    const label = message(3, numberField(1, first + i), numberField(2, first + ((i + 1) % NAMES.length)));
    const stack = NAMES.map((__, step) => ((i + step) % NAMES.length) + 1);
    parts.push(join(message(2, packedField(1, stack), packedField(2, [id * 10]), label)));
    parts.push(message(4, numberField(1, id), message(4, numberField(1, id), numberField(2, 1))));
    parts.push(message(5, numberField(1, id), numberField(2, first + i), numberField(4, first + i)));
  });
  parts.push(...strings.map((text) => bytesField(6, text)), numberField(13, first));
  return join(...parts);
}
