/**
 * Incidents written by hand, a line a goroutine: dumps as people paste them, tables as pprof prints them.
 */

import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';

export interface DumpOptions {
  /** Id of the first goroutine. */
  readonly firstId?: number;
  /** Ids between two goroutines of a crowd. */
  readonly stride?: number;
}

/**
 * A debug=2 dump. A line is `[state] leaf(args) < caller < outermost by creator`, with ` *400` for a crowd of 400; in a
 * crowd `#` stands for a hexadecimal number of its own, and `@` in the state for an age that counts down from it to 0.
 */
export function dump(lines: readonly string[], {firstId = 7, stride = 1}: DumpOptions = {}): string {
  let id = firstId;
  const blocks: string[] = [];
  for (const line of lines) {
    const [, one = line, times = '1'] = /^(.*?)(?: \*(\d+))?$/.exec(line) ?? [];
    const count = Number(times);
    for (let i = 0; i < count; i++) {
      blocks.push(goroutine(one, Math.round(id), i, count));
      id += stride;
    }
  }
  return `${blocks.join('\n\n')}\n`;
}

function goroutine(line: string, id: number, index: number, count: number): string {
  const [, state = '', rest = ''] = /^\[(.*?)\] (.*)$/.exec(line) ?? [];
  const [stack = '', creator] = rest.split(' by ');
  const age = (text: string): string =>
    text.replace(/@(\d+)/, (_, most) => `${Math.max(1, Math.round(Number(most) * (1 - index / count)))}`);
  const own = (text: string): string => text.replaceAll('#', (0xc000_100000 + index * 64).toString(16));
  const frames = stack.split(' < ').map((frame, i) => {
    const call = own(
      frame.endsWith(')') && /\([^()*]*\)$/.test(frame) ? frame : `${frame}(0xc000${id.toString(16)}00)`,
    );
    return `${call}\n\t/src/file.go:${10 + i} +0x1d`;
  });
  const made = creator === undefined ? [] : [`created by ${creator}\n\t/src/file.go:99 +0x2e`];
  return [`goroutine ${id} [${age(state)}]:`, ...frames, ...made].join('\n');
}

/** A debug=1 dump: a line is `426 leaf < caller`. */
export function counts(total: number | undefined, lines: readonly string[]): string {
  const blocks = lines.map((line) => {
    const [, count = '', stack = ''] = /^(\d+) (.*)$/.exec(line) ?? [];
    const frames = stack.split(' < ');
    // Rows list return addresses, symbol lines the call before.
    const at = (i: number, after = 0): string => `0x${(0x401000 + i * 16 + stack.length * 4096 + after).toString(16)}`;
    // Go hides the runtime's frames of a parked goroutine, but not their addresses.
    const hidden = frames[0].startsWith('runtime.') ? [] : ['0x43f076', '0x44ef1c'];
    return [
      `${count} @ ${[...hidden, ...frames.map((_, i) => at(i, 1))].join(' ')}`,
      ...frames.map((frame, i) => `#\t${at(i)}\t${frame}+0x1f\t/src/file.go:${10 + i}`),
    ].join('\n');
  });
  return `${total === undefined ? '' : `goroutine profile: total ${total}\n`}${blocks.join('\n\n')}\n`;
}

export interface TableOptions {
  readonly type?: string;
  readonly total: number;
  readonly unit: string;
  /** `30s, Total samples = 29.1s (97.00%)`. */
  readonly duration?: string;
}

/** What `go tool pprof -top` prints; a row is `flat cum function`. */
export function table(rows: readonly string[], {duration, total, type = 'cpu', unit}: TableOptions): string {
  const cells = rows.map((row) => {
    const [, flat = '', cum = '', name = ''] = /^(\S+) (\S+) (.*)$/.exec(row) ?? [];
    const part = (value: string): string => `${((Number(value) / total) * 100).toFixed(2)}%`;
    return `${flat}${unit} ${part(flat)} 0% ${cum}${unit} ${part(cum)}  ${name}`;
  });
  const shown = rows.reduce((sum, row) => sum + Number(row.split(' ')[0]), 0);
  return [
    `Type: ${type}`,
    ...(duration === undefined ? [] : [`Duration: ${duration}`]),
    `Showing nodes accounting for ${shown}${unit}, 90% of ${total}${unit} total`,
    '      flat  flat%   sum%        cum   cum%',
    ...cells,
    '',
  ].join('\n');
}

export function readIncident(text: string): Profile {
  return readProfile(new TextEncoder().encode(text), {name: 'incident.txt'});
}
