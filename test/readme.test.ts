/**
 * The READMEs' commands work as written, and both languages have the same ones.
 *
 * Slow: each command is a process of its own.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {samplePath} from './support/samples.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENGLISH = readFileSync(join(ROOT, 'README.md'), 'utf8');
const CHINESE = readFileSync(join(ROOT, 'docs/README.zh-CN.md'), 'utf8');

const codeBlocks = (text: string): string[] => [...text.matchAll(/^```\w+\n(.*?)^```/gms)].map(([, code]) => code);

/** Commands of the shell blocks and, in prose, what begins with `pprofx` and says what to do with what. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, code]) => code.trim().split('\n'));
  const inline = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/`(pprofx [^`]+)`/g)]
    .map(([, code]) => code)
    .filter((code) => !/^pprofx [a-z]+$/.test(code));
  return [...blocks, ...inline];
}

const commands = commandsOf(ENGLISH);
const npmScripts = [...ENGLISH.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);

/** Commands that serve the page until they are stopped. */
const isServing = (command: string): boolean => /^pprofx (?:view|-http)/.test(command);

let folder: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(join(ROOT, 'samples'), join(folder, 'samples'));
  for (const name of ['kubectl', 'curl']) copyFileSync(join(ROOT, 'test/support/readme-host.sh'), join(bin, name));
  const dump = gunzipSync(readFileSync(samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz')));
  writeFileSync(join(folder, 'dump.txt'), dump);
  writeFileSync(join(bin, 'pprofx'), `#!/bin/sh\nexec "${process.execPath}" "${ROOT}dist/cli/bin.js" "$@"\n`);
  for (const name of ['kubectl', 'curl', 'pprofx']) chmodSync(join(bin, name), 0o755);
  const inputs = {
    'heap.pb.gz': 'deletecollection-leak/heap-before.pb.gz',
    'goroutine.txt': 'deletecollection-leak/goroutine-debug1-before.txt',
    'cpu.pb.gz': 'nodeips-hot/cpu-before.pb.gz',
    'before.pb.gz': 'nodeips-hot/cpu-before.pb.gz',
    'after.pb.gz': 'nodeips-hot/cpu-after.pb.gz',
  };
  for (const [name, sample] of Object.entries(inputs)) copyFileSync(samplePath(sample), join(folder, name));
  mkdirSync(join(folder, 'profiles'));
  copyFileSync(samplePath('deletecollection-leak/goroutine-before.pb.gz'), join(folder, 'profiles', 'a.pb.gz'));
  server = createServer((request, response) => {
    const name = request.url === '/debug/pprof/heap' ? 'heap-before.pb.gz' : 'goroutine-before.pb.gz';
    response.end(readFileSync(samplePath(`deletecollection-leak/${name}`)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

/** Runs a command as a shell would in a folder with the files it names, and stops it once it serves. */
async function run(command: string): Promise<{code: number | null; stdout: string; stderr: string}> {
  const serving = isServing(command);
  const text = command
    .replaceAll('http://localhost:6060', origin)
    .replace(/^pprofx view/, 'pprofx view --no-open')
    .replace(/^pprofx -http=\S+/, 'pprofx -no_browser -http=localhost:0')
    .replace('localhost:6060', origin.slice('http://'.length))
    .replace(/^pprofx collect .*/, '$& --list')
    .replace(/^pprofx watch .*/, '$& --for 1ms')
    .replace(/\s&$/, '');
  const env = {
    ...process.env,
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    SAMPLES: samplePath(''),
    DUMP: join(folder, 'dump.txt'),
    NODE: 'n1',
    TOKEN: 't',
  };
  const child = spawn('bash', ['-o', 'pipefail', '-c', serving ? `exec ${text}` : text], {cwd: folder, env});
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    if (serving && stdout.includes('http://')) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, 'close');
  return {code, stdout, stderr};
}

describe('README', () => {
  it('has the same code in both languages, block by block', () => {
    expect(codeBlocks(CHINESE)).toEqual(codeBlocks(ENGLISH));
    expect(commandsOf(CHINESE)).toEqual(commands);
  });

  it('begins with one sentence and a picture, and has its sections in this order', () => {
    const headings = (text: string): string[] => [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings(ENGLISH)).toEqual([
      'Try it in 60 seconds',
      'How to take a profile',
      'What it finds',
      'Three incidents it was built for',
      'How it differs',
      'Limits',
      'Where things are',
    ]);
    expect(headings(CHINESE)).toEqual([
      '60 秒上手',
      '如何采集 profile',
      '能发现什么',
      '源自三次真实故障',
      '与其他工具的区别',
      '局限',
      '目录',
    ]);
    for (const text of [ENGLISH, CHINESE]) {
      const beginning = /^# pprofx\n\n.*\n\n\*\*[^*.。]+[.。]\*\*\n\n<picture>/;
      expect(text).toMatch(beginning);
    }
  });

  it('stays under 200 lines', () => {
    expect(ENGLISH.split('\n').length).toBeLessThan(200);
    expect(CHINESE.split('\n').length).toBeLessThan(200);
  });

  it('links to files that are there', () => {
    const missing = (text: string, folder: string): string[] =>
      [...text.matchAll(/\]\(([^)#:]+)\)|(?:src|srcset)="([^"]+)"/g)]
        .map(([, a, b]) => a ?? b)
        .filter((path) => !existsSync(join(ROOT, folder, path)));
    expect(missing(ENGLISH, '')).toEqual([]);
    expect(missing(CHINESE, 'docs')).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const {scripts} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {scripts: Record<string, string>};
    expect(npmScripts.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  const runnable = [...new Set(commands)].filter((command) => !command.startsWith('npm '));
  it.each(runnable.filter((command) => !isServing(command)))('%s', async (command) => {
    const {code, stderr} = await run(command);
    expect({
      code,
      failure: stderr
        .split('\n')
        .filter((line) => !/^(?:warning|hint|next|note|redacted|\d\d:\d\d:\d\d )/.test(line))
        .join('\n'),
    }).toEqual({
      code: 0,
      failure: '',
    });
  });

  it.each(runnable.filter(isServing))('%s serves the page', async (command) => {
    const {stdout} = await run(command);
    expect(stdout).toMatch(/http:\/\/(?:localhost|127\.0\.0\.1):\d+/);
  });
});
