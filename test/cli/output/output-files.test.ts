/**
 * Files that are whole or not there: links, existing files, full disks, and a process that is killed while it writes.
 */
import {type ChildProcessByStdio, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable, Writable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeEach, describe, expect, it} from 'vitest';
import {writeFileAtomically} from '../../../src/cli/output/write-file.ts';
import {pprofx} from '../../support/cli.ts';
import {samplePath} from '../../support/samples.ts';

const BIN = fileURLToPath(new URL('../../../dist/cli/bin.js', import.meta.url));
const WRITER = new URL('../../../dist/cli/output/write-file.js', import.meta.url).href;
const HEAP = samplePath('misc/etcd-heap.pb.gz');

let folder = '';
const folders: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprofx-files-'));
  folders.push(folder);
});
afterAll(() => {
  for (const path of folders) rmSync(path, {recursive: true, force: true});
});

const at = (name: string): string => join(folder, name);

describe('an output file', () => {
  it('that exists is kept without --force and replaced with it', () => {
    writeFileSync(at('out'), 'mine');
    const {code, stderr} = pprofx(['top', '-o', at('out'), HEAP]);
    expect(code).toBe(5);
    expect(stderr).toContain('(FILE_EXISTS)');
    expect(readFileSync(at('out'), 'utf8')).toBe('mine');
    expect(pprofx(['top', '-o', at('out'), '--force', HEAP]).code).toBe(0);
    expect(readFileSync(at('out'), 'utf8')).toContain('flat%');
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('that is a symbolic link is replaced; what it points to is untouched', async () => {
    writeFileSync(at('victim'), 'mine');
    symlinkSync(at('victim'), at('out'));
    await writeFileAtomically(at('out'), 'new', true);
    expect(readFileSync(at('victim'), 'utf8')).toBe('mine');
    expect(lstatSync(at('out')).isSymbolicLink()).toBe(false);
    expect(readFileSync(at('out'), 'utf8')).toBe('new');
  });

  it('that is a dangling link counts as existing', async () => {
    symlinkSync(at('nowhere'), at('out'));
    await expect(writeFileAtomically(at('out'), 'new', false)).rejects.toMatchObject({code: 'FILE_EXISTS'});
    expect(existsSync(at('nowhere'))).toBe(false);
  });

  it('keeps the mode of the one it replaces', async () => {
    writeFileSync(at('out'), 'old');
    chmodSync(at('out'), 0o600);
    await writeFileAtomically(at('out'), 'new', true);
    expect(statSync(at('out')).mode & 0o777).toBe(0o600);
  });

  it('that is a device is written to, not replaced', () => {
    expect(pprofx(['top', '-o', '/dev/null', HEAP]).code).toBe(0);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(pprofx(['top', '-o', '/dev/full', HEAP])).toMatchObject({
      code: 5,
      stderr: '/dev/full: cannot write: no space left on the device (WRITE_FAILED)\n',
    });
  });

  it.each([
    ['in a folder that is not there', 'no/out', 'no such folder'],
    ['below a file', 'file/out', 'a part of the path is not a folder'],
    ['that is a folder', 'sub', 'this is a directory'],
  ])('%s is a failure of writing', async (_, name, reason) => {
    writeFileSync(at('file'), '');
    spawnSync('mkdir', [at('sub')]);
    const written = writeFileAtomically(at(name), 'new', true);
    await expect(written).rejects.toMatchObject({code: 'WRITE_FAILED', kind: 'io'});
    await expect(written).rejects.toThrow(reason);
  });

  it('that the file system cannot hold leaves the old one and nothing beside it', () => {
    writeFileSync(at('out'), 'old');
    // A limit on file size stands for the full disk; ignoring its signal turns it into an error of write().
    const line = `trap '' XFSZ; ulimit -f 4; exec "${process.execPath}" "${BIN}" raw --force -o "${at('out')}" "${HEAP}"`;
    const {status, stderr} = spawnSync('bash', ['-c', line]);
    expect(status).toBe(5);
    expect(stderr.toString()).toContain('(WRITE_FAILED)');
    expect(readFileSync(at('out'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['out']);
  });
});

/** Every kill costs the start of a process; PPROFX_KILLS=200 is the run that docs/reliability.md speaks of. */
const KILLS = Number(process.env['PPROFX_KILLS'] ?? 12);

describe('a killed writer', () => {
  /**
   * Rewrites the file with a million equal letters, again and again: for half a minute, or until whoever started it
   * is gone and its standard input with it.
   */
  const PROGRAM = `
    const {writeFileAtomically} = await import(${JSON.stringify(WRITER)});
    const [target] = process.argv.slice(1);
    process.stdin.resume().on('end', () => process.exit());
    const end = Date.now() + 30_000;
    console.log('ready');
    for (let i = 0; Date.now() < end; i++) await writeFileAtomically(target, 'ab'[i % 2].repeat(1_000_000), true);
    process.exit();`;

  function startWriter(target: string): ChildProcessByStdio<Writable, Readable, null> {
    return spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, target], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
  }

  it('does not outlive whoever started it', async () => {
    const child = startWriter(at('out'));
    await once(child.stdout, 'data');
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  async function killAt(target: string, millis: number): Promise<void> {
    const child = startWriter(target);
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, millis));
    child.kill('SIGKILL');
    await exited;
  }

  it('leaves the old file or the new one', async () => {
    const kinds = new Set<string>();
    let next = 0;
    const worker = async (id: number): Promise<void> => {
      const target = at(`out${id}`);
      writeFileSync(target, 'o'.repeat(1_000_000));
      for (let run = next++; run < KILLS; run = next++) {
        await killAt(target, (run * 7) % 40);
        const content = readFileSync(target, 'utf8');
        kinds.add(`${content.length} ${[...new Set(content)].join('')}`);
      }
    };
    await Promise.all([0, 1].map(worker));
    expect([...kinds].filter((kind) => !/^1000000 [oab]$/.test(kind))).toEqual([]);
    expect(kinds.size).toBeGreaterThan(1);
    expect(readdirSync(folder).filter((name) => !/^out\d$|^\.pprofx-[0-9a-f]{12}\.tmp$/.test(name))).toEqual([]);
  });
});
