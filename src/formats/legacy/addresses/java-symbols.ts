/**
 * The symbol list at the end of Java's legacy profiles: number, function, (file:line).
 */

import {NONE} from '../../../base/columns.ts';
import type {AddressProfile} from './address-profile.ts';
import {parseHexWords} from './addresses.ts';

const ENTRY = /^\s*0x([0-9a-f]+)\s+(.*)$/i;
const FILE_LINE = /^(.*)\s\((.+):(-?\d+)\)$/;
const LIBRARY = /^(.*)\s\((.*)\)$/;

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

function parseSymbol(text: string): JavaSymbol {
  const place = FILE_LINE.exec(text);
  if (place !== null) return {name: place[1].trimEnd(), file: place[2], line: Math.max(0, Number(place[3]))};
  const library = LIBRARY.exec(text);
  if (library !== null) return {name: library[1].trimEnd(), file: baseName(library[2]), line: 0};
  // The agent's own words for states such as "GC" and "VM" stay as they are.
  return {name: text.includes('generated stub/JIT') ? 'STUB' : text, file: '', line: 0};
}

function baseName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? '';
}
