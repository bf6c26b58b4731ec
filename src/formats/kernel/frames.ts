/**
 * Reads one frame of a kernel stack: `[<0>] do_wait+0x1d7/0x250`, `? schedule+0x29/0x70 [nfs]`.
 *
 * Frames are recognized from their ends, so that nothing needs to be known of what logs and web pages put before them.
 */

export interface KernelFrame {
  /** Without what compilers append (`.isra.0`, `.cold`); equal in all builds. */
  readonly name: string;
  readonly symbol: string;
  /** Name of the module, '' for the kernel itself. */
  readonly module: string;
  /** As decode_stacktrace.sh appends it; '' and 0 when unknown. */
  readonly file: string;
  readonly line: number;
  /** An address, or what is left of one, stands before it: files of /proc, and traces up to Linux 4.9. */
  readonly isBracketed: boolean;
  /** The word of hidden addresses, `[<0>]`, which only /proc prints. */
  readonly isFromProc: boolean;
  /** Marked `?`: left on the stack by an earlier call. */
  readonly isStale: boolean;
}

/** `+0x1d7/0x250 [nfs] (P)`, `+0x1/0x2 kernel/exit.c:12`, `+0x1/0x2 [nfs 0123abcd]`. */
const TAIL =
  /^\+0x[0-9a-f]+\/0x[0-9a-f]+(?: ([\w./-]+):(\d+))?(?: \[([\w-]+)(?: [0-9a-f]+)?\])?(?: \([A-Zun][\w ]*\))*\s*$/;
const PLACE = /^([\w./-]+):(\d+)$/;
const SYMBOL = /^\.?[A-Za-z_][\w.$]*$/;
const ADDRESS = /\[<?([0-9a-f]{0,16})>?\]$/;
/** What may stand before a frame without an address: nothing, or the end of a log's prefix. */
const PREFIX_END = /(?:^|[\]>:|\d])$/;
/** Places that the kernel mentions in sentences: held locks, interrupts, registers. */
const SENTENCE = /(?:\bat:|\bat|\):|[=},]|\b(?:pc|lr|sp|PC|LR|NIP|RIP) ?:|\b\d{4}:)$/;
const NOT_SYMBOLIZED = /\[<?[0-9a-f]{0,16}>?\] 0x[0-9a-f]+(?: \[[\w-]+\])?\s*$/;
const APPENDED = /\.(?:isra|constprop|part|cold|lto_priv|llvm)(?:\.\d+)*(?=\.|$)/g;
const MAX_SYMBOL = 512;

/** The frame that a line ends in; undefined when it ends in none. */
export function parseFrame(text: string): KernelFrame | undefined {
  const at = text.lastIndexOf('+0x');
  if (at < 0) return parseInlined(text);
  const tail = TAIL.exec(text.slice(at, at + MAX_SYMBOL));
  if (tail === null || text.length - at > MAX_SYMBOL) return undefined;
  const start = Math.max(text.lastIndexOf(' ', at), text.lastIndexOf('\t', at)) + 1;
  const symbol = text.slice(start, at);
  const before = text.slice(0, start).trimEnd();
  const isStale = before.endsWith('?');
  const rest = isStale ? before.slice(0, -1).trimEnd() : before;
  const address = ADDRESS.exec(rest.slice(-20));
  const prefix = address === null ? rest : rest.slice(0, -address[0].length).trimEnd();
  if (!isSymbol(symbol) || SENTENCE.test(prefix.slice(-8))) return undefined;
  if (address === null && !PREFIX_END.test(prefix)) return undefined;
  const [, file = '', line = '0', module = ''] = tail;
  return {
    name: nameOf(symbol),
    symbol,
    module,
    file,
    line: Number(line),
    isBracketed: address !== null,
    isFromProc: address !== null && address[1] === '0',
    isStale,
  };
}

/** Whether the line is a frame without a name, such as the mark at the end of stacks up to Linux 4.14. */
export function isUnnamedFrame(text: string): boolean {
  return NOT_SYMBOLIZED.test(text.slice(-MAX_SYMBOL));
}

/** The function of a symbol, without the dot of PowerPC and what compilers append. */
export function nameOf(symbol: string): string {
  return symbol.replace(/^\./, '').replace(APPENDED, '');
}

function parseInlined(text: string): KernelFrame | undefined {
  const words = text.slice(-MAX_SYMBOL).trim().split(' ');
  if (words.pop() !== '[inline]') return undefined;
  const place = PLACE.exec(words.pop() ?? '');
  const symbol = words.pop() ?? '';
  if (place === null || !isSymbol(symbol)) return undefined;
  const [, file, line] = place;
  return {
    name: nameOf(symbol),
    symbol,
    module: '',
    file,
    line: Number(line),
    isBracketed: false,
    isFromProc: false,
    isStale: false,
  };
}

function isSymbol(text: string): boolean {
  return text.length <= MAX_SYMBOL && SYMBOL.test(text);
}

/** The outermost frames: entries from programs, and the start of kernel threads. */
const OUTERMOST =
  /^(?:(?:\w*_)?entry_(?:SYSCALL|SYSENTER|INT80)\w*|system_call\w*|tracesys\w*|ret_from_(?:fork|kernel_thread)\w*|kernel_thread_helper|el0t?_(?:svc|sync|irq|64)\w*|asm_\w+|ret_to_user\w*|child_rip|sysenter_\w+)$/;

/** Whether a stack ends with this frame. */
export function isOutermostFrame({name}: KernelFrame): boolean {
  return OUTERMOST.test(name);
}

/** The stack that `wchan` is: one frame, or none where the thread runs. */
export function waitFrames(wchan: string): KernelFrame[] {
  return /^[A-Za-z_][\w.]{0,200}$/.test(wchan) ? [frameOf(wchan)] : [];
}

/** A frame of which only the function is known. */
export function frameOf(symbol: string): KernelFrame {
  return {
    name: nameOf(symbol),
    symbol,
    module: '',
    file: '',
    line: 0,
    isBracketed: false,
    isFromProc: false,
    isStale: false,
  };
}

/** Web pages escape what stands around addresses. */
export function unescaped(text: string): string {
  return text.includes('&') ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>') : text;
}
