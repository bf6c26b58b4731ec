/**
 * What people read, in their language: English stands in the source and is the key to its translations.
 *
 * Without a catalogue everything stays English and costs nothing: what looks translations up is catalogue.ts, which the page
 * loads only when it speaks another language. `scripts/languages.mjs` collects all patterns from the source, so each must
 * be a constant; docs/languages.md says how to write one.
 */

export type Values = readonly (string | number | undefined)[];

/** Undefined for what has no translation. */
type Translate = (parts: readonly string[], values: Values) => string | undefined;

/** Of a thread: each has its own, as each has its own modules. */
let translate: Translate | undefined;

export function translateBy(how: Translate | undefined): void {
  translate = how;
}

/**
 * The text in the reader's language: of a template, or of a constant marked with sayLater.
 *
 * Values stay as they are, and so does code between backquotes.
 */
export function say(pattern: TemplateStringsArray | string, ...values: Values): string {
  const parts = typeof pattern === 'string' ? [pattern] : pattern;
  return translate?.(parts, values) ?? parts.reduce((text, part, i) => text + values[i - 1] + part);
}

/** Marks a constant that say() gets later, when the language is known: modules are loaded before. */
export function sayLater<Pattern extends string>(pattern: Pattern): Pattern {
  return pattern;
}
