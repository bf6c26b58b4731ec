/**
 * Names and numbers as the page shows them.
 */

import {CREATED_BY} from '../../src/analysis/filters/created-by.ts';
import {say} from '../../src/base/language/say.ts';
import {quotePattern} from '../../src/base/quote-pattern.ts';
import {safeText} from '../../src/base/safe-text.ts';
import {formatCount, formatPercent, formatValue} from '../../src/base/units.ts';
import {shortName} from '../../src/model/symbol.ts';

/** `cache.(*Reflector).List`, safe to show; for who started goroutines, that it is so. */
export function shownName(name: string): string {
  if (name.startsWith(CREATED_BY)) return say`created by ${shownName(name.slice(CREATED_BY.length))}`;
  return safeText(shortName(name));
}

export function value(amount: number, unit: string): string {
  return unit === 'count' ? formatCount(amount) : formatValue(amount, unit);
}

export function percent(amount: number, total: number): string {
  return formatPercent(amount, total);
}

/** `1 finding`, `3 findings`. Languages without plurals have a word for the noun. */
export function plural(count: number, noun: string): string {
  const word = say(noun);
  return `${formatCount(count)} ${word}${count === 1 || word !== noun ? '' : 's'}`;
}

/** A pattern that matches this name and no other. */
export function exactly(name: string): string {
  return `^${quotePattern(name)}$`;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return safeText(path.slice(path.lastIndexOf('/') + 1));
}

/** Short names of inputs: the last part of a path, and the folder before it where two would be alike. */
export function inputNames(paths: readonly string[]): string[] {
  const last = (path: string, parts: number): string => path.split('/').slice(-parts).join('/');
  return paths.map((path, index) => {
    const isAlone = paths.every((other, at) => at === index || last(other, 1) !== last(path, 1));
    return safeText(last(path, isAlone ? 1 : 2));
  });
}

/** Minutes as a person says them. */
export function waitText(minutes: number): string {
  if (minutes < 0) return '–';
  if (minutes < 60) return say`${minutes} min`;
  if (minutes < 48 * 60) return say`${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return say`${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

export {formatCount, safeText};
