/**
 * Translations by pattern, for a thread that speaks another language than English.
 */
import {translateBy, type Values} from './say.ts';

/** @param catalogue  as scripts/languages.mjs writes it: a line of all hashes, then their texts, a line each; undefined for English */
export function useCatalogue(catalogue: string | undefined): void {
  if (catalogue === undefined) {
    translateBy(undefined);
    return;
  }
  const [hashes, ...texts] = catalogue.split('\n');
  const translations = new Map(
    texts.map((text, i) => [hashes.slice(i * HASH_LENGTH, (i + 1) * HASH_LENGTH), text] as const),
  );
  translateBy((parts, values) => {
    const translation = translations.get(patternHash(patternOf(parts)));
    // What is translated already may come again.
    return translation === undefined || CHINESE.test(parts.join('')) ? undefined : fill(translation, parts, values);
  });
}

const CHINESE = /[\u3400-\u9fff]/;

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
function fill(translation: string, parts: readonly string[], values: Values): string {
  const code = patternOf(parts).match(CODE) ?? [];
  let next = 0;
  // In one pass each, and values last: they may hold either.
  return translation
    .replace(/``/g, () => code[next++] ?? '')
    .replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
}
