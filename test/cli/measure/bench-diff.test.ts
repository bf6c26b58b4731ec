import {existsSync, mkdtempSync, readdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {pprofx} from '../../support/cli.ts';

const COPY = ['--', 'cp', 'samples/nodeips-hot/cpu-{side}.pb.gz', '{}'];

it('the sides run in turns, without scaling to equal durations', () => {
  const {code, stderr, stdout} = pprofx(['bench-diff', '--runs', '2', '--format', 'json', ...COPY]);
  const result = JSON.parse(stdout) as {verdict: string; before: object[]; sampleTypes: {scale: object}[]};
  expect({code, verdict: result.verdict, runs: result.before.length}).toEqual({code: 0, verdict: 'fixed', runs: 2});
  expect(result.sampleTypes.map(({scale}) => scale)).toEqual([
    {mode: 'none', factor: 1},
    {mode: 'none', factor: 1},
  ]);
  expect(stderr.split('\n').map((line) => line.replace(/.*: /, ''))).toEqual([
    'before',
    'after',
    'after',
    'before',
    '',
  ]);
});

it('--keep leaves the profiles, --fail-on worse exits 1', () => {
  const kept = join(mkdtempSync(join(tmpdir(), 'bench-diff-')), 'runs');
  const args = ['bench-diff', '-q', '--runs', '1', '--keep', kept, '--fail-on', 'worse'];
  expect(pprofx([...args, ...COPY]).code).toBe(0);
  expect(readdirSync(kept)).toEqual(['after-1.pb.gz', 'before-1.pb.gz']);
  const swapped = [
    '--',
    'sh',
    '-c',
    'test {side} = after || exec cp samples/nodeips-hot/cpu-after.pb.gz {}; cp samples/nodeips-hot/cpu-before.pb.gz {}',
  ];
  expect(pprofx(['bench-diff', '-q', '--runs', '1', '--fail-on', 'worse', ...swapped]).code).toBe(1);
  expect(pprofx([...args, ...COPY])).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('the folder is not empty'),
  });
});

it.each([
  [['true'], 2, 'the command has no {}'],
  [['false', '{}'], 5, 'false ended with 1 for before'],
  [['sh', '-c', 'echo no such benchmark >&2; exit 3', '{}'], 5, 'and said: no such benchmark'],
  [['true', '{}'], 5, 'true wrote no profile for before'],
  [['nosuch-program', '{}'], 5, 'nosuch-program cannot be started in .: ENOENT'],
  [['cp', 'package.json', '{}'], 3, 'before-1.pb.gz'],
])('%j is refused with what happened', (line, code, message) => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('pprofx-runs-'));
  expect(pprofx(['bench-diff', '-q', '--runs', '1', '--', ...line])).toMatchObject({
    code,
    stderr: expect.stringContaining(message),
  });
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('pprofx-runs-'))).toEqual(before);
});

it('a shell is never asked', () => {
  pprofx(['bench-diff', '-q', '--runs', '1', '--', 'true', '$(touch pwned)', '{}']);
  expect(existsSync('pwned')).toBe(false);
});
