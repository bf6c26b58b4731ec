/**
 * Completion in real shells, the manual page in real man, and the plugin under real kubectl.
 */
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {kubectlMinor} from '../../support/kubectl.ts';
import {startPprofHost} from '../../support/pprof-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'shells-'));
const {bin} = JSON.parse(readFileSync('package.json', 'utf8')) as {bin: Record<string, string>};
const env = {PATH: `${folder}:${process.env['PATH']}`, HOME: folder, TERM: 'dumb'};

beforeAll(() => {
  for (const [name, path] of Object.entries(bin)) {
    writeFileSync(join(folder, name), `#!/bin/sh\nexec "${process.execPath}" "${resolve(path)}" "$@"\n`);
    chmodSync(join(folder, name), 0o755);
  }
});

function run(command: string, ...args: string[]): string {
  const {stderr, stdout} = spawnSync(command, args, {cwd: folder, env, encoding: 'utf8'});
  return stdout + stderr;
}

describe('completion', () => {
  it('works in bash', () => {
    const ask = `source <(pprofx completion bash)
      COMP_WORDS=(pprofx analyze --format = m) COMP_CWORD=4
      _pprofx; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p pprofx`;
    expect(run('bash', '--norc', '-c', ask)).toBe('markdown\ncomplete -o default -F _pprofx pprofx\n');
  });

  it('works in fish', () => {
    const ask = "pprofx completion fish | source; complete -C 'pprofx topp'; complete -C 'pprofx analyze --format m'";
    expect(run('fish', '--no-config', '-c', ask)).toBe('topproto\twrite the top table in pprof format\nmarkdown\n');
  });

  it('works in zsh, typed into its line editor', () => {
    const ask = `zmodload zsh/zpty
      zpty z zsh -f -i
      zpty -w z "PS1='>'; autoload -U compinit; compinit -D; source <(pprofx completion zsh); print rea''dy"
      zpty -r -m z seen '*ready*'
      zpty -w -n z $'pprofx topp\\t'
      zpty -r -m z seen '*pprofx topproto*' && print done
      zpty -d z`;
    expect(run('zsh', '-f', '-c', ask)).toContain('done');
  });
});

it('the manual page is one that man takes without a warning', () => {
  expect(run('man', '--warnings', '-l', resolve('dist/man/pprofx.1'))).toMatch(/^PPROFX\(1\).*--mem-limit <size>/s);
  expect(run('groff', '-ww', '-man', '-Tutf8', '-z', resolve('dist/man/pprofx.1'))).toBe('');
});

describe('kubectl pprofx', () => {
  it('is found by name, and its help is its own', () => {
    expect(run('kubectl', 'plugin', 'list')).toContain(join(folder, 'kubectl-pprofx'));
    for (const args of [[], ['--help']]) {
      expect(run('kubectl', 'pprofx', ...args)).toMatch(/^Usage: kubectl pprofx \[options\] <targets\.\.\.>/);
    }
  });

  it('collects and prints the findings', async () => {
    const host = await startPprofHost();
    try {
      const child = spawn(
        'kubectl',
        ['pprofx', `127.0.0.1:${host.port}`, '--seconds', '1', '-n', 'shop', '-o', join(folder, 'out')],
        {env, stdio: ['ignore', 'pipe', 'ignore']},
      );
      let stdout = '';
      child.stdout.on('data', (chunk) => {
        stdout += String(chunk);
      });
      const [code] = await once(child, 'close');
      expect({code, stdout}).toEqual({code: 0, stdout: expect.stringContaining('ReplicaSet')});
    } finally {
      host.close();
    }
  });

  it('is completed by kubectl, by 1.26 and later through this program', () => {
    const completion = kubectlMinor() < 26 ? ['kubectl_complete-pprofx'] : ['kubectl', '__complete', 'pprofx'];
    const [command, ...args] = completion;
    expect(run(command, ...args, '--sele')).toContain('--selector\tlabel selector for pod:PORT\n:4\n');
  });
});
