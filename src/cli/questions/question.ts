/**
 * What a question is: SQL over the tables of docs/dataset.md, in words that all engines share.
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

export interface QuestionParameters {
  /** Numbers that a question decides on, by name. */
  readonly limits: Readonly<Record<string, number>>;
  /** The word after the name of the question; '' for questions that take none. */
  readonly argument: string;
  readonly dialect: Dialect;
}

export interface Question {
  readonly name: string;
  readonly summary: string;
  /** What the word after the name is, for questions that take one. */
  readonly argument?: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly sql: (parameters: QuestionParameters) => string;
}
