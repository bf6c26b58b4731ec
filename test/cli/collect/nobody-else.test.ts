/**
 * Nothing is sent to any host but the target: every connection of a whole run, seen from within the process.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {type PprofHost, startPprofHost} from '../../support/pprof-host.ts';

let host: PprofHost;
beforeAll(async () => {
  host = await startPprofHost({
    goroutine: (_, response) => response.end(readFileSync('samples/deletecollection-leak/goroutine-before.pb.gz')),
  });
});
afterAll(() => host.close());

it.each([
  ['collect', ['--seconds', '1', '--twice', '1s', '--analyze']],
  ['watch', ['--every', '50ms', '--seconds', '1', '--until', 'critical', '--report', 'report.html']],
])('%s connects to its target alone', async (command, args) => {
  const folder = mkdtempSync(join(tmpdir(), 'nobody-'));
  const connections = join(folder, 'connections');
  const noting = ['--require', resolve('test/support/note-connections.cjs'), resolve('dist/cli/bin.js')];
  const words = [...noting, command, `127.0.0.1:${host.port}`, '-o', 'out', ...args];
  const env = {...process.env, CONNECTIONS: connections};
  const child = spawn(process.execPath, words, {cwd: folder, stdio: 'ignore', env});
  const [code] = await once(child, 'close');
  expect([0, 1]).toContain(code);
  const seen = new Set(readFileSync(connections, 'utf8').trim().split('\n'));
  expect([...seen]).toEqual([`127.0.0.1:${host.port}`]);
});
