/**
 * Stacks that somebody shortened by hand: a placeholder where the id stood, a call and its file in one line, and the
 * count in the sentence above.
 */
import {FILE_PLACE, type Rule, rule, SYMBOL} from './rule.ts';

/** `goroutine NNNNN [chan send, 49 minutes]:`, `goroutine xxx [select]:`, `goroutine ... [running]:`. */
const namelessHeader = rule(
  /^\s*goroutine (?:[NXx#?*_]+|\.{2,3}|<\w+>) \[([a-zA-Z][^[\]]*)\]:?$/,
  ([, state], writer) => {
    writer.begin(-1, state);
    return 'frames';
  },
);

/** `pkg.(*T).Method(...) file.go:66`, its offset perhaps behind it. */
const callWithFile = rule(
  String.raw`^\s*(${SYMBOL})\([0-9a-fx, {}_?.-]*\)\s+(${FILE_PLACE})(?:\s\+0x[0-9a-f]+)?$`,
  ([, name, file], writer) => {
    if (!writer.assembler.isOpen || writer.assembler.isClosed) return 'refused';
    writer.frame(name, file);
    return 'frames';
  },
);

/** `dumps contained **305 goroutines** parked exactly here:`: the next stack stands for so many. */
const countInSentence = rule(
  /(?<![\w.])(\d{1,9})\s+goroutines?\b\W+(?:(?:all|are|is|were|was|each)\s+)*(?:parked|blocked|stuck|waiting|hanging|hung|leaked|piled up|sitting)\b.{0,40}:\W*$/i,
  ([, count], writer) => {
    writer.assembler.finish();
    writer.assembler.expectCount(Number(count));
    return 'frames';
  },
);

export const BY_HAND: readonly Rule[] = [namelessHeader, callWithFile, countInSentence];
