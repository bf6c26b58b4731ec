/**
 * Runs a command once and says what the whole process took; runs several in turns.
 *
 * Node cannot ask for the resources of one child, so GNU time does (wait4 of that child): CPU to a hundredth of a
 * second, peak resident memory in kB. Wall time is taken here, around the spawn of both; `time` itself costs about a
 * millisecond, in every contender alike.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, openSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gnuTimePath} from '../scripts/programs.mjs';

const TIME = gnuTimePath();
const FORM = '%U %S %M';

export function requireTime() {
  if (TIME === undefined)
    throw new Error('the bench needs GNU time: node scripts/prerequisites.mjs says how to get it');
}

/**
 * @param command  {args, stdin?}: program and arguments, and a file to read from
 * @returns {wall, cpu, rss}: seconds, seconds, bytes
 */
export function measure({args, stdin}) {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-bench-'));
  const report = join(folder, 'time');
  const input = stdin === undefined ? 'ignore' : openSync(stdin, 'r');
  const start = process.hrtime.bigint();
  const {status, stderr} = spawnSync(TIME, ['-f', FORM, '-o', report, ...args], {
    stdio: [input, 'ignore', 'pipe'],
    env: {...process.env, PPROF_TMPDIR: folder, NO_COLOR: '1'},
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${args.join(' ').slice(0, 300)} ended with ${status}: ${stderr}`);
  const [user, system, kilobytes] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  rmSync(folder, {recursive: true});
  return {wall, cpu: user + system, rss: kilobytes * 1024};
}

/** Runs contenders A B C A B C …; the runs of each, in order. */
export function measureInTurns(contenders, rounds) {
  const runs = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      if (round > 0 && round >= (contender.rounds ?? rounds)) continue;
      runs[i].push(measure(contender));
    }
  }
  return runs;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
