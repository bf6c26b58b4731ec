/**
 * The symbol list at the end of Java's legacy profiles: number, function, (file:line).
 */

import {NONE} from '../../../base/columns.ts';
import {withoutTrailing} from '../../../base/without-trailing.ts';
import type {AddressProfile} from './address-profile.ts';
import {parseHexWords} from './addresses.ts';

const ENTRY = /^0x([0-9a-f]+)\s+(\S.*)$/i;
const LINE = /^-?\d+$/;

interface JavaSymbol {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export class JavaSymbols {
  private readonly profile: AddressProfile;
  /** The file of a function is the one it was first seen with. */
  private readonly fileOf = new Map<string, string>();

  constructor(profile: AddressProfile) {
    this.profile = profile;
  }

  /** Takes one line; what is no symbol, or names an address that no stack has, is passed over. */
  readLine(text: string): void {
    const entry = ENTRY.exec(text.trim());
    const words = entry === null ? undefined : parseHexWords(entry[1]);
    if (entry === null || words === undefined) return;
    const location = this.profile.find(words.low, words.high);
    if (location === NONE || this.profile.hasLines(location)) return;
    const symbol = parseSymbol(entry[2].trimEnd());
    const file = this.fileOf.get(symbol.name) ?? symbol.file;
    this.fileOf.set(symbol.name, file);
    this.profile.addLine(location, symbol.name, file, symbol.line);
  }
}

/** `function (file:line)`, `function (library)`, or the agent's own words for states such as "GC" and "VM". */
function parseSymbol(text: string): JavaSymbol {
  const end = text.length - 1;
  if (text[end] === ')') {
    const colon = text.lastIndexOf(':');
    const open = lastBracket(text, colon - 2);
    if (open >= 0 && LINE.test(text.slice(colon + 1, end))) {
      const line = Math.max(0, Number(text.slice(colon + 1, end)));
      return {name: text.slice(0, open).trimEnd(), file: text.slice(open + 2, colon), line};
    }
    const library = lastBracket(text, end);
    if (library >= 0) {
      return {name: text.slice(0, library).trimEnd(), file: fileName(text.slice(library + 2, end)), line: 0};
    }
  }
  return {name: text.includes('generated stub/JIT') ? 'STUB' : text, file: '', line: 0};
}

/** Index of the last blank that an opening bracket at or before `from` follows; NONE when there is none. */
function lastBracket(text: string, from: number): number {
  for (let at = Math.min(from, text.length - 1); at > 0; at--) {
    if (text[at] === '(' && text[at - 1].trim() === '') return at - 1;
  }
  return NONE;
}

function fileName(path: string): string {
  const bare = withoutTrailing(path, '/');
  return bare.slice(bare.lastIndexOf('/') + 1);
}
