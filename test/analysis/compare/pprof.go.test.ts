import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';

it('the recorded differences are what go tool pprof answers', () => {
  const args = ['test/analysis/compare/oracles/make-diff-base.mjs', '--check'];
  const {status, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8'});
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
