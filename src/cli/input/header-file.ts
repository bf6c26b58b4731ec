/**
 * Request headers from a file, so that tokens never stand in the process list.
 */
import {failure} from '../../base/errors.ts';
import {readBoundedFile} from '../system/bounded-file.ts';

export interface Header {
  readonly name: string;
  readonly value: string;
}

const MAX_BYTES = 2 ** 16;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Headers of `@file`: `Name: value` a line; empty lines and lines that begin with # are comments.
 *
 * @throws USAGE, READ_FAILED; no message repeats a value
 */
export function readHeaderFile(argument: string): Header[] {
  if (!argument.startsWith('@')) {
    throw failure('USAGE', '--header expects @file: every user of the machine can see arguments');
  }
  const path = argument.slice(1);
  const text = readBoundedFile(path, MAX_BYTES, 'header file');
  return text.split('\n').flatMap((line, index) => {
    const trimmed = line.trim();
    return trimmed === '' || trimmed.startsWith('#') ? [] : [parseHeader(trimmed, path, index + 1)];
  });
}

function parseHeader(line: string, path: string, lineNumber: number): Header {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim();
  const value = line.slice(colon + 1).trim();
  if (colon > 0 && NAME.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return {name, value};
  throw failure('USAGE', 'not a header of the form Name: value', {input: path, line: lineNumber});
}
