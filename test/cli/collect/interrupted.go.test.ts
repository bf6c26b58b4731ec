/**
 * An interrupted CPU profile of a real process: its profiler is free for the next.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {builtProgram} from '../../support/live.ts';

it('is free after a signal', async () => {
  const service = spawn(builtProgram('causes'), ['healthy'], {stdio: ['pipe', 'pipe', 'ignore']});
  try {
    const [port] = (await once(service.stdout, 'data')) as [Buffer];
    const address = `localhost:${Number(port.toString())}`;
    const ask = (path: string): Promise<Response> => fetch(`http://${address}/debug/pprof/${path}`);
    const isProfiling = async (): Promise<boolean> =>
      (await (await ask('goroutine?debug=1')).text()).includes('net/http/pprof.Profile');
    const root = join(mkdtempSync(join(tmpdir(), 'interrupted-')), 'out');
    const args = ['collect', address, '--kinds', 'cpu', '--seconds', '300', '-o', root];
    const child = spawn(process.execPath, ['dist/cli/bin.js', ...args], {stdio: 'ignore'});
    const ended = once(child, 'close');
    while (!(await isProfiling()));
    expect((await ask('profile?seconds=1')).status).toBe(500);
    child.kill('SIGINT');
    await ended;
    // The process learns that the connection is gone a moment later.
    await expect.poll(async () => (await ask('profile?seconds=1')).status, {timeout: 60_000}).toBe(200);
  } finally {
    service.kill('SIGKILL');
  }
}, 120_000);
