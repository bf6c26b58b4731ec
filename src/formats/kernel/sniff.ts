/**
 * Recognizes texts with kernel stacks by marks that no other text has: frames with offset and size, titles of reports, a
 * WCHAN column. A text with goroutines is a goroutine dump whatever else it holds.
 */
import {isUnnamedFrame, parseFrame, unescaped} from './frames.ts';
import {isTraceTitle, parseHead} from './heads.ts';
import {parsePsTitle} from './ps-table.ts';

/** Where the next thing that either kind of dump consists of may stand. */
export type Evidence = 'goroutines' | 'kernel' | undefined;

const GOROUTINE = /goroutine \d+ (?:gp=|\[)|goroutine profile: total/;
const WCHAN_FILE = /\/proc\/\d+\/(?:task\/\d+\/)?wchan:\w/;
/** A frame in a line: what is around it is looked at afterwards. */
const MAYBE =
  /\+0x[0-9a-f]+\/0x|WCHAN|blocked|LOCKUP|lockup|stall|task:|wchan|0x[0-9a-f]{8}\b|Linux version|Call [Tt]race:/;
/** A log of the kernel since its start; stacks come later, if any. */
const BOOT = /\[ *0\.0{6}\](?:\[ *T\d+\])? (?:Linux version|Booting Linux)/;

/** What the first line that shows either is evidence of. */
export function evidenceIn(lines: readonly string[]): Evidence {
  for (const line of lines) {
    if (GOROUTINE.test(line)) return 'goroutines';
    if (isOfKernel(line)) return 'kernel';
  }
  return undefined;
}

/** Whether the beginning of a text shows kernel stacks, and no goroutines. */
export function isKernelText(lines: readonly string[]): boolean {
  return lines.some(isOfKernel) && !lines.some((line) => GOROUTINE.test(line));
}

function isOfKernel(line: string): boolean {
  if (!MAYBE.test(line)) return false;
  const text = unescaped(line);
  if (BOOT.test(text) || WCHAN_FILE.test(text) || parsePsTitle(text) !== undefined) return true;
  const kind = parseHead(text)?.kind;
  if (kind === 'report' || (kind === 'thread' && text.includes('task:'))) return true;
  // A frame in brackets is of the kernel; others need their title.
  return isUnnamedFrame(text) || parseFrame(text)?.isBracketed === true || isTraceTitle(text);
}
