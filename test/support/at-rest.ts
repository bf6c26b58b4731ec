/**
 * Waits until a process has come to where it waits for something else. Linux only.
 */
import {readdirSync, readFileSync} from 'node:fs';

/** How many looks in a row must find every thread asleep and no CPU time spent. */
const LOOKS = 5;

export async function atRest(pid: number): Promise<void> {
  let before = -1;
  for (let same = 0; same < LOOKS; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) => statOf(pid, thread));
    const ticks = threads.reduce((sum, fields) => sum + Number(fields[11]) + Number(fields[12]), 0);
    // A thread that waits for a core is R, however long that takes.
    const isAsleep = threads.every(([state]) => state === 'S');
    same = isAsleep && ticks === before ? same + 1 : 0;
    before = ticks;
  }
}

/** Fields of proc(5) from the state on; a thread that has ended meanwhile spends nothing. */
function statOf(pid: number, thread: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1').split(') ')[1].split(' ');
  } catch {
    return ['R'].concat(Array<string>(12).fill('0'));
  }
}
