/**
 * Regular expressions of users and of profiles, matched in linear time; the only file that knows the engine.
 *
 * The syntax is that of Go (RE2), as in go tool pprof. JavaScript's own engine would let a pattern inside a downloaded
 * profile hang the program.
 */
import {RE2JS} from 're2js';
import {failure} from '../base/errors.ts';

export interface Pattern {
  /** As the user wrote it. */
  readonly source: string;
  /** Whether the pattern matches anywhere in the text. */
  test(text: string): boolean;
}

/**
 * Compiles a pattern.
 *
 * @param what  for the message: where the pattern came from, e.g. `--focus`
 * @throws INVALID_PATTERN
 */
export function compilePattern(source: string, what = 'pattern'): Pattern {
  const engine = compile(source, what);
  return {source, test: (text) => engine.test(text)};
}

/** Compiles a pattern that must match a whole text. */
export function compileWholePattern(source: string, what = 'pattern'): Pattern {
  const engine = compile(`^(${source})$`, what);
  return {source, test: (text) => engine.test(text)};
}

function compile(source: string, what: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    throw failure('INVALID_PATTERN', `${what} is no regular expression: ${reason}`);
  }
}
