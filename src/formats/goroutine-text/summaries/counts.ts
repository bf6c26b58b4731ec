/**
 * Counts of stacks, by hand or by `sort | uniq -c`.
 *
 * A count has nine digits at most: no process has more goroutines, so a longer number is something else.
 */
import {FILE_PLACE, type Rule, rule, SYMBOL} from './rule.ts';

/** What a name ends in. */
const METHOD = /^\.[\w[\]-]+$/;

/** A count at a function, by hand: `528 @ pkg.(*T).M+0x482	file.go:82`; the package may be missing. */
const countAtFunction = rule(
  String.raw`^\s*(\d{1,9})\s*@\s*((?:[\w./~%*\[\]-]|\([\w*.\[\]]+\)(?=\.))+)(?:\+0x[0-9a-f]+)?(?:\(.*\))?(?:\s+(${FILE_PLACE}))?$`,
  ([, count, name, file], writer) => {
    if (!METHOD.test(name.slice(name.lastIndexOf('.')))) return 'refused';
    writer.countPlace(Number(count), name, file ?? '');
    return 'used';
  },
);

/** `grep | sort | uniq -c` of call lines: `  16529 pkg.Func(, , )`, perhaps cut behind the parenthesis. */
const uniqueCalls = rule(String.raw`^\s*(\d{1,9})\s+(${SYMBOL})(\([^()]*\)?)?\s*$`, ([, count, name, call], writer) => {
  if (call === undefined && !/[/*]/.test(name)) return 'refused';
  if (/\.(?:go|txt|log|json|gz|pb)$/.test(name)) return 'refused';
  writer.beginCounted(Number(count));
  writer.frame(name, '');
  return 'frames';
});

/** The same of headers without ids: `  12 goroutine [chan send]:`, `12 [select]:`, `48 goroutines [select, 4 minutes]:`. */
const uniqueStates = rule(
  /^\s*(\d{1,9})\s+(?:goroutines?\s+(?:\S+\s+)?)?\[([a-zA-Z][^[\]]*)\]:?\s*$/,
  ([, count, state], writer) => {
    writer.assembler.expectCount(Number(count));
    writer.begin(-1, state);
    return 'frames';
  },
);

/** `138 occurences. Sample stack trace:` and its like: the next stack stands for so many. */
const occurrences = rule(
  /^\W*(\d{1,9})\s*(?:x|times|occurr?ences?|instances?|copies|samples|goroutines?)\b(?=.*(?:stack|trace|:\s*$)).*$/i,
  ([, count], writer) => {
    writer.assembler.finish();
    writer.assembler.expectCount(Number(count));
    return 'frames';
  },
);

export const COUNTS: readonly Rule[] = [countAtFunction, uniqueCalls, uniqueStates, occurrences];
