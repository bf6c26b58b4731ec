/**
 * `watch` that is killed between any two changes to the disk: it goes on, and no incident is reported twice.
 *
 * By default at a few places, as each costs two starts of a process; PPROFX_KILLS=200 tries all of them.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {text} from 'node:stream/consumers';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {WatchState} from '../../../src/cli/watch/state.ts';
import type {Collection} from '../../../src/model/collection.ts';
import {pprofxBeside} from '../../support/cli.ts';
import {type PprofHost, startPprofHost} from '../../support/pprof-host.ts';

const KILLS = Number(process.env['PPROFX_KILLS'] ?? 4);

let host: PprofHost;
beforeAll(async () => {
  host = await startPprofHost({
    goroutine: (_, response) => response.end(readFileSync('samples/deletecollection-leak/goroutine-before.pb.gz')),
  });
});
afterAll(() => host.close());

const watchArgs = (out: string): string[] => [
  ...['watch', `localhost:${host.port}`, '--kinds', 'goroutine', '--every', '1ms', '--seconds', '1', '-o', out, '-q'],
];

/** Watches until the alarm, or until it is killed. */
async function watching(out: string, env: NodeJS.ProcessEnv): Promise<{signal: string | null; said: string}> {
  const words = ['--require', resolve('test/support/kill-at-write.cjs'), 'dist/cli/bin.js', ...watchArgs(out)];
  const child = spawn(process.execPath, [...words, '--until', 'critical'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {...process.env, ...env},
  });
  const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return {signal, said};
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'killed-'));

it(
  'reports one incident once, wherever it was killed, and goes on',
  async () => {
    const counted = join(newFolder(), 'changes');
    expect(await watching(join(newFolder(), 'w'), {CHANGES: counted})).toMatchObject({
      signal: null,
      said: expect.stringMatching(/^ALARM/),
    });
    const changes = Number(readFileSync(counted, 'utf8'));
    expect(changes).toBeGreaterThan(20);
    const kills = Math.min(KILLS, changes);
    for (let kill = 0; kill < kills; kill++) {
      const at = Math.round(1 + (kill * (changes - 1)) / Math.max(1, kills - 1));
      const out = join(newFolder(), 'w');
      const first = await watching(out, {KILL_AT: String(at)});
      const then = await pprofxBeside([...watchArgs(out), '--for', '100ms']);
      const alarms = `${first.said}${then.stdout}`.match(/^ALARM/gm) ?? [];
      expect({at, signal: first.signal, code: then.code, stderr: then.stderr}).toEqual({
        at,
        signal: 'SIGKILL',
        code: 0,
        stderr: '',
      });
      expect(alarms.length, `killed at change ${at}`).toBeLessThanOrEqual(1);
      const {incidents} = JSON.parse(readFileSync(join(out, 'state.json'), 'utf8')) as WatchState;
      expect(Object.keys(incidents).length).toBeGreaterThan(0);
      for (const round of readdirSync(join(out, 'rounds'))) {
        const manifest = readFileSync(join(out, 'rounds', round, 'manifest.json'), 'utf8');
        expect((JSON.parse(manifest) as Collection).schemaVersion).toBe(1);
      }
    }
  },
  120_000 + KILLS * 30_000,
);
