/**
 * Goroutines as debuggers of editors list them.
 */
import {type Rule, rule, SYMBOL} from './rule.ts';

/** Debuggers of editors: `Goroutine 87`, then `  pkg.Func (/src/file.go:99)`. */
const editorHeader = rule(/^\s*Goroutine (\d+)\s*$/, ([, id], writer) => {
  writer.begin(Number(id), 'waiting');
  return 'frames';
});

const editorFrame = rule(String.raw`^\s+(${SYMBOL}) \((\S+:\d+)\)\s*$`, ([, name, file], writer) => {
  if (!writer.assembler.isOpen) return 'refused';
  writer.frame(name, file);
  return 'frames';
});

export const EDITOR: readonly Rule[] = [editorHeader, editorFrame];
