/**
 * An archive far larger than the memory there is for it: every process in it is diagnosed, and however many they are, the
 * peak is that of a few.
 *
 * Slow: makes an archive of 12 processes, 120 MB unpacked, and reads it; PPROFX_PROCESSES=200 makes the 2 GB of
 * docs/folders.md.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, expect, it} from 'vitest';

const PROCESSES = Number(process.env['PPROFX_PROCESSES'] ?? 12);
const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pprofx-large-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** Says the peak of resident memory in KiB on standard error at the end. */
const SAY_PEAK = `data:text/javascript,${encodeURIComponent(`
  import {readFileSync} from 'node:fs';
  process.on('exit', () =>
    process.stderr.write('PEAK ' + /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]));`)}`;

it.runIf(process.platform === 'linux')(
  `profiles of ${PROCESSES} processes, 5 MB each, are diagnosed within 192 MiB`,
  () => {
    const archive = join(folder, 'incident.tgz');
    execFileSync(process.execPath, [path('bench/inputs/incident-archive.mjs'), archive, '--processes', `${PROCESSES}`]);
    const line = ['--import', SAY_PEAK, path('dist/cli/bin.js'), 'analyze', '--format', 'json', archive];
    const {status, stderr, stdout} = spawnSync(process.execPath, line, {maxBuffer: 2 ** 29});
    expect(status).toBe(0);
    const {processes} = JSON.parse(stdout.toString()) as {readonly processes: readonly {readonly missing: unknown[]}[]};
    expect(processes).toHaveLength(PROCESSES);
    expect(processes.flatMap(({missing}) => missing)).toEqual([]);
    expect(Number(/PEAK (\d+)/.exec(stderr.toString())?.[1]) / 1024).toBeLessThan(192);
  },
  60_000 + 10_000 * PROCESSES,
);
