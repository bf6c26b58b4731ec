/**
 * Patterns from users and from files, in the syntax of Go's regular expressions; the only file that knows re2js.
 *
 * The engine is linear in the text, so that no pattern, typed or found in a profile, can hang us.
 */
import {RE2JS, RE2JSException} from 're2js';
import {failure} from '../base/errors.ts';

export interface Pattern {
  readonly text: string;
  /** Whether the pattern matches anywhere in `text`. */
  test(text: string): boolean;
}

/**
 * @param name  the option or field the pattern came from, for the message
 * @throws INVALID_PATTERN
 */
export function compilePattern(text: string, name = 'pattern'): Pattern {
  try {
    const compiled = RE2JS.compile(text);
    return {text, test: (subject) => compiled.test(subject)};
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw failure('INVALID_PATTERN', `${name}: ${error.message}`);
  }
}
