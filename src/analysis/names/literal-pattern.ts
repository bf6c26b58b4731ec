/**
 * Regular expressions that are only plain text: words, escaped dots, `^` and `$` at their ends, alternatives.
 *
 * Only ASCII, and only what means the same in every dialect; anything else is left to the engine.
 */

type Test = (text: string) => boolean;

/** Longer ones come from no person, and a file's may be megabytes. */
const MAX_LENGTH = 4096;

/** Characters that stand for themselves, escaped punctuation, anchors at the ends. */
const LITERAL = /^\^?(?:[\w /:;,<>@#%&=~!"'`-]|\\[\\.+*?()[\]{}^$|/-])*\$?$/;

/**
 * The pattern as a comparison of text, undefined when it is more than that.
 *
 * @param isWhole  whether it must match the whole text instead of any part
 */
export function literalPattern(source: string, isWhole: boolean): Test | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  const tests: Test[] = [];
  for (const part of alternatives(source)) {
    if (!LITERAL.test(part)) return undefined;
    tests.push(literalTest(part, isWhole));
  }
  return tests.length === 1 ? tests[0] : (text) => tests.some((test) => test(text));
}

/** Parts between bars that are not escaped. */
function alternatives(source: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '|') {
      parts.push(source.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(source.slice(from));
  return parts;
}

function literalTest(part: string, isWhole: boolean): Test {
  const isAtStart = part.startsWith('^');
  // An escaped dollar belongs to the text; LITERAL has made sure that backslashes come in pairs with what they escape.
  const isAtEnd = /(?:^|[^\\])(?:\\\\)*\$$/.test(part);
  const text = part.slice(isAtStart ? 1 : 0, isAtEnd ? -1 : undefined).replace(/\\(.)/g, '$1');
  if (isWhole || (isAtStart && isAtEnd)) return (other) => other === text;
  if (isAtStart) return (other) => other.startsWith(text);
  return isAtEnd ? (other) => other.endsWith(text) : (other) => other.includes(text);
}
