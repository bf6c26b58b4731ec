/**
 * Rows of `ps` with a WCHAN column: one thread each, which waits in the function that the column names.
 */
import type {ThreadFacts} from './heads.ts';

/** Columns of a table by their place; the command comes last and may hold blanks. */
export interface PsColumns {
  readonly pid: number;
  readonly parent: number;
  readonly state: number;
  readonly wchan: number;
  readonly comm: number;
  readonly length: number;
}

export interface PsRow {
  readonly facts: ThreadFacts;
  /** Function that it waits in, '' when it runs or the kernel does not say. */
  readonly wchan: string;
}

const MAX_COLUMNS = 40;

/** The columns of a title line; undefined for any other line. */
export function parsePsTitle(text: string): PsColumns | undefined {
  if (!text.includes('WCHAN')) return undefined;
  const titles = text.trim().split(/\s+/, MAX_COLUMNS);
  const find = (...names: readonly string[]): number => {
    const name = names.find((each) => titles.includes(each));
    return name === undefined ? -1 : titles.indexOf(name);
  };
  const pid = find('LWP', 'TID', 'SPID', 'PID');
  const comm = find('COMMAND', 'CMD', 'COMM');
  const wchan = find('WCHAN');
  if (pid < 0 || wchan < 0) return undefined;
  return {pid, parent: find('PPID'), state: find('STAT', 'S', 'STATE'), wchan, comm, length: titles.length};
}

/** The row as a thread; undefined when it is no row of this table. */
export function parsePsRow(text: string, columns: PsColumns): PsRow | undefined {
  const cells = text.trim().split(/\s+/);
  // Only a command at the end may be more than one word.
  const isWide = columns.comm === columns.length - 1 && cells.length > columns.length;
  if (cells.length !== columns.length && !isWide) return undefined;
  const pid = Number(cells[columns.pid]);
  const state = columns.state < 0 ? '' : cells[columns.state][0];
  const wchan = cells[columns.wchan];
  if (!Number.isSafeInteger(pid) || !/^[A-Za-z_][\w.]*$|^[-0*?]$/.test(wchan)) return undefined;
  if (columns.state >= 0 && !/^[RSDTtXZPIWKx]$/.test(state)) return undefined;
  const parent = columns.parent < 0 ? Number.NaN : Number(cells[columns.parent]);
  return {
    facts: {
      pid,
      ...(Number.isSafeInteger(parent) ? {parent} : {}),
      ...(state === '' ? {} : {state}),
      ...(columns.comm < 0 ? {} : {comm: commandName(cells[columns.comm])}),
    },
    wchan: /^[-0*?]$/.test(wchan) ? '' : wchan,
  };
}

/** `/usr/bin/kubelet` and `[kswapd0]` as the kernel calls them. */
function commandName(command: string): string {
  const bare = /^\[(.*)\]$/.exec(command)?.[1];
  if (bare !== undefined) return bare;
  const [program] = command.split(' ');
  // Threads of the kernel have names with slashes: kworker/u8:1.
  return (program.startsWith('/') ? program.slice(program.lastIndexOf('/') + 1) : command).slice(0, 64);
}
