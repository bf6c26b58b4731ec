/**
 * panicparse's buckets: a count, a state, who created them, and aligned frames.
 */
import {type Rule, rule} from './rule.ts';

/** panicparse: `12: chan receive [3~9 minutes] [Created by pkg.Func @ file.go:12]`. */
const panicparse = rule(
  /^(\d{1,9}): ([a-zA-Z][^[\]]*?)(?: \[(?:(\d+)~)?(\d+) minutes?\])?( \[locked\])?(?: \[Created by (\S+?)(?:\(\))?(?: @ \S+)?\])?$/,
  ([, count, state, least, most, locked, creator], writer) => {
    if (creator === undefined && most === undefined && locked === undefined && !/[a-z] [a-z]/.test(state)) {
      if (!/^(?:select|running|runnable|sleep|syscall|semacquire|idle|IO wait)$/.test(state)) return 'refused';
    }
    writer.assembler.expectCount(Number(count));
    writer.begin(-1, most === undefined ? state : `${state}, ${least ?? most} minutes`);
    if (creator !== undefined) writer.createdBy(creator);
    return 'frames';
  },
);

/** panicparse's frames: `    http     server.go:2109    HandlerFunc.ServeHTTP(…)`. */
const panicparseFrame = rule(
  /^\s+([\w./-]+)\s+(\S+\.\w+:\d+)\s+((?:\(\*?\w+\)\.)?[\w.]+)\((.*)\)\s*$/,
  ([, home, file, name], writer) => {
    if (!writer.assembler.isOpen) return 'refused';
    writer.frame(`${home}.${name}`, file);
    return 'frames';
  },
);

export const PANICPARSE: readonly Rule[] = [panicparse, panicparseFrame];
