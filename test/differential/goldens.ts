/**
 * Recorded answers of `go tool pprof`: one file per subject below goldens/, written by `npm run goldens`.
 *
 * The first rows of a report stand there to be read, and a hash of all of them: in full they are 24 MB.
 */
import {createHash} from 'node:crypto';
import type {NormalForm} from './normal-form.ts';
import type {Subject} from './subjects.ts';

const ROWS_IN_FULL = 12;

/** Name of a subject's file. */
export function goldenPath({name}: Subject): string {
  return `test/differential/goldens/${name.replace(/[^\w.-]+/g, '-')}.txt`;
}

/** What the file says: each case with its rows. */
export function goldenText({cases}: Subject, forms: readonly NormalForm[]): string {
  return cases.map((wanted, i) => `${JSON.stringify(wanted)}\n${rowsText(forms[i])}\n`).join('\n');
}

function rowsText(form: NormalForm): string {
  if (form.length <= ROWS_IN_FULL) return form.join('\n');
  const hash = createHash('sha256').update(form.join('\n')).digest('hex');
  return [...form.slice(0, ROWS_IN_FULL), `${form.length} rows, SHA-256 ${hash}`].join('\n');
}
