/**
 * What a question is: SQL over the tables of docs/dataset.md, in words that all engines share.
 */
import type {Dialect} from './dialects/dialect.ts';

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
