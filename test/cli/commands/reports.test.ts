import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {decodeUtf8} from '../../../src/base/utf8.ts';
import {expandInputs} from '../../../src/cli/input/expand.ts';
import {readSourceFile} from '../../../src/cli/input/source-files.ts';
import {main} from '../../../src/cli/main.ts';
import {runPprofx} from '../../differential/pprofx.ts';
import {samplePath} from '../../support/samples.ts';

const HEAP = samplePath('misc/etcd-heap.pb.gz');
const CPU = samplePath('nodeips-hot/cpu-before.pb.gz');

async function text(...args: string[]): Promise<string> {
  return decodeUtf8((await runPprofx(args)) ?? new Uint8Array(0));
}

/** Exit code and what was said on standard error. */
async function refusal(...args: string[]): Promise<{code: number; said: string}> {
  let said = '';
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (chunk: string | Uint8Array) => {
    said += String(chunk);
    return true;
  };
  try {
    return {code: await main(args), said};
  } finally {
    process.stderr.write = write;
  }
}

describe('report commands', () => {
  it('top shows what go tool pprof -top shows', async () => {
    const lines = (await text('top', '--nodecount', '1', '--full', CPU)).split('\n');
    expect(lines[1]).toBe('Showing 3.53s, 15.71% of 22.47s total');
    expect(lines.at(-2)?.trim().split(/\s+/)).toEqual([
      '3.53s',
      '15.71%',
      '15.71%',
      '3.53s',
      '15.71%',
      'runtime/internal/syscall.Syscall6',
    ]);
  });

  it('filters at work and what was dropped are said', async () => {
    const report = await text('top', '--focus', 'NodeIPs', '--hide', 'runtime', CPU);
    expect(report).toMatch(/Active filters:\n {3}focus=NodeIPs\n {3}hide=runtime\n/);
    expect(report).toMatch(/Dropped \d+ nodes \(cum <= /);
  });

  it('list without source gives the lines all the same', async () => {
    const report = await text('list', 'realIPGetter', CPU);
    expect(report).toContain('0     17.04s (flat, cum) 75.83% of total');
    expect(report).toMatch(/17\.01s {4}301\n/);
  });

  it('a goroutine dump can be reported on like any profile', async () => {
    const report = await text(
      'top',
      '--nodecount',
      '1',
      samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz'),
    );
    expect(report).toContain('Showing 18230, 91.99% of 19817 total');
  });

  it.each([
    [['top', '--focs', 'x', HEAP], 'Did you mean --focus?'],
    [['top', '--base', HEAP, '--diff-base', HEAP, HEAP], 'cannot be combined'],
    [['top', '--normalize', HEAP], 'needs a --base'],
    [['top', '--nodecount', 'many', HEAP], 'not a number'],
    [['top', '--lines', '--files', HEAP], 'cannot be used with'],
    [['top', '--divide-by', '0', HEAP], 'divide by zero'],
    [['top', '--divide-by', '1e-320', HEAP], 'too close to zero'],
    [['top', '--divide-by', '1e-308', HEAP], 'too close to zero'],
    [['top', '--focus', '(', HEAP], 'focus'],
    [['top', '--sample-index', 'cpu', HEAP], 'no sample type cpu'],
    [['peek', 'no_such_function', HEAP], 'no function matches'],
    [['top', HEAP, CPU], 'no sample type in common'],
  ])('%j is a usage error', async (args, said) => {
    const result = await refusal(...args);
    expect(result.code).toBe(2);
    expect(result.said).toContain(said);
  });

  it('a filter that matches nothing is said on standard error', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pprofx-unmatched-'));
    try {
      const result = await refusal('top', '--ignore', 'no_such_function', HEAP, '-o', join(folder, 'out'));
      expect(result).toEqual({code: 0, said: 'warning: --ignore matched nothing\n'});
    } finally {
      rmSync(folder, {recursive: true, force: true});
    }
  });
});

describe('inputs of reports', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pprofx-inputs-'));
    for (const name of ['a1.pb', 'a2.pb', 'b1.pb', '.hidden.pb'])
      writeFileSync(join(folder, name), 'line one\nline two\n');
  });
  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  it.each([
    ['a*.pb', ['a1.pb', 'a2.pb']],
    ['?1.pb', ['a1.pb', 'b1.pb']],
    ['[!a]*.pb', ['b1.pb']],
    ['*', ['a1.pb', 'a2.pb', 'b1.pb']],
  ])('the pattern %s means %j', (pattern, expected) => {
    expect(expandInputs([join(folder, pattern)])).toEqual(expected.map((name) => join(folder, name)));
  });

  it('a pattern that matches no file is refused', () => {
    expect(() => expandInputs([join(folder, '*.gz')])).toThrow(/no file matches/);
  });

  it('a source file is searched in a folder and its parents, up to the topmost of the project', () => {
    const project = mkdtempSync(join(tmpdir(), 'pprofx-project-'));
    writeFileSync(join(project, 'go.mod'), '');
    writeFileSync(join(project, 'a1.pb'), 'line one\nline two\n');
    expect(readSourceFile('a1.pb', join(project, 'deep/down'), '')?.[1]).toBe('line two');
    expect(readSourceFile('/build/machine/a1.pb', folder, '/build/machine')?.[0]).toBe('line one');
    expect(readSourceFile('no-such-file.go', folder, '')).toBeUndefined();
  });
});
