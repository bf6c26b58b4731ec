/**
 * Redacts text about profiles: every spelling of a name that redaction replaces becomes the name's pseudonym.
 *
 * Texts print names raw, short, without closures, or as a package or module alone; those are replaced first. Then every
 * word that only such names have, and that reads like code, is replaced too, so that a spelling nobody thought of says
 * nothing either. Words of the standard library and of published texts are no secrets.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';
import {enclosingFunction, identityName, localName, packageOf, shortName} from '../../model/symbol.ts';
import type {Pseudonyms} from './pseudonyms.ts';

/** Spelling → what stands for it. */
type Spellings = Map<string, string>;

const WORD = /[A-Za-z_]\w*/g;

/** Words that are no plain English: an inner capital, a digit or an underscore. */
const CODE_WORD = /^\w.*[A-Z_\d]/;

/** What the compiler calls closures, and what pseudonyms are made of. */
const NOBODYS_WORD = /^(?:func|gowrap|deferwrap|range|pkg|Type|fn)\d+$/;

/**
 * @param published  texts whose words everybody knows
 * @returns rewrites one text
 */
export function textRedactor(
  profiles: readonly Profile[],
  pseudonyms: Pseudonyms,
  published: readonly string[],
): (text: string) => string {
  const spellings: Spellings = new Map();
  const secrets = new Set<string>();
  const known = new Set(published.flatMap(wordsOf));
  for (const name of new Set(profiles.flatMap(namesOf))) {
    const pseudonym = pseudonyms.functionName(name);
    if (pseudonym === identityName(name)) {
      spellings.set(name, pseudonym);
      for (const word of wordsOf(pseudonym)) known.add(word);
      continue;
    }
    addSpellings(spellings, name, pseudonyms);
    for (const word of wordsOf(name)) secrets.add(word);
  }
  for (const [path, name] of profiles.flatMap(filesOf)) spellings.set(path, pseudonyms.fileName(path, name));
  for (const word of known) secrets.delete(word);
  const replace = replacerOf(spellings, known);
  return (text) =>
    replace(text).replace(WORD, (word, at: number, all: string) => {
      const readsLikeCode = CODE_WORD.test(word) || isPartOfName(all, at, at + word.length);
      return readsLikeCode && secrets.has(word) && !NOBODYS_WORD.test(word) ? pseudonyms.word(word) : word;
    });
}

/** Whether a word is joined to another by a dot, a slash or an escape of one. */
function isPartOfName(text: string, start: number, end: number): boolean {
  return /[./\\]/.test(text[start - 1] ?? '') || /^(?:[/\\]|\.[\w(*])/.test(text.slice(end, end + 2));
}

function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

function namesOf({functions, goroutines, strings}: Profile): string[] {
  const creators = [...(goroutines?.createdBy ?? [])].filter((row) => row !== NONE);
  return [...functions.name, ...functions.systemName, ...creators].map((row) => strings.at(row));
}

function filesOf({functions, strings}: Profile): [string, string][] {
  return Array.from(functions.filename, (file, row): [string, string] => [
    strings.at(file),
    strings.at(functions.name[row]),
  ]);
}

/** Path elements of any module there is; a path may be a mebibyte of slashes. */
const MOST_ELEMENTS = 16;

function addSpellings(spellings: Spellings, name: string, pseudonyms: Pseudonyms): void {
  for (const spelled of [name, enclosingFunction(name)]) {
    const pseudonym = pseudonyms.functionName(spelled);
    for (const form of [spelled, identityName(spelled), localName(spelled), shortName(spelled)]) {
      spellings.set(form, pseudonym);
    }
  }
  const path = packageOf(name);
  if (path === '' || path === 'main') return;
  spellings.set(path, pseudonyms.packagePath(path));
  // A module is the beginning of a path.
  let end = path.indexOf('/');
  for (let elements = 0; end > 0 && elements < MOST_ELEMENTS; elements++) {
    const beginning = path.slice(0, end);
    spellings.set(beginning, pseudonyms.packagePath(beginning));
    end = path.indexOf('/', end + 1);
  }
}

/** Where a spelling lies around its first word. */
interface Extent {
  readonly before: number;
  readonly length: number;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly pseudonym: string;
}

/** Replaces spellings, longest first, where they stand as words of their own. */
function replacerOf(spellings: Spellings, known: ReadonlySet<string>): (text: string) => string {
  const extents = extentsByFirstWord([...spellings.keys()].filter((spelling) => !known.has(spelling)));
  /** What stands around a word of the text, undefined for nothing known. */
  const spellingAt = (text: string, {0: word, index}: RegExpExecArray, from: number): Found | undefined => {
    for (const {before, length} of extents.get(word) ?? []) {
      const start = index - before;
      const pseudonym = start < from ? undefined : spellings.get(text.slice(start, start + length));
      if (pseudonym !== undefined && endsWord(text, start + length)) return {start, end: start + length, pseudonym};
    }
    return undefined;
  };
  return (text) => {
    const parts: string[] = [];
    let from = 0;
    for (const match of text.matchAll(WORD)) {
      const found = match.index < from ? undefined : spellingAt(text, match, from);
      if (found === undefined) continue;
      parts.push(text.slice(from, found.start), found.pseudonym);
      from = found.end;
    }
    return parts.join('') + text.slice(from);
  };
}

/** Longest first. Thousands of names begin with the same host, but few lengths are different. */
function extentsByFirstWord(spellings: readonly string[]): ReadonlyMap<string, readonly Extent[]> {
  const extents = new Map<string, Map<string, Extent>>();
  for (const spelling of spellings) {
    const first = /[A-Za-z_]\w*/.exec(spelling);
    if (first === null) continue;
    const known = extents.get(first[0]) ?? new Map<string, Extent>();
    known.set(`${first.index} ${spelling.length}`, {before: first.index, length: spelling.length});
    extents.set(first[0], known);
  }
  return new Map([...extents].map(([word, known]) => [word, [...known.values()].sort((a, b) => b.length - a.length)]));
}

function endsWord(text: string, end: number): boolean {
  return end >= text.length || !/\w/.test(text[end]) || !/\w/.test(text[end - 1]);
}
