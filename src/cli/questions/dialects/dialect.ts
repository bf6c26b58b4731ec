/**
 * What a dialect is.
 */

/** How an engine says what engines say differently. */
export interface Dialect {
  readonly name: string;
  /** Text as a literal, whatever is in it. */
  readonly literal: (text: string) => string;
  /** Whether `column` is like `pattern`, in which `*` stands for any text. */
  readonly isLike: (column: string, pattern: string) => string;
  /** What follows a table in FROM, so that there is a row `element` for each element of its list. */
  readonly eachOf: (list: string, element: string) => string;
  /** The value of `column` in the row with the largest `by`. */
  readonly maxBy: (column: string, by: string) => string;
  /** Statements that make the tables out of the files below `root`. */
  readonly tables: (root: string) => string;
}
