/**
 * What a rule of a summary form is: a pattern of a line, and what it says about goroutines.
 */
import type {SummaryWriter} from './summary-writer.ts';

/** What a rule does with a line: whether the frames that follow are a goroutine's. */
export type Verdict = 'frames' | 'aside' | 'used' | 'refused';

export interface Rule {
  readonly pattern: RegExp;
  readonly use: (match: RegExpExecArray, writer: SummaryWriter) => Verdict;
}

const PARTS = String.raw`(?:\.[\w\[\]\xc2\xb7-]+)+`;
const RECEIVER = String.raw`\.?\(\*?[\w\[\].]+\)`;
/** A Go function's name that cannot be a file or a word: it has an import path, a receiver or a call's parentheses. */
export const SYMBOL: string = String.raw`(?:[\w.~%-]+/)*[\w~%-]+(?:${PARTS}(?:${RECEIVER}${PARTS})?|${RECEIVER}${PARTS})`;
export const FILE_PLACE: string = String.raw`\S+:\d+`;

export function rule(pattern: RegExp | string, use: Rule['use']): Rule {
  return {pattern: typeof pattern === 'string' ? new RegExp(pattern) : pattern, use};
}
