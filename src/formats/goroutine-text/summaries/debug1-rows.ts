/**
 * Rows of debug=1 text whose total line is gone, as in a fragment: a count with its addresses, labels, symbols.
 */
import {parseLabels} from '../grammar/labels.ts';
import {type Rule, rule} from './rule.ts';

/** debug=1 rows whose total line is gone: `12 @ 0x43f076 0x40919b`. */
const addressRow = rule(/^\s*(\d{1,9}) @(?: 0x[0-9a-f]+)+\s*$/, ([, count], writer) => {
  writer.beginCounted(Number(count));
  return 'frames';
});

/** `# labels: {"key":"value"}` under such a row. */
const labelRow = rule(/^#\s*labels:\s*(\{.*\})\s*$/, ([, labels], writer) => {
  if (!writer.assembler.isOpen) return 'refused';
  writer.assembler.setLabels(parseLabels(labels));
  return 'frames';
});

/** `#	0xacf9eb	pkg.Func+0x8b	file.go:173`, its tabs perhaps blanks, its `#` perhaps eaten by markdown, a digit perhaps lost. */
const symbolRow = rule(
  /^(?:#\s*)?\d?x[0-9a-f]+\s+(\S[^+]*(?:\+(?!0x)[^+]*)*)\+0x[0-9a-f]+\s+(\S.*:\d+)$/,
  ([, name, file], writer) => {
    if (!writer.assembler.isOpen) writer.assembler.beginHeaderless(writer.offset, writer.lineNumber);
    writer.frame(name, file);
    return 'frames';
  },
);

const bareAddress = rule(/^#\s*0x[0-9a-f]+\s*$/, () => 'used');

export const DEBUG1_ROWS: readonly Rule[] = [addressRow, labelRow, symbolRow, bareAddress];
