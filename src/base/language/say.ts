/**
 * What people read, in their language: English stands in the source and is the key to its translations.
 *
 * Without a catalogue everything stays English and costs nothing. `scripts/languages.mjs` collects all patterns from the
 * source, so each must be a constant; docs/languages.md says how to write one.
 */

/** The catalogue in use, by patternHash. Of a thread: each has its own, as each has its own modules. */
let translations: ReadonlyMap<string, string> = new Map();

/** @param catalogue  as scripts/languages.mjs writes it: a line of all hashes, then their texts, a line each; undefined for English */
export function useCatalogue(catalogue: string | undefined): void {
  const [hashes, ...texts] = catalogue?.split('\n') ?? [''];
  translations = new Map(texts.map((text, i) => [hashes.slice(i * HASH_LENGTH, (i + 1) * HASH_LENGTH), text] as const));
}

/**
 * The text in the reader's language: of a template, or of a constant marked with sayLater.
 *
 * Values stay as they are, and so does code between backquotes.
 */
export function say(
  pattern: TemplateStringsArray | string,
  ...values: readonly (string | number | undefined)[]
): string {
  const parts = typeof pattern === 'string' ? [pattern] : pattern;
  const translation = translations.size === 0 ? undefined : translationOf(patternOf(parts));
  if (translation !== undefined) return fill(translation, parts, values);
  let text = parts[0];
  for (let i = 0; i < values.length; i++) text += values[i] + parts[i + 1];
  return text;
}

/** Undefined also for what is translated already. */
function translationOf(pattern: string): string | undefined {
  return CHINESE.test(pattern) ? undefined : translations.get(patternHash(pattern));
}

const CHINESE = /[\u3400-\u9fff]/;

/** Marks a constant that say() gets later, when the language is known: modules are loaded before. */
export function sayLater(pattern: string): string {
  return pattern;
}

/** `{0} of {1}`: the template with its values numbered. */
function patternOf(parts: readonly string[]): string {
  return parts.reduce((pattern, part, i) => `${pattern}{${i - 1}}${part}`);
}

const CODE = /`[^`]*`/g;
const HASH_LENGTH = 5;
const HASHES = 36 ** HASH_LENGTH;

/**
 * A short name for the pattern without its code: FNV-1a in base 36. scripts/languages.mjs checks that no two patterns share one;
 * other text collides with one of them about once in 100 000 cases.
 */
export function patternHash(pattern: string): string {
  const text = withoutCode(pattern);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return ((hash >>> 0) % HASHES).toString(36).padStart(HASH_LENGTH, '0');
}

/** The pattern with its code cut out: `` in place of each. */
export function withoutCode(pattern: string): string {
  return pattern.replace(CODE, '``');
}

/** The translation with code and values where it has `` and {0}. */
function fill(translation: string, parts: readonly string[], values: readonly (string | number | undefined)[]): string {
  const code = patternOf(parts).match(CODE) ?? [];
  let next = 0;
  // In one pass each, and values last: they may hold either.
  return translation
    .replace(/``/g, () => code[next++] ?? '')
    .replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
}
