/**
 * Whatever a file holds, the server answers, within its limit, and nothing in it reaches a terminal or an assistant raw.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {openRoots} from '../../../src/cli/mcp/roots.ts';
import {hostileNames} from '../../support/hostile-names.ts';
import {hostileDump, hostileProfile} from '../../support/hostile-profile.ts';
import {assistant} from './client.ts';

const root = mkdtempSync(join(tmpdir(), 'mcp-hostile-'));
const {ask} = await assistant({roots: openRoots([root]), allowCollect: []});

/** Every tool on one file. */
async function answersTo(bytes: Uint8Array | string): Promise<{text: string; json: unknown; bytes: number}[]> {
  writeFileSync(join(root, 'file'), bytes);
  const paths = ['file'];
  return [
    await ask('analyze', {paths}),
    await ask('analyze', {paths, base: paths}),
    await ask('top', {paths, rows: 200}),
    await ask('goroutines', {path: 'file', rows: 100}),
    await ask('diff', {before: paths, after: paths}),
    await ask('explain', {whyNot: '.', paths}),
  ];
}

describe('an answer', () => {
  it('holds no control characters of names', async () => {
    for (const bytes of [hostileNames(), hostileProfile(), hostileDump()]) {
      for (const {json, text} of await answersTo(bytes)) {
        const strings = JSON.stringify(json ?? '').replaceAll(/\\[nt]/g, '');
        expect(`${text.replaceAll('\n', '')}${strings}`).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]|\\u00[01]/,
        );
      }
    }
  });

  it('takes at most 24 kB when names are a mebibyte long', async () => {
    const name = 'x'.repeat(2 ** 20);
    for (const text of [`${name};main.f 3\n`, `goroutine 1 [running]:\n${name}.f()\n\t/src/main.go:1 +0x1\n`]) {
      for (const {bytes} of await answersTo(text)) expect(bytes).toBeLessThanOrEqual(24_000);
    }
  });

  it('takes at most 24 kB whatever the fuzzer begins with', async () => {
    const {seedsFor} = (await import(new URL('../../fuzz/seeds.mjs', import.meta.url).href)) as {
      seedsFor: (kind: string, seed: number) => Uint8Array[];
    };
    const seeds = seedsFor('structured', 7);
    expect(seeds.length).toBe(400);
    for (const seed of seeds.filter((_, index) => index % 8 === 0)) {
      for (const {bytes} of await answersTo(seed)) expect(bytes).toBeLessThanOrEqual(24_000);
    }
  });
});
