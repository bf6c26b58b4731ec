/**
 * Log lines that are JSON objects: which of their strings holds the dump is learned from the first that shows it. The
 * answer to a query of a log store holds all lines at once.
 */
import {logEntries} from './log-entries.ts';

const MAX_STRINGS = 64;
const MAX_JSON = 16 * 2 ** 20;
/** A byte per character, as all text here: what lies beyond is no part of a dump. */
const BEYOND_BYTES = /[^\0-\xff]/g;
const DUMP = /goroutine \d+ (?:[a-z]+=\S+ )*\[|\.go:\d+|created by /;

export class JsonLines {
  /** By depth: a string may hold a line of another log. */
  private readonly keys: string[] = [];

  /**
   * The dump's lines that a JSON line holds; undefined when it is no JSON or holds none.
   *
   * @param text   binary text
   * @param depth  how many strings it was in
   */
  lines(text: string, depth: number): string[] | undefined {
    const brace = text.indexOf('{"');
    if (brace < 0 || text.length > MAX_JSON) return undefined;
    const root = parse(text.slice(brace));
    const entries = logEntries(root);
    if (entries?.some((line) => DUMP.test(line)) === true) return entries.flatMap(linesOf);
    const strings = collectStrings(root);
    const known = strings.find(([key]) => key === this.keys[depth]);
    const found = known ?? strings.find(([, value]) => DUMP.test(value));
    if (found === undefined) return undefined;
    this.keys[depth] = found[0];
    return linesOf(found[1]);
  }
}

function linesOf(text: string): string[] {
  return text
    .replace(/\r?\n$/, '')
    .replace(BEYOND_BYTES, '?')
    .split('\n');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const end = text.lastIndexOf('}');
    try {
      return end < 0 || end === text.length - 1 ? undefined : JSON.parse(text.slice(0, end + 1));
    } catch {
      return undefined;
    }
  }
}

/** Keys and strings, in order, of an object and the objects in it. */
function collectStrings(root: unknown): [string, string][] {
  const strings: [string, string][] = [];
  const waiting: unknown[] = [root];
  for (const value of waiting) {
    if (strings.length >= MAX_STRINGS) break;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'string') strings.push([key, inner]);
      else waiting.push(inner);
    }
  }
  return strings;
}
