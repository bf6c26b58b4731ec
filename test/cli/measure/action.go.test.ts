/**
 * The steps of action.yml, run as a runner would, against a small Go module: a planted regression is found, and unchanged
 * code passes.
 *
 * Slow: builds and benchmarks a Go module before and after.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {samplePath} from '../../support/samples.ts';

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface ActionFile {
  readonly inputs: Readonly<
    Record<string, {readonly description: string; readonly default?: string; readonly required?: boolean}>
  >;
  readonly runs: {readonly using: string; readonly steps: readonly Step[]};
}

const text = readFileSync('action.yml', 'utf8');
const action = parse(text) as ActionFile;
const folder = mkdtempSync(join(tmpdir(), 'action-'));

beforeAll(() => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  // npx --yes pprofx@VERSION ARGS…
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${resolve('dist/cli/bin.js')}" "$@"\n`,
  );
  chmodSync(join(bin, 'npx'), 0o755);
});

interface JobResult {
  readonly code: number;
  readonly summary: string;
  readonly artifact: string;
  readonly stderr: string;
}

/** Runs the steps one after the other until one fails; what is uploaded is looked at instead. */
function job(name: string, inputs: Readonly<Record<string, string>>): JobResult {
  const temp = join(folder, name);
  mkdirSync(temp);
  const values = new Map(Object.entries(action.inputs).map(([key, input]) => [`inputs.${key}`, input.default ?? '']));
  for (const [key, value] of Object.entries(inputs)) values.set(`inputs.${key}`, value);
  values.set('runner.temp', temp);
  const resolved = (value: string): string =>
    value.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_, key: string) => values.get(key) ?? '');
  const [output, summary] = ['output', 'summary'].map((file) => join(temp, file));
  writeFileSync(output, '');
  writeFileSync(summary, '');
  let result = {code: 0, stderr: ''};
  let artifact = '';
  for (const {env = {}, id, run, with: wanted} of action.runs.steps) {
    if (wanted !== undefined) artifact = resolved(wanted['path']);
    if (run === undefined || result.code !== 0) continue;
    const own = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, resolved(value)]));
    const {status, stderr} = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run], {
      encoding: 'utf8',
      env: {
        ...process.env,
        ...own,
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
      },
    });
    result = {code: status ?? -1, stderr};
    for (const [, key, value] of readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm))
      values.set(`steps.${id}.outputs.${key}`, value);
  }
  return {...result, summary: readFileSync(summary, 'utf8'), artifact};
}

/** A module whose benchmark does `rounds` of work a time. */
function goModule(name: string, rounds: number): string {
  const root = join(folder, name);
  mkdirSync(root);
  writeFileSync(join(root, 'go.mod'), 'module example.com/sum\n\ngo 1.19\n');
  writeFileSync(
    join(root, 'sum.go'),
    `package sum

//go:noinline
func mix(x uint64) uint64 {
	for i := 0; i < ${rounds}*1000; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}

func Sum(n int) (s uint64) {
	for i := 0; i < n; i++ {
		s += mix(uint64(i))
	}
	return s
}
`,
  );
  writeFileSync(
    join(root, 'sum_test.go'),
    'package sum\n\nimport "testing"\n\nfunc BenchmarkSum(b *testing.B) {\n\tfor i := 0; i < b.N; i++ {\n\t\tSum(100)\n\t}\n}\n',
  );
  execFileSync('go', ['test', '-c', '-o', 'sum.test'], {cwd: root, env: {...process.env, GOFLAGS: '-mod=mod'}});
  return root;
}

describe('bench-diff in the action', () => {
  const run = [
    './sum.test',
    '-test.run',
    '^$',
    '-test.bench',
    'Sum',
    '-test.benchtime',
    '1500x',
    '-test.cpuprofile',
    '{}',
  ].join('\n');

  it('finds a planted regression, names the function and fails the job; unchanged code passes', () => {
    const before = goModule('before', 1);
    const slower = goModule('slower', 3);
    const bad = job('bad', {command: 'bench-diff', before, after: slower, run, runs: '4', 'fail-on': 'worse'});
    expect({code: bad.code, summary: bad.summary}).toEqual({
      code: 1,
      summary: expect.stringMatching(/^### ❌ worse: CPU time in sum\.\w+ rose/),
    });
    const good = job('good', {command: 'bench-diff', before, after: before, run, runs: '4', 'fail-on': 'worse'});
    expect({code: good.code, stderr: good.stderr}).toMatchObject({code: 0});
    expect(good.summary).toContain('unchanged');
  });
});

describe('profiles in the action', () => {
  const before = samplePath('nodeips-hot/cpu-before.pb.gz');
  const after = samplePath('nodeips-hot/cpu-after.pb.gz');

  it('diff fails on worse, and leaves the reports', () => {
    const {artifact, code, summary} = job('diff', {before: after, after: before, 'fail-on': 'worse'});
    expect({code, summary}).toEqual({code: 1, summary: expect.stringMatching(/^### ❌/)});
    for (const name of ['summary.md', 'findings.sarif', 'report.html'])
      expect(existsSync(join(artifact, name))).toBe(true);
    expect(JSON.parse(readFileSync(join(artifact, 'findings.sarif'), 'utf8'))).toMatchObject({version: '2.1.0'});
  });

  it('analyze against a base passes what was there before', () => {
    const {code, summary} = job('analyze', {command: 'analyze', before, after: before, 'fail-on': 'warning'});
    expect({code, summary}).toEqual({code: 0, summary: expect.stringContaining('NodeIPs')});
  });

  it('a text that would be a script stays a text', () => {
    const evil = '$(touch pwned)`touch pwned`; touch pwned';
    const {code, stderr} = job('evil', {before: evil, after: evil, 'fail-on': ''});
    expect({code, stderr}).toEqual({code: 5, stderr: expect.stringContaining('no such file')});
    expect(existsSync('pwned')).toBe(false);
  });

  it('a file that is named like an option stays a file', () => {
    const {code, stderr} = job('option', {command: 'analyze', after: '--version'});
    expect({code, stderr}).toEqual({code: 5, stderr: expect.stringContaining('--version: no such file')});
  });

  it('bench-diff without a side is refused before anything runs', () => {
    const {code, summary} = job('one-side', {command: 'bench-diff', after: '.', run: 'cp\n{}\n{}'});
    expect({code, summary}).toEqual({code: 2, summary: ''});
  });
});

it('action.yml describes every input, and puts none of them into a script', () => {
  expect(Object.entries(action.inputs).filter(([, {description}]) => description.length < 10)).toEqual([]);
  expect(action.runs.using).toBe('composite');
  expect(action.runs.steps.filter(({run}) => run?.includes('${{') === true)).toEqual([]);
});

it('action.yml runs the version of this package', () => {
  const {version} = JSON.parse(readFileSync('package.json', 'utf8')) as {version: string};
  expect(action.inputs['version'].default).toBe(version);
});
