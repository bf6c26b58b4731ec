/**
 * Regular expressions of users and of profiles, matched in linear time; the only file that knows the engine.
 *
 * The syntax is that of Go (RE2), as in go tool pprof. JavaScript's own engine would let a pattern inside a downloaded
 * profile hang the program. Plain text, which most patterns are, is compared without any engine, so that hosts which
 * load it on demand rarely have to.
 */
import {RE2JS, RE2JSException} from 're2js';
import {failure} from '../../base/errors.ts';
import {literalPattern} from './literal-pattern.ts';

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
  return {source, test: literalPattern(source, false) ?? compile(source, what)};
}

/** Compiles a pattern that must match a whole text. */
export function compileWholePattern(source: string, what = 'pattern'): Pattern {
  return {source, test: literalPattern(source, true) ?? compile(`^(${source})$`, what)};
}

/** The text of the pattern's first group in what matches; undefined where nothing does. */
export function compileCapture(source: string, what = 'pattern'): (text: string) => string | undefined {
  const engine = engineOf(source, what);
  return (text) => {
    const matcher = engine.matcher(text);
    return matcher.find() ? (matcher.group(1) ?? undefined) : undefined;
  };
}

function compile(source: string, what: string): (text: string) => boolean {
  const engine = engineOf(source, what);
  return (text) => engine.test(text);
}

function engineOf(source: string, what: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    // Whatever else goes wrong is not the pattern's fault.
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, '');
    throw failure('INVALID_PATTERN', `${what} is not a regular expression: ${reason}`);
  }
}
