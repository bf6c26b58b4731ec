/**
 * Names of inputs in commands that a reader may copy: quoted where a shell would read more into them, and no command at all
 * where the input cannot be opened again under its name.
 */
import {safeText} from '../../base/safe-text.ts';

/** What no shell takes for anything else; zsh minds `?`, `&`, `*` and a leading `=` of an unquoted URL. */
const PLAIN = /^[\w./:@%+,-][\w./:@%+,=-]*$/;

/** Masked parts of a URL, redacted profiles, and what came through a pipe: there is no such input to open. */
const NO_INPUT = /\*\*\*| \(redacted(?:, PARTIAL)?\)$|^standard input$/;

/** The names as arguments, undefined where one of them cannot be opened again. */
export function commandInputs(names: readonly string[]): string | undefined {
  if (names.some((name) => NO_INPUT.test(name))) return undefined;
  return names.map(quoted).join(' ');
}

/** A name as a shell reads it back. */
export function quoted(name: string): string {
  const shown = safeText(name);
  return PLAIN.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}
