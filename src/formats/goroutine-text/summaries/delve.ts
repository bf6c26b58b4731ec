/**
 * Delve's `goroutines`, with stacks or without.
 */
import {type Rule, rule} from './rule.ts';

/** Delve: `* Goroutine 1 - User: ./main.go:12 main.main (0x4a2f01) [chan receive 1234]`. */
const delve = rule(
  /^\W*Goroutine (\d+) - (?:User|Runtime|Go|Start): (\S[^:]*(?::(?!\d)[^:]*)*:\d+) (\S+)(?: \(0x[0-9a-f]+\))?( \(thread \d+\))?(?: \[([^\d\]]*)(?:\d[^\]]*)?\])?$/,
  ([, id, file, name, thread, state], writer) => {
    // Older releases print no state: what has no thread does not run.
    writer.begin(Number(id), state?.trim() ?? (thread === undefined ? 'waiting' : 'running'));
    writer.frame(name, file);
    return 'frames';
  },
);

/** The stack under it, `goroutines -t`: `2  0x00000000004a2f01 in main.main`, then `at /src/main.go:12`. */
const delveFrame = rule(/^\s*(\d+)\s+0x[0-9a-f]+ in (\S+)\s*$/, ([, depth, name], writer) => {
  if (!writer.assembler.isOpen) return 'refused';
  if (depth === '0') writer.assembler.dropFrames();
  writer.frame(name, '');
  return 'frames';
});

const delvePlace = rule(/^\s*at\s+(\S+:\d+)\s*$/, ([, file], writer) => {
  if (!writer.assembler.hasPendingFrame) return 'refused';
  writer.place(file);
  return 'frames';
});

export const DELVE: readonly Rule[] = [delve, delveFrame, delvePlace];
