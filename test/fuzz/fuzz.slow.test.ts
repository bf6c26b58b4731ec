/**
 * A short seeded run of the fuzzer over every target; `npm run fuzz` is the long one.
 *
 * Slow: instruments the build and gives each of a dozen targets a hundred inputs; PPROFX_FUZZ=300 gives more.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';

/** For each target. */
const INPUTS = Number(process.env['PPROFX_FUZZ'] ?? 100);

const crashes = mkdtempSync(join(tmpdir(), 'pprofx-crashes-'));
afterAll(() => rmSync(crashes, {recursive: true}));

describe('the fuzzer', () => {
  it('finds nothing in its first inputs', {timeout: 600_000}, () => {
    const args = ['--inputs', `${INPUTS}`, '--seed', '1', '--build', 'coverage/fuzz-test-build', '--crashes', crashes];
    const {status, stderr, stdout} = spawnSync(process.execPath, ['test/fuzz/main.mjs', ...args]);
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
    const results = stdout
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as {inputs: number; reached: number});
    expect(results.length).toBeGreaterThan(8);
    expect(results.filter(({inputs, reached}) => inputs < INPUTS || reached < 20)).toEqual([]);
  });
});
