/**
 * Failures for people, on stderr: file, what, where, code; then what to do.
 */
import type {PprofxError} from '../../base/errors.ts';
import {safeText} from '../../base/safe-text.ts';

/** `heap.pb.gz: gzip stream ends at byte 81920 … (TRUNCATED_GZIP)` and a hint line. */
export function failureText(error: PprofxError): string {
  const {byteOffset, field, input, line} = error.at;
  const where = [
    ...(byteOffset === undefined ? [] : [`at byte ${byteOffset}`]),
    ...(line === undefined ? [] : [`in line ${line}`]),
    ...(field === undefined ? [] : [`in ${field}`]),
  ].join(', ');
  const name = input === undefined ? '' : `${input === '-' ? 'standard input' : safeText(input)}: `;
  const text = `${name}${safeText(error.message)}${where === '' ? '' : `, ${where}`} (${error.code})\n`;
  return error.hint === undefined ? text : `${text}hint: ${safeText(error.hint)}\n`;
}

/** A failure that does not end the run, in one line. */
export function warningLine({at, code, message}: PprofxError): string {
  return safeText(`${at.input === undefined ? '' : `${at.input}: `}${message} (${code})`);
}

export function printFailure(error: PprofxError, isDebugging: boolean): void {
  process.stderr.write(failureText(error));
  if (isDebugging && error.stack !== undefined) process.stderr.write(`${error.stack}\n`);
}

/** A bug: say so, and give what a report needs. */
export function printInternal(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`pprofx has a bug; please report this with the command line you used:\n${text}\n`);
}
