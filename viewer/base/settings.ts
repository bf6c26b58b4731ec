/**
 * What the page remembers between visits, where the browser lets it: theme, single-letter keys, how flamegraphs are drawn; within one, the names of files that it opened.
 */
import type {Theme} from '../../src/render/words/palette.ts';

const PREFIX = 'pprofx.';

function read(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

function write(name: string, text: string): void {
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // A page without storage forgets; nothing depends on it.
  }
}

/** Names of the files that the person who looks has opened; a reload loses them. */
export function keepDropped(names: readonly string[]): void {
  try {
    sessionStorage.setItem(`${PREFIX}dropped`, JSON.stringify(names));
  } catch {
    // Nothing is said after the reload.
  }
}

export function droppedBefore(): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(`${PREFIX}dropped`) ?? '[]') as string[];
  } catch {
    return [];
  }
}

export function theme(): Theme {
  const kept = read('theme');
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function setTheme(next: Theme): void {
  write('theme', next);
}

/** What the page remembers of the flamegraph: each frame of the runtime, callers at the bottom, the source in the panel. */
export type Switch = 'runtime' | 'flip' | 'source';

export function isRemembered(name: Switch): boolean {
  return read(name) === 'shown';
}

export function remember(name: Switch, isOn: boolean): void {
  write(name, isOn ? 'shown' : 'no');
}

export function areLetterKeysOn(): boolean {
  return read('letterKeys') !== 'off';
}

export function setLetterKeys(isOn: boolean): void {
  write('letterKeys', isOn ? 'on' : 'off');
}
