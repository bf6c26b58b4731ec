import {mkdtempSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import {describe, expect, it} from 'vitest';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('misc/etcd-heap.pb.gz');

function matchesSchema(name: string, text: string): unknown {
  const validate = new Ajv2020().compile(JSON.parse(pprofx(['schema', name]).stdout));
  validate(JSON.parse(text));
  return validate.errors;
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'pprofx-test-'));
}

describe('exit codes', () => {
  it.each([
    ['a profile that is read', ['top', HEAP], 0],
    ['an unknown command', ['tpo', HEAP], 2],
    ['an unknown option', ['top', '--nosuch', HEAP], 2],
    ['no command at all', [], 2],
    ['a sample type the profile has not', ['top', '--sample-index', 'nosuch', HEAP], 2],
    ['a file that is no profile', ['top', samplePath('README.md')], 3],
    ['a file that is not there', ['top', 'nosuch.pb.gz'], 5],
  ])('%s gives its code', (_, args, code) => {
    expect(pprofx(args).code).toBe(code);
  });
});

describe('failures', () => {
  it('name file, cause, place and code in one line, then a hint, and nothing on standard output', () => {
    const dir = folder();
    const cut = join(dir, 'cut.pb.gz');
    writeFileSync(cut, readFileSync(HEAP).subarray(0, 5000));
    const {stderr, stdout} = pprofx(['top', cut]);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      `${cut}: the gzip data ends before its trailer, at byte 5000 (TRUNCATED_GZIP)`,
      'hint: the download was cut; fetch the profile again',
      '',
    ]);
  });

  it('an unknown command suggests the nearest', () => {
    expect(pprofx(['analyse', HEAP]).stderr).toContain('Did you mean analyze?');
  });
});

describe('JSON', () => {
  it('of top matches its published schema', () => {
    const {stdout} = pprofx(['top', '--format', 'json', HEAP]);
    expect(matchesSchema('top', stdout)).toBeNull();
    expect(JSON.parse(stdout).total).toBe(15_610_188);
  });
});

describe('output files', () => {
  it('are written whole, are not replaced without --force, and never through a symbolic link', () => {
    const dir = folder();
    const [victim, link] = [join(dir, 'victim'), join(dir, 'link')];
    writeFileSync(victim, 'precious');
    symlinkSync(victim, link);
    expect(pprofx(['top', HEAP, '-o', link]).code).toBe(5);
    expect(pprofx(['top', HEAP, '-o', link, '--force']).code).toBe(0);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(readFileSync(link, 'utf8')).toContain('etcd-heap');
  });
});
