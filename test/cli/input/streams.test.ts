/**
 * Standard streams as they are in the wild: closed, full, slow, gone, silent.
 *
 * Slow: each test ends or starves a process of its own.
 */
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {atRest} from '../../support/at-rest.ts';
import {pprofx} from '../../support/cli.ts';
import {join as bytes, bytesField, message, numberField, packedField} from '../../support/proto.ts';
import {samplePath} from '../../support/samples.ts';

const BIN = fileURLToPath(new URL('../../../dist/cli/bin.js', import.meta.url));
const HEAP = samplePath('misc/etcd-heap.pb.gz');
const folder = mkdtempSync(join(tmpdir(), 'pprofx-streams-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** Runs a shell line in which `$PPROFX` is the program and `$HEAP` a profile. */
async function shell(line: string): Promise<{code: number | null; stdout: string; stderr: string}> {
  const env = {...process.env, PPROFX: `${process.execPath} ${BIN}`, HEAP};
  const child = spawn('bash', ['-c', `set -o pipefail; ${line}`], {env, stdio: ['ignore', 'pipe', 'pipe']});
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code] = await once(child, 'close');
  return {code, stdout: stdout.text, stderr: stderr.text};
}

function collect(stream: NodeJS.ReadableStream): {text: string} {
  const result = {text: ''};
  stream.on('data', (chunk) => {
    result.text += String(chunk);
  });
  return result;
}

/** A profile of many functions with long names: its tables print as megabytes. */
function longProfile(): string {
  const path = join(folder, 'long.pb');
  const rows = Array.from({length: 4000}, (_, i) => i + 1);
  const name = (i: number): string => `pkg${i}.${'x'.repeat(1500)}`;
  writeFileSync(
    path,
    bytes(
      message(1, numberField(1, 1), numberField(2, 2)),
      ...rows.map((i) => message(2, packedField(1, [i]), packedField(2, [i]))),
      ...rows.map((i) => message(4, numberField(1, i), numberField(3, i), message(4, numberField(1, i)))),
      ...rows.map((i) => message(5, numberField(1, i), numberField(2, i + 2), numberField(3, i + 2))),
      ...['', 'samples', 'count', ...rows.map(name)].map((text) => bytesField(6, text)),
    ),
  );
  return path;
}

describe('standard output', () => {
  it('closed early by its reader ends quietly', async () => {
    expect(await shell('$PPROFX traces $HEAP | head -1 >/dev/null')).toEqual({code: 0, stdout: '', stderr: ''});
  });

  it('on a full device is a failure of writing', async () => {
    const {code, stderr} = await shell('$PPROFX top $HEAP >/dev/full');
    expect(code).toBe(5);
    expect(stderr).toBe('standard output: cannot write: no space left on the device (WRITE_FAILED)\n');
  });

  it.each(['top $HEAP >&-', '--help >&-', '--help >/dev/full', 'top --help | head -1 >/dev/null'])(
    'that cannot take anything crashes nothing: %s',
    async (line) => {
      const {code, stderr} = await shell(`$PPROFX ${line}`);
      expect(code).toBeLessThanOrEqual(5);
      expect(stderr).not.toMatch(/ at |bug/);
    },
  );

  it('gives a slow reader every byte', async () => {
    const profile = longProfile();
    const file = join(folder, 'raw.txt');
    expect(pprofx(['raw', '-o', file, profile]).code).toBe(0);
    const child = spawn(process.execPath, [BIN, 'raw', profile], {stdio: ['ignore', 'pipe', 'ignore']});
    await once(child.stdout, 'readable');
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      child.stdout.pause();
      setTimeout(() => child.stdout.resume(), 2);
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(length).toBe(statSync(file).size);
    expect(length).toBeGreaterThan(6_000_000);
  });
});

describe('standard error', () => {
  it.each(['2>&-', '2>/dev/full', '2> >(head -c 0)'])(
    'that cannot take a message keeps the exit code: %s',
    async (to) => {
      expect((await shell(`$PPROFX top nosuch.pb.gz ${to}`)).code).toBe(5);
    },
  );
});

describe('standard input', () => {
  it.each([
    ['closed', '$PPROFX top - <&-'],
    ['empty', '$PPROFX top - </dev/null'],
  ])('%s is refused as empty', async (_, line) => {
    const {code, stderr} = await shell(line);
    expect(code).toBe(3);
    expect(stderr).toContain('standard input: the input is empty, at byte 0 (EMPTY_INPUT)');
  });

  it('is read like a file', async () => {
    const fromFile = pprofx(['top', '--format', 'json', HEAP]).stdout;
    expect((await shell('cat $HEAP | $PPROFX top --format json -')).stdout).toBe(fromFile);
  });

  it('is given once at most', async () => {
    expect((await shell('$PPROFX analyze - - <$HEAP')).code).toBe(2);
  });
});

// At once: each waits for a process of its own.
describe.concurrent('signals', () => {
  const dataset = join(folder, 'dataset');
  beforeAll(() => {
    expect(pprofx(['export', HEAP, '-o', dataset]).code).toBe(0);
  });

  // The signal itself ends the process, so that nothing is waited for; shells report 128 and its number.
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s while reading ends the process', async (signal) => {
    const child: ChildProcess = spawn(process.execPath, [BIN, 'top', '-'], {stdio: ['pipe', 'ignore', 'pipe']});
    // More than a pipe holds: once it is written, the program reads, and it listened for signals before that.
    const lines = 'goroutine profile: total 1\n'.repeat(50_000);
    await new Promise((resolve) => child.stdin?.write(lines, resolve));
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
  });

  it.each([
    ['SIGINT', 'a named pipe is read', (pipe: string) => ['top', pipe]],
    ['SIGTERM', 'a named pipe is written to', (pipe: string) => ['top', '--output', pipe, HEAP]],
    ['SIGHUP', 'rules come from a named pipe', (pipe: string) => ['analyze', '--rules', pipe, HEAP]],
    ['SIGINT', 'a page is made of a named pipe', (pipe: string) => ['view', '--no-open', pipe]],
    ['SIGTERM', 'findings of a named pipe are explained', (pipe: string) => ['explain', 'heap-hog', pipe]],
    ['SIGHUP', 'a fleet has a named pipe', (pipe: string) => ['fleet', HEAP, pipe]],
    ['SIGINT', 'owners come from a named pipe', (pipe: string) => ['fleet', '--owners', pipe, HEAP]],
    ['SIGTERM', 'a named pipe is exported', (pipe: string) => ['export', pipe, '-o', `${pipe}-dataset`]],
    ['SIGHUP', 'a named pipe lists what to export', (pipe: string) => ['export', '--files-from', pipe, '-o', folder]],
  ] as const)('%s ends the process while %s', async (signal, _, args) => {
    const pipe = join(folder, `pipe-${args('').join('')}`.replaceAll('/', '_'));
    execFileSync('mkfifo', [pipe]);
    await expectEnd(args(pipe), signal);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends a query of `sql`, whose folder goes away',
    async (signal) => {
      const temporary = mkdtempSync(join(folder, 'sql-'));
      const query = 'SELECT sum(a.range * b.range) FROM range(1000000000) a, range(1000000) b';
      const env = {...process.env, TMPDIR: temporary};
      const child = spawn(process.execPath, [BIN, 'sql', dataset, '--query', query], {env, stdio: 'ignore'});
      const exit = once(child, 'exit');
      while (readdirSync(temporary).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill(signal);
      expect(await exit).toEqual([null, signal]);
      expect(readdirSync(temporary)).toEqual([]);
    },
  );

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends `mcp`', async (signal) => {
    await expectEnd(['mcp'], signal);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends a watched folder with a named pipe', async (signal) => {
    const watched = mkdtempSync(join(folder, 'watched-'));
    execFileSync('mkfifo', [join(watched, 'heap.pb.gz')]);
    await expectEnd(['watch', watched, '--follow', '-o', `${watched}-state`], signal);
  });

  it('take the temporary file away', async () => {
    const temporary = join(folder, '.pprofx-1.tmp');
    const program = `
      const {writeFileSync} = await import('node:fs');
      const {noteTemporary} = await import(${JSON.stringify(new URL('../../../dist/cli/system/temporary-files.js', import.meta.url))});
      const {stopOnSignals} = await import(${JSON.stringify(new URL('../../../dist/cli/system/signals.js', import.meta.url))});
      stopOnSignals();
      writeFileSync(${JSON.stringify(temporary)}, 'half');
      noteTemporary(${JSON.stringify(temporary)});
      console.log('ready');
      setTimeout(() => {}, 60_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(readFileSync(temporary, 'utf8')).toBe('half');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
    expect(() => statSync(temporary)).toThrow('ENOENT');
  });
});

/** Starts the program, and ends it with the signal once it waits. */
async function expectEnd(args: readonly string[], signal: NodeJS.Signals): Promise<void> {
  const child = spawn(process.execPath, [BIN, ...args], {stdio: ['pipe', 'ignore', 'ignore']});
  const exit = once(child, 'exit');
  await atRest(child.pid ?? 0);
  child.kill(signal);
  expect(await exit).toEqual([null, signal]);
}

describe('parallel runs', () => {
  it('write the same bytes', async () => {
    const runs = await Promise.all(Array.from({length: 4}, () => shell('$PPROFX analyze --format json $HEAP')));
    expect(new Set(runs.map(({stdout}) => stdout)).size).toBe(1);
  });
});
