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
  const filled = (text: string): string =>
    text.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
  // In one pass: values may hold either.
  return translation
    .split(/(``|\{\d+\})/)
    .map((piece) => filled(piece === '``' ? (code[next++] ?? '') : piece))
    .reduce(joined);
}

/** One after the other, with a space between Chinese and Latin, and none beside Chinese and its punctuation. */
function joined(before: string, after: string): string {
  const left = before.replace(/ $/, '');
  const right = after.replace(/^ /, '');
  const seam = left.slice(-1) + right.slice(0, 1);
  if (CLOSE.test(seam)) return left + right;
  return APART.test(seam) ? `${left} ${right}` : before + after;
}

const CLOSE = /[\uff0c\u3002\uff1a\uff1b\uff01\uff1f\u3001\uff08\uff09]|[\u3400-\u9fff]{2}/;
const APART = /[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u3400-\u9fff]/;
