/**
 * What `pprofx completion` offers, without a shell.
 */
import {expect, it} from 'vitest';
import {pprofx} from '../../support/cli.ts';

function offered(shell: string, ...words: string[]): string[] {
  return pprofx(['completion', shell, '--', ...words])
    .stdout.split('\n')
    .slice(0, -1);
}

it.each([
  [['ana'], ['analyze']],
  [['co'], ['collect', 'comments', 'completion', 'convert']],
  [['analyze', '--fail'], ['--fail-on']],
  [['analyze', '--format', 'm'], ['markdown']],
  [['analyze', '--format', '=', 's'], ['sarif']],
  [
    ['analyze', '--format', '='],
    ['text', 'json', 'markdown', 'sarif', 'html'],
  ],
  [['analyze', '--fail-on', 'info', '--fail'], []],
  [['analyze', 'heap'], []],
  [['analyze', '--rules', ''], []],
  [['completion', 'f'], ['fish']],
])('after %j come %j', (words, expected) => {
  expect(offered('bash', ...words)).toEqual(expected);
});

it('zsh and fish show what a word means, kubectl whether a file may stand there', () => {
  expect(offered('zsh', 'topp')).toEqual(['topproto:write the top table in pprof format']);
  expect(offered('fish', 'topp')).toEqual(['topproto\twrite the top table in pprof format']);
  expect(offered('kubectl', 'collect', '--kubeco')).toEqual(['--kubeconfig\tpath of the kubeconfig', ':4']);
});
