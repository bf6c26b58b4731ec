/**
 * Notes what each test file takes: wall time, CPU time of its worker, and of the processes that it started and saw end.
 *
 * Only for scripts/test-times.mjs, which names the file to write to.
 */
import {appendFileSync, existsSync, readFileSync} from 'node:fs';
import {relative} from 'node:path';
import {afterAll, expect} from 'vitest';

/** Where /proc is not, children count nothing. */
const STAT = '/proc/self/stat';
/** Ticks of /proc in a second. */
const HERTZ = 100;

function cpuSeconds(): number {
  const {system, user} = process.cpuUsage();
  const fields = existsSync(STAT)
    ? readFileSync(STAT, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
    : [];
  const ofChildren = fields.slice(13, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  return (user + system) / 1e6 + ofChildren / HERTZ;
}

const before = cpuSeconds();
const start = Date.now();

afterAll(() => {
  const line = {
    file: relative(process.cwd(), expect.getState().testPath ?? ''),
    wall: (Date.now() - start) / 1000,
    cpu: cpuSeconds() - before,
  };
  appendFileSync(process.env['PPROFX_TIMES'] ?? '', `${JSON.stringify(line)}\n`);
});
