/**
 * Lines that say which process the stack below or behind them is of: paths of /proc, and lines of its status files.
 */
import type {ThreadFacts} from './heads.ts';

export interface ProcLine {
  readonly facts: ThreadFacts;
  /** The file of /proc that the line names or comes from, '' when it names the process alone. */
  readonly file: string;
  /** What `grep` found in it; undefined when the line only names the file. */
  readonly content: string | undefined;
}

const PATH = /\/proc\/(\d{1,10})(?:\/task\/(\d{1,10}))?(?:\/(stack|wchan|comm|status))?(?:(:)|(?![\w/]))(.*)$/;
const LINE_NUMBER = /^\d+:/;
/** `===== pid 351772 thread 351772 mount.nfs =====`, and what loops in shells print. */
const PID_TITLE = /(?:^|[^\w:])pid[ :=]+(\d{1,10})\b(?: (?:thread|tid)[ :=]+(\d{1,10}))?(?: +(\S.*))?$/i;
const TITLE_NAME = /^[\s:=(<>-]{0,20}([\w(].{0,63}?)[\s:=)<>-]{0,20}$/;
const STATUS = /^(Name|State|Pid|PPid):[\t ]+(\S.{0,63})$/;

/** What the line says of a process; undefined when it names none. */
export function parseProcLine(text: string): ProcLine | undefined {
  if (text.includes('/proc/')) return parsePath(text);
  const status = parseStatus(text);
  if (status !== undefined) return {facts: status, file: 'status', content: undefined};
  if (!/pid/i.test(text)) return undefined;
  const title = PID_TITLE.exec(text);
  if (title === null) return undefined;
  const [, pid, thread = pid, rest = ''] = title;
  return {facts: {pid: Number(thread), ...commIn(rest)}, file: '', content: undefined};
}

function parsePath(text: string): ProcLine | undefined {
  const match = PATH.exec(text);
  if (match === null) return undefined;
  const [, pid, thread = pid, file = '', colon, rest] = match;
  const facts: ThreadFacts = {pid: Number(thread)};
  if (colon === undefined) return {facts: {...facts, ...(file === '' ? commIn(rest) : {})}, file, content: undefined};
  const content = rest.replace(LINE_NUMBER, '');
  if (file === 'comm') return {facts: {...facts, comm: content.slice(0, 64)}, file, content};
  if (file === 'status') return {facts: {...facts, ...parseStatus(content)}, file, content};
  // `cat: /proc/1/stack: Operation not permitted`
  return {facts, file, content};
}

/** The command behind a path or number in a title: `== /proc/10 kubelet ==`. */
function commIn(rest: string): ThreadFacts {
  const comm = TITLE_NAME.exec(rest.slice(0, 120))?.[1];
  return comm === undefined ? {} : {comm};
}

/** A line of /proc/PID/status that says who it is or what it does. */
function parseStatus(text: string): ThreadFacts | undefined {
  const match = STATUS.exec(text);
  if (match === null) return undefined;
  const [, field, value] = match;
  if (field === 'Name') return {comm: value.trimEnd()};
  if (field === 'State') return {state: value[0]};
  const number = Number(value);
  if (!Number.isSafeInteger(number)) return undefined;
  return field === 'Pid' ? {pid: number} : {parent: number};
}
