/**
 * Functions whose names say that they only run others: entries, loops and wrappers, which carry much and do little.
 */
import {enclosingFunction} from './symbol.ts';

/** Named for what they do around a call: they are handed the function that works. */
const WRAPPER =
  /(?:^|[.)])(?:[wW]ith[A-Z]\w*|[sS]afe\w*|[rR]ecover\w*|[wW]rap\w*|[gG]o(?:[A-Z]\w*)?|[uU]ntil\w*|\w*[a-z]Go)$/;
const ENTRY =
  /(?:^runtime\.goexit|^testing\.\S*|ServeHTTP|[hH]andler?|[sS]erve|[mM]ain|[rR]un|[sS]tart|[lL]oop|Execute|[wW]orker|Middleware)$/;

export function isWrapper(name: string): boolean {
  return WRAPPER.test(enclosingFunction(name));
}

export function isEntry(name: string): boolean {
  return ENTRY.test(enclosingFunction(name)) || isWrapper(name);
}
