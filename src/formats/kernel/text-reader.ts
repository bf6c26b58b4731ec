/**
 * Reads a text that holds kernel stacks line by line, and decides what a line means where it stands.
 *
 * Two kinds of stacks meet: files of /proc, whose frames follow each other without a title, and traces of the kernel's
 * log, which stand below heads and may be interrupted by other messages.
 */
import {LineSplitter} from '../../base/line-splitter.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {SkippedCounter} from '../skipped.ts';
import {
  frameOf,
  isOutermostFrame,
  isUnnamedFrame,
  type KernelFrame,
  parseFrame,
  unescaped,
  waitFrames,
} from './frames.ts';
import {type Head, interruptedFunction, isTraceTitle, parseHead, type ThreadFacts} from './heads.ts';
import {type ProcLine, parseProcLine} from './proc-lines.ts';
import {type PsColumns, parsePsRow, parsePsTitle} from './ps-table.ts';
import type {ThreadCollector} from './thread-collector.ts';

/** What a line says stands in its beginning. */
const MAX_LINE = 4096;
/** Deeper stacks than the kernel's own limits allow (PROC_STACK_DEPTH is 64) are cut. */
const MAX_FRAMES = 512;
/** What sections of interrupts begin and end with. */
const INTERRUPT = /<(?:IRQ|NMI|SOFTIRQ|ENTRY_TRAMPOLINE|#\w+)>/;
const INTERRUPT_END = /<(?:\/IRQ|\/NMI|\/SOFTIRQ|\/ENTRY_TRAMPOLINE|\/#\w+|EOI|<EOE>)>/;

/** A stack that is being read. */
interface OpenStack {
  readonly facts: ThreadFacts;
  /** Below a head of the log, where other messages may stand between frames. */
  readonly isTrace: boolean;
  readonly frames: KernelFrame[];
  /** Frames that count only where there are no others: stale ones, and those of interrupts. */
  readonly others: KernelFrame[];
  isInInterrupt: boolean;
  readonly byteOffset: number;
  /** The path of /proc that every line repeats, '' for none. */
  readonly path: string;
}

export class KernelTextReader {
  readonly skipped: SkippedCounter = new SkippedCounter();
  /** Letters of the longest name in a WCHAN column. */
  longestWchan = 0;
  private readonly threads: ThreadCollector;
  private readonly lines: LineSplitter;
  private stack: OpenStack | undefined;
  /** What the last report said of the thread whose stack comes next. */
  private reported: ThreadFacts = {};
  /** What /proc lines said of the process whose stack comes next. */
  private named: ThreadFacts = {};
  private columns: PsColumns | undefined;
  /** The file of /proc of which `cat` prints the content next. */
  private nextFile = '';

  constructor(threads: ThreadCollector) {
    this.threads = threads;
    this.lines = new LineSplitter((bytes, start, end, line) => {
      const text = decodeUtf8(bytes, start, Math.min(end, start + MAX_LINE));
      if (!this.readLine(unescaped(text))) this.skipped.add(line);
    });
  }

  write(chunk: Uint8Array): void {
    this.lines.write(chunk);
  }

  end(): void {
    this.lines.end();
    this.close(this.lines.inputLength);
  }

  /** Whether the line was understood. */
  private readLine(text: string): boolean {
    if (text.trim() === '') return this.readBlank();
    if (this.columns !== undefined) {
      const row = parsePsRow(text, this.columns);
      if (row !== undefined) {
        this.longestWchan = Math.max(this.longestWchan, row.wchan.length);
        this.threads.addFacts(row.facts, waitFrames(row.wchan), this.lines.lineOffset);
        return true;
      }
    }
    const columns = parsePsTitle(text);
    if (columns === undefined) return this.readFrame(text) || this.readHead(parseHead(text)) || this.readOther(text);
    this.close();
    this.columns = columns;
    return true;
  }

  private readBlank(): boolean {
    const last = this.stack?.frames.at(-1);
    if (last !== undefined && isOutermostFrame(last)) this.close();
    return true;
  }

  private readFrame(text: string): boolean {
    const isMark = isUnnamedFrame(text);
    const frame = isMark ? undefined : parseFrame(text);
    if (frame === undefined) return isMark;
    const proc = text.includes('/proc/') ? parseProcLine(text) : undefined;
    const stack = this.stackFor(frame, proc);
    if (stack === undefined) return false;
    this.markInterrupt(stack, text);
    if (stack.frames.length + stack.others.length < MAX_FRAMES) {
      (frame.isStale || stack.isInInterrupt ? stack.others : stack.frames).push(frame);
    }
    return true;
  }

  /** The stack that the frame belongs to, opened where it is the first. */
  private stackFor(frame: KernelFrame, proc: ProcLine | undefined): OpenStack | undefined {
    const open = this.stack;
    const path = proc === undefined || proc.facts.pid === undefined ? '' : `${proc.facts.pid}`;
    const isOver = open !== undefined && (open.path !== path || this.isOver(open, frame));
    if (open !== undefined && !isOver) return open;
    this.close();
    // A lone line with a function and offset may be any message; a file of /proc has its address.
    if (!frame.isBracketed && frame.isStale) return undefined;
    const facts = proc === undefined ? this.named : {...proc.facts};
    this.named = {};
    return this.open(facts, false, path);
  }

  private isOver({frames, isTrace}: OpenStack, frame: KernelFrame): boolean {
    if (isTrace) return frame.isFromProc;
    const last = frames.at(-1);
    return last !== undefined && isOutermostFrame(last) && !isOutermostFrame(frame);
  }

  private readHead(head: Head | undefined): boolean {
    if (head === undefined) return false;
    const {facts, kind} = head;
    if (kind === 'work') {
      if (this.stack !== undefined) this.stack = {...this.stack, facts: {...this.stack.facts, ...facts}};
      return true;
    }
    this.close();
    if (kind === 'holder') this.threads.addFacts(facts, [], this.lines.lineOffset);
    else if (kind === 'report') this.reported = facts;
    else {
      const isSame = this.reported.pid === undefined || this.reported.pid === facts.pid;
      this.open(isSame ? {...facts, ...this.reported, ...pidOf(facts)} : facts, true, '');
      this.reported = {};
    }
    return true;
  }

  private readOther(text: string): boolean {
    if (isTraceTitle(text)) return this.readTraceTitle();
    const leaf = interruptedFunction(text);
    if (leaf !== undefined) return this.readInterrupted(leaf);
    if (this.stack !== undefined && this.markInterrupt(this.stack, text)) return true;
    if (/<\/?TASK>/.test(text)) return true;
    const proc = parseProcLine(text);
    if (proc !== undefined) return this.readProcLine(proc);
    if (this.nextFile !== '') return this.readContent(text);
    if (this.stack?.isTrace === false) this.close();
    return false;
  }

  private readTraceTitle(): boolean {
    const {stack} = this;
    if (stack?.isTrace === true && stack.others.length === 0 && stack.frames.length <= 1) return true;
    this.close();
    this.open(this.reported, true, '');
    this.reported = {};
    return true;
  }

  /** Where an interrupt came counts as the innermost frame, unless it is inside the trace already. */
  private readInterrupted(symbol: string): boolean {
    const {stack} = this;
    if (stack?.isTrace !== true || stack.frames.length + stack.others.length > 0) return stack !== undefined;
    stack.frames.push(frameOf(symbol));
    return true;
  }

  private markInterrupt(stack: OpenStack, text: string): boolean {
    if (!stack.isTrace || !text.includes('<')) return false;
    const isBegin = INTERRUPT.test(text);
    const isEnd = INTERRUPT_END.test(text);
    if (isBegin) stack.isInInterrupt = true;
    if (isEnd) stack.isInInterrupt = false;
    return isBegin || isEnd;
  }

  private readProcLine({content, facts, file}: ProcLine): boolean {
    if (content !== undefined) {
      if (file === 'wchan') this.threads.addFacts(facts, waitFrames(content), this.lines.lineOffset);
      else if (file === 'comm' || file === 'status') this.threads.addFacts(facts, [], this.lines.lineOffset);
      return true;
    }
    this.close();
    // A status file gives name and number on lines of their own.
    const isNew = facts.pid !== undefined && this.named.pid !== undefined && facts.pid !== this.named.pid;
    this.named = isNew || (file === 'status' && facts.comm !== undefined) ? facts : {...this.named, ...facts};
    this.nextFile = file === 'wchan' || file === 'comm' ? file : '';
    return true;
  }

  /** What `cat` printed: of comm a line, of wchan a name with the prompt right behind it. */
  private readContent(text: string): boolean {
    const file = this.nextFile;
    this.nextFile = '';
    if (file === 'comm') {
      this.threads.addFacts({...this.named, comm: text.trim().slice(0, 64)}, [], this.lines.lineOffset);
      return true;
    }
    const symbol = /^[A-Za-z_][\w.]{2,100}/.exec(text)?.[0];
    if (symbol === undefined) return false;
    this.threads.addFacts(this.named, [frameOf(symbol)], this.lines.lineOffset);
    this.named = {};
    return true;
  }

  private open(facts: ThreadFacts, isTrace: boolean, path: string): OpenStack {
    const stack: OpenStack = {
      facts,
      isTrace,
      frames: [],
      others: [],
      isInInterrupt: false,
      byteOffset: this.lines.lineOffset,
      path,
    };
    this.stack = stack;
    return stack;
  }

  /** @param end  where the text of the open stack ends */
  private close(end: number = this.lines.lineOffset): void {
    const {stack} = this;
    this.stack = undefined;
    if (stack === undefined) return;
    const frames = stack.frames.length > 0 ? stack.frames : stack.others;
    const isMessage = frames.length === 1 && !frames[0].isBracketed && !stack.isTrace;
    if (frames.length === 0 || isMessage) {
      this.threads.addFacts(stack.facts, [], stack.byteOffset);
      return;
    }
    this.threads.addStack(stack.facts, frames, stack.byteOffset, end - stack.byteOffset);
  }
}

function pidOf({comm, pid}: ThreadFacts): ThreadFacts {
  return {...(comm === undefined ? {} : {comm}), ...(pid === undefined ? {} : {pid})};
}
