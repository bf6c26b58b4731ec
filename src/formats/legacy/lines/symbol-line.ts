/**
 * The comment lines by which Go names the addresses of a row: `#` address, function+offset, file:line.
 *
 * Tabs are what Go prints; any run of blanks is taken, since pasted text loses them, and so is a lost `#`, which markdown
 * takes for a heading. google/pprof skips these lines.
 */
import {parseHexWords} from '../addresses/addresses.ts';

export interface SymbolLine {
  readonly low: number;
  readonly high: number;
  /** '' when the address could not be named. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

const ADDRESS = /^\s*(?:#\s+)?0x([0-9a-f]+)\s*/;
const OFFSET = /\+0x[0-9a-f]+(?:\s+|$)/g;
const FILE_LINE = /^(.*):(\d+)\s*$/;

/** Whether a comment line names an address, at a glance. */
export function parseSymbolLine(text: string): SymbolLine | undefined {
  const address = ADDRESS.exec(text);
  if (address === null) return undefined;
  const words = parseHexWords(address[1]);
  if (words === undefined) return undefined;
  const rest = text.slice(address[0].length);
  OFFSET.lastIndex = 0;
  const offset = OFFSET.exec(rest);
  if (offset === null) return {...words, name: '', file: '', line: 0};
  const name = rest.slice(0, offset.index);
  const place = FILE_LINE.exec(rest.slice(offset.index + offset[0].length));
  if (place === null) return {...words, name, file: '', line: 0};
  return {...words, name, file: place[1], line: Number(place[2])};
}
