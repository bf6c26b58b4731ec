/**
 * `watch` as a user runs it: what it prints, whom it tells, how it ends.
 */

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {pprofxBeside} from '../../support/cli.ts';
import {type PprofHost, startPprofHost} from '../../support/pprof-host.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function sickHost(): Promise<PprofHost> {
  const host = await startPprofHost({
    goroutine: (_, response) => response.end(readFileSync('samples/deletecollection-leak/goroutine-before.pb.gz')),
  });
  cleanups.push(host.close);
  return host;
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'watch-'));

describe('watch', () => {
  it('ends with 1 at the first alarm, takes the full set, and tells webhook, command and node exporter', async () => {
    const host = await sickHost();
    const posted: string[] = [];
    const hook = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += String(chunk);
      });
      request.on('end', () => {
        posted.push(text);
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(hook, 'listening');
    cleanups.push(() => hook.close());
    const folder = newFolder();
    const out = join(folder, 'w');
    const result = await pprofxBeside([
      'watch',
      `localhost:${host.port}`,
      '--every',
      '100ms',
      '--seconds',
      '1',
      '--until',
      'critical',
      '-o',
      out,
      '--webhook',
      `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`,
      '--exec',
      `cat > ${join(folder, 'told.json')}`,
      '--textfile',
      join(folder, 'pprofx.prom'),
      '--report',
      join(folder, 'report.html'),
    ]);
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(
      /^ALARM {2}localhost_\d+: 18\u202f230 goroutines are stuck sending on a channel in registry/m,
    );
    expect(result.stderr).toMatch(
      /^\d\d:\d\d:\d\d {2}1 process, [\d\u202f]+ goroutines, [\d.]+MB of heap, \d troubles?$/m,
    );
    const [alarm] = readdirSync(join(out, 'alarms'));
    expect(readdirSync(join(out, 'alarms', alarm, `localhost_${host.port}`))).toContain('cpu.pb.gz');
    const told = JSON.parse(readFileSync(join(folder, 'told.json'), 'utf8')) as {text: string; finding: {id: string}};
    expect(posted.map((text) => JSON.parse(text))).toContainEqual(told);
    expect(readFileSync(join(folder, 'pprofx.prom'), 'utf8')).toMatch(
      /^pprofx_alarms\{process="localhost_\d+"\} [1-9]/m,
    );
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/DeleteCollection/);
  });

  it('ends with 0 after --for, with nothing said of a healthy process but a calm line', async () => {
    const host = await startPprofHost();
    cleanups.push(host.close);
    const {code, stderr, stdout} = await pprofxBeside([
      'watch',
      `localhost:${host.port}`,
      '--kinds',
      'metrics,heap',
      '--limit',
      'heap-deserialization.share=100%',
      '--every',
      '1s',
      '--for',
      '1s',
      '-o',
      join(newFolder(), 'w'),
    ]);
    expect({code, stdout}).toEqual({code: 0, stdout: ''});
    expect(stderr).toMatch(/no trouble$/m);
  });

  it('a text file that cannot be written is said, and does not end it', async () => {
    const host = await sickHost();
    const args = ['watch', `localhost:${host.port}`, '--kinds', 'goroutine', '--every', '1s', '--for', '1s'];
    const {code, stderr} = await pprofxBeside([...args, '-o', join(newFolder(), 'w'), '--textfile', '/none/w.prom']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/\/none\/w\.prom: cannot write: no such folder \(WRITE_FAILED\)/);
  });

  it('a process that does not answer is counted, and watching goes on until a signal', async () => {
    const args = ['dist/cli/bin.js', 'watch', 'localhost:1', '--every', '50ms', '-o', join(newFolder(), 'w')];
    const child = spawn(process.execPath, args);
    const ended = once(child, 'close');
    let said = '';
    for await (const chunk of child.stderr) {
      said += String(chunk);
      if ((said.match(/1 process, 1 without an answer/g)?.length ?? 0) >= 3) break;
    }
    expect(said).not.toMatch(/no trouble|0 goroutines/);
    expect(said.match(/localhost_1: nothing listens there \(connection refused\)/g)).toHaveLength(1);
    child.kill('SIGINT');
    const [code, signal] = await ended;
    expect([130, 'SIGINT']).toContain(code ?? signal);
  });

  it('killed at any moment it reports no trouble twice, and can always go on', async () => {
    const host = await sickHost();
    const out = join(newFolder(), 'w');
    const args = ['watch', `localhost:${host.port}`, '--every', '20ms', '--kinds', 'goroutine', '-o', out, '-q'];
    let said = '';
    for (const requests of [1, 2, 3, 5]) {
      const asked = host.asked.length;
      const child = spawn(process.execPath, ['dist/cli/bin.js', ...args, '--seconds', '1']);
      child.stdout.on('data', (chunk) => {
        said += String(chunk);
      });
      const ended = once(child, 'close');
      while (host.asked.length < asked + requests) await new Promise((resolve) => setTimeout(resolve, 1));
      child.kill('SIGKILL');
      await ended;
    }
    const {code, stderr, stdout} = await pprofxBeside([...args, '--for', '300ms']);
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    const alarms = `${said}${stdout}`.split('\n').filter((line) => line.startsWith('ALARM'));
    expect(alarms.length).toBe(new Set(alarms).size);
  });

  it('tells no secret of a target to anybody else', async () => {
    const host = await sickHost();
    const told: string[] = [];
    const hook = createServer((request, response) => {
      told.push(JSON.stringify(request.headers));
      request.on('data', (chunk) => told.push(String(chunk)));
      request.on('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await once(hook, 'listening');
    cleanups.push(() => hook.close());
    const folder = newFolder();
    const [header, hookHeader] = ['header', 'hook-header'].map((name) => join(folder, name));
    writeFileSync(header, 'X-Token: canary-1\n');
    writeFileSync(hookHeader, 'X-Hook: for the hook\n');
    const address = `http://user:canary-2@localhost:${host.port}/?key=canary-3`;
    const ways = ['--kinds', 'goroutine', '--every', '50ms', '--until', 'critical', '--header', `@${header}`];
    const hookWays = ['--webhook', `http://127.0.0.1:${(hook.address() as AddressInfo).port}/x?secret=canary-4`];
    const files = ['-o', join(folder, 'w'), '--textfile', join(folder, 'w.prom'), '--report', join(folder, 'w.html')];
    const more = [
      '--webhook-header',
      `@${hookHeader}`,
      '--exec',
      `cat > ${join(folder, 'exec.json')}`,
      '--seconds',
      '1',
    ];
    const {code, stderr, stdout} = await pprofxBeside(['watch', address, ...ways, ...hookWays, ...files, ...more]);
    expect(code).toBe(1);
    expect(host.headers.every((headers) => headers['x-token'] === 'canary-1')).toBe(true);
    expect(told.join('')).toMatch(/for the hook/);
    const written = readdirSync(folder, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile() && entry.name !== 'header')
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(written.length).toBeGreaterThan(5);
    expect([stdout, stderr, ...told, ...written].filter((text) => text.includes('canary'))).toEqual([]);
  });

  it('leaves no folder when no process ever answered', async () => {
    const out = join(newFolder(), 'w');
    const {code} = await pprofxBeside(['watch', 'localhost:1', '--every', '50ms', '--for', '40ms', '-o', out]);
    expect({code, isLeft: existsSync(out)}).toEqual({code: 0, isLeft: false});
  });

  it('follows a folder into which others drop files', async () => {
    const dropped = newFolder();
    const dump = readFileSync('samples/deletecollection-leak/goroutine-before.pb.gz');
    writeFileSync(join(dropped, 'a.pb.gz'), dump);
    const state = join(newFolder(), 'w');
    const args = ['watch', dropped, '--follow', '--every', '50ms', '--for', '40ms', '-o', state, '-q'];
    await pprofxBeside(args);
    writeFileSync(join(dropped, 'b.pb.gz'), dump);
    const {stdout} = await pprofxBeside(args);
    expect(stdout).toMatch(/^ALARM .*DeleteCollection/m);
    expect((await pprofxBeside(args)).stdout).toBe('');
    const {stderr} = await pprofxBeside(args.filter((arg) => arg !== '-q'));
    expect(stderr).toMatch(/^\S+ {2}1 process, nothing new$/m);
  });

  it.each([
    [['localhost:1', '--every', 'soon'], /--every expects a duration such as 90s or 2m, not soon/],
    [['/none', '--follow', '-o', 'x'], /--follow expects one folder/],
    [['nowhere'], /nowhere is not a target/],
    [['localhost:1', '--webhook', 'chat.example'], /--webhook expects an http or https URL/],
    [
      ['localhost:1', '--webhook', 'https://me:secret@chat.example'],
      /takes no user and password.*\nhint: .*--webhook-header/,
    ],
  ])('%j is refused in one line', async (args, said) => {
    expect(await pprofxBeside(['watch', ...args])).toMatchObject({code: 2, stderr: expect.stringMatching(said)});
  });
});
