/**
 * Limits: bombs die early and small, sizes are refused where the user said so, and size alone costs no memory.
 *
 * Slow: inflates bombs of hundreds of mebibytes, in a process each.
 */
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {afterAll, describe, expect, it} from 'vitest';
import {pprofx} from '../support/cli.ts';
import {hostileProfile} from '../support/hostile-profile.ts';
import {join as bytes, bytesField, message, numberField, packedField} from '../support/proto.ts';
import {samplePath} from '../support/samples.ts';

const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const HEAP = samplePath('misc/etcd-heap.pb.gz');
const MIB = 2 ** 20;
const folder = mkdtempSync(join(tmpdir(), 'pprofx-limits-'));
afterAll(() => rmSync(folder, {recursive: true}));

/**
 * Tells the peak of resident memory in KiB at the end, on standard error. The kernel's own mark where there is one: the
 * maximum of resourceUsage() begins at the size of whoever started the process.
 */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(`
  import {existsSync, readFileSync} from 'node:fs';
  const peak = () => existsSync('/proc/self/status')
    ? /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]
    : process.resourceUsage().maxRSS;
  process.on('exit', () => process.stderr.write('PEAK ' + peak()));`)}`;

interface Measured {
  readonly code: number | null;
  readonly stderr: string;
  readonly peakMiB: number;
}

function measured(code: number | null, stderr: string): Measured {
  const peak = /PEAK (\d+)/.exec(stderr)?.[1];
  return {code, stderr: stderr.replace(/PEAK \d+/, ''), peakMiB: Number(peak) / 1024};
}

function run(name: string, content: Uint8Array, ...options: readonly string[]): Measured {
  return runCommand('top', name, content, ...options);
}

function runCommand(command: string, name: string, content: Uint8Array, ...options: readonly string[]): Measured {
  const path = join(folder, name);
  writeFileSync(path, content);
  const {status, stderr} = spawnSync(process.execPath, ['--import', TELL_PEAK, BIN, command, ...options, path]);
  return measured(status, stderr.toString());
}

/** Members that follow each other are one stream: a long one for the price of a short one. */
const repeated = (member: Uint8Array, times: number): Uint8Array => Buffer.alloc(member.length * times, member);

describe('bombs', () => {
  it('a gibibyte of zeros dies at its first byte', () => {
    const {code, peakMiB, stderr} = run('zeros.pb.gz', repeated(gzipSync(Buffer.alloc(16 * MIB)), 64));
    expect(stderr).toMatch(/zeros\.pb\.gz: .*, at byte 0.* \(FIELD_NUMBER_ZERO\)/);
    expect(code).toBe(3);
    expect(peakMiB).toBeLessThan(96);
  });

  it('half a gibibyte of strings in a valid profile hits the limit', () => {
    const strings = gzipSync(bytesField(6, Buffer.alloc(4 * MIB, 0x20)));
    const {code, peakMiB, stderr} = run('strings.pb.gz', bytes(gzipSync(hostileProfile()), repeated(strings, 128)));
    expect(stderr).toContain('the string table passes 100663296 bytes (--max-string-bytes)');
    expect(code).toBe(4);
    expect(peakMiB).toBeLessThan(192);
  });

  it('a bomb in a bomb is not unpacked twice', () => {
    const {code, peakMiB, stderr} = run('nested.pb.gz', gzipSync(gzipSync(Buffer.alloc(64 * MIB))));
    expect(stderr).toContain('(GZIP_IN_GZIP)');
    expect(code).toBe(3);
    expect(peakMiB).toBeLessThan(96);
  });

  it('a million empty strings cost little', () => {
    const {code, peakMiB} = run('empty.pb', bytes(hostileProfile(), repeated(bytesField(6, ''), 1_000_000)));
    expect(code).toBe(0);
    expect(peakMiB).toBeLessThan(128);
  });

  it.each(['top', 'flame', 'analyze'])('a stack of 4 million frames is no burden to %s', (command) => {
    const stack = message(2, bytesField(1, Buffer.alloc(4 * MIB, 1)), packedField(2, [1, 1]));
    const {code, peakMiB} = runCommand(command, 'deep.pb', bytes(hostileProfile(), stack));
    expect(code).toBe(0);
    expect(peakMiB).toBeLessThan(352);
  });

  it.each([6, 2])('a length of 2^31 in field %i that is not there is believed by nobody', (field) => {
    const claim = bytes(hostileProfile(), Uint8Array.of(field * 8 + 2, 0xff, 0xff, 0xff, 0xff, 0x07));
    const {code, peakMiB} = run('claim.pb', claim);
    expect(code).toBe(3);
    expect(peakMiB).toBeLessThan(96);
  });

  it('a pattern inside a profile cannot hang it', () => {
    const frames = bytes(hostileProfile(), bytesField(6, '(a+)+$(?:.*.*.*.*)*X'), numberField(7, 24));
    expect(run('drop.pb', frames).code).toBe(0);
    expect(run('names.pb', hostileProfile(), '--focus', '(a+)+$').code).toBe(0);
  });
});

describe('--max-bytes', () => {
  it.each(['1000', '1k', '0.5KiB', '1kb'])('%s stops a longer profile', (size) => {
    const {code, stderr} = pprofx(['top', '--max-bytes', size, HEAP]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/more than \d+ bytes uncompressed \(--max-bytes\), at byte \d+ \(LIMIT_EXCEEDED\)/);
  });

  it.each(['', '0', '-1', '1x', 'NaN', '1e9', '9999999999999999999'])('%s is no size', (size) => {
    expect(pprofx(['top', `--max-bytes=${size}`, HEAP])).toMatchObject({code: 2, stdout: ''});
  });

  it.each([['analyze'], ['flame'], ['top'], ['traces'], ['diff', HEAP], ['convert', '-o', '-']])(
    'works in %s',
    (...args) => {
      expect(pprofx([...args, '--max-bytes', '1000', HEAP]).code).toBe(4);
    },
  );
});

describe('size alone', () => {
  it('of a stream costs no memory: 48 MiB of equal samples, which would not fit', async () => {
    const one = message(2, packedField(1, [1]), packedField(2, [1, 10]));
    const block = repeated(one, Math.floor((4 * MIB) / one.length));
    const child = spawn(process.execPath, ['--import', TELL_PEAK, BIN, 'top', '--format', 'json', '-'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.stdin.write(hostileProfile());
    for (let i = 0; i < 12; i++) if (!child.stdin.write(block)) await once(child.stdin, 'drain');
    child.stdin.end();
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).rows.length).toBeGreaterThan(0);
    expect(measured(code, stderr).peakMiB).toBeLessThan(128);
  });
});
