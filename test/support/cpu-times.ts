/**
 * Notes what each test file takes: wall time, CPU time of its worker, of the processes that it started and saw end, and of
 * a browser's processes, which end out of its sight.
 *
 * Only for scripts/test-times.mjs, which names the file to write to.
 */
import {appendFileSync, existsSync, readdirSync, readFileSync} from 'node:fs';
import {relative} from 'node:path';
import {afterAll, expect} from 'vitest';

/** Ticks of /proc in a second. */
const HERTZ = 100;
/** How often the processes of a browser are looked at, in milliseconds. */
const LOOK = 250;

/** What stands behind the name in /proc/PID/stat: state, parent, group and on; nothing of a process that has ended. */
function statOf(pid: string): {readonly name: string; readonly fields: readonly string[]} {
  try {
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return {name, fields: rest.split(' ')};
  } catch {
    return {name: '', fields: []};
  }
}

const ticks = (fields: readonly string[]): number => fields.reduce((sum, each) => sum + Number(each), 0);

function cpuSeconds(): number {
  const {system, user} = process.cpuUsage();
  return (user + system) / 1e6 + ticks(statOf('self').fields.slice(13, 15)) / HERTZ;
}

/** Ticks of each process of a browser: before this file, which may find it running, and by now. */
const ofBrowser = new Map<string, {readonly before: number; readonly now: number}>();

/** The first process of a browser leads a group, in which its others are. */
function lookAtBrowser(isBefore = false): void {
  const all = readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .map((pid) => ({pid, ...statOf(pid)}))
    .filter(({name}) => name.startsWith('chrom'));
  const own = new Set(all.filter(({fields}) => fields[1] === String(process.pid)).map(({pid}) => pid));
  for (const {fields, pid} of all)
    if (own.has(fields[2] ?? '')) {
      const now = ticks(fields.slice(11, 13));
      ofBrowser.set(pid, {before: isBefore ? now : (ofBrowser.get(pid)?.before ?? 0), now});
    }
}

const before = cpuSeconds();
const start = Date.now();
const hasProc = existsSync('/proc/self/stat');
if (hasProc) lookAtBrowser(true);
const looks = hasProc ? setInterval(lookAtBrowser, LOOK) : undefined;

afterAll(() => {
  clearInterval(looks);
  const line = {
    file: relative(process.cwd(), expect.getState().testPath ?? ''),
    wall: (Date.now() - start) / 1000,
    cpu: cpuSeconds() - before + [...ofBrowser.values()].reduce((sum, {before, now}) => sum + now - before, 0) / HERTZ,
  };
  appendFileSync(process.env['PPROFX_TIMES'] ?? '', `${JSON.stringify(line)}\n`);
});
