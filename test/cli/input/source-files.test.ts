/**
 * What `list` reads is named by the profile, which may be a stranger's: sources of the user's own folders, nothing else.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {pprofxProcess} from '../../support/cli.ts';
import {join as bytes, bytesField, message, numberField, packedField} from '../../support/proto.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pprofx-sources-')));
const work = join(folder, 'work');
const other = join(folder, 'other');
mkdirSync(join(work, 'cmd'), {recursive: true});
mkdirSync(other);
const SOURCE = 'package main\nfunc main() { println("the source") }\n';
writeFileSync(join(work, 'main.go'), SOURCE);
writeFileSync(join(other, 'main.go'), SOURCE);
symlinkSync('/etc/passwd', join(work, 'link.go'));
symlinkSync(join(other, 'main.go'), join(work, 'away.go'));
execFileSync('mkfifo', [join(work, 'pipe.go')]);
writeFileSync(join(work, 'huge.go'), 'x'.repeat(9 * 2 ** 20));
afterAll(() => rmSync(folder, {recursive: true}));

/** A profile of one sample in main.main at line 2 of `file`. */
function profileOf(file: string): Uint8Array {
  const strings = ['', 'samples', 'count', 'main.main', file];
  return bytes(
    message(1, numberField(1, 1), numberField(2, 2)),
    message(2, packedField(1, [1]), packedField(2, [5])),
    message(4, numberField(1, 1), message(4, numberField(1, 1), numberField(2, 2))),
    message(5, numberField(1, 1), numberField(2, 3), numberField(3, 3), numberField(4, 4)),
    ...strings.map((text) => bytesField(6, text)),
  );
}

function list(file: string, cwd = work, options: readonly string[] = []): string {
  const input = join(folder, 'profile.pb');
  writeFileSync(input, profileOf(file));
  const {code, stderr, stdout} = pprofxProcess(['list', 'main', ...options, input], {cwd});
  expect(`${code} ${stderr}`).toBe('0 ');
  return stdout;
}

describe('list shows', () => {
  it.each([
    ['an absolute path below the working folder', () => list(join(work, 'main.go'))],
    ['a relative path', () => list('main.go')],
    ['an absolute path below --source-path', () => list(join(other, 'main.go'), work, ['--source-path', other])],
    [
      'a relative path of the project that the working folder is part of',
      () => {
        writeFileSync(join(work, 'go.mod'), 'module a\n');
        try {
          return list('main.go', join(work, 'cmd'));
        } finally {
          rmSync(join(work, 'go.mod'));
        }
      },
    ],
  ])('%s', (_, shown) => {
    expect(shown()).toContain('the source');
  });
});

describe('list does not read', () => {
  it.each([
    ['a device without end', '/dev/zero', undefined],
    ['the environment', '/proc/self/environ', 'PATH='],
    ['the environment by a way round', join(work, '../../../../../../../../proc/self/environ'), 'PATH='],
    ['a file of the system', '/etc/passwd', 'root:'],
    ['a relative name that parents would lead to', 'etc/passwd', 'root:'],
    ['a relative name with dots', '../../../../../../../../etc/passwd', 'root:'],
    ['a link to one', join(work, 'link.go'), 'root:'],
    ['a link out of the folder', join(work, 'away.go'), 'the source'],
    ['another folder', join(other, 'main.go'), 'the source'],
    ['a named pipe', join(work, 'pipe.go'), undefined],
    ['a file of 9 MiB', join(work, 'huge.go'), 'xxxx'],
  ])('%s', (_, file, secret) => {
    const shown = list(file);
    expect(shown).toContain('source not at hand');
    if (secret !== undefined) expect(shown).not.toContain(secret);
  });

  it('the environment, though the working folder is /', () => {
    expect(list('/proc/self/environ', '/')).not.toContain('PATH=');
    expect(list('/etc/passwd', '/')).not.toContain('root:');
  });
});

describe('small files', () => {
  it.each([
    ['rules', (file: string) => ['analyze', '--rules', file]],
    ['headers', (file: string) => ['top', '--header', `@${file}`]],
    ['certificates', (file: string) => ['top', '--ca', file]],
  ])('%s without end are refused', (_, args) => {
    const {code, stderr} = pprofxProcess([...args('/dev/zero'), 'https://127.0.0.1:1/x']);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/more than \d+ KiB, too much for a [a-z]+ file/);
  });
});
