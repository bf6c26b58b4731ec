/**
 * All the fuzzer's seeds, the public corpus among them, through one server.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {openRoots} from '../../../src/cli/mcp/roots.ts';
import {assistant} from './client.ts';

it('no answer is over 24 kB, and the server answers to the end', async () => {
  const {seedsFor} = (await import(new URL('../../fuzz/seeds.mjs', import.meta.url).href)) as {
    seedsFor: (kind: string, seed: number) => Uint8Array[];
  };
  const root = mkdtempSync(join(tmpdir(), 'mcp-corpus-'));
  const {ask} = await assistant({roots: openRoots([root]), allowCollect: []});
  const seeds = seedsFor('plain', 1);
  expect(seeds.length).toBeGreaterThan(200);
  const sizes: number[] = [];
  for (const [index, seed] of seeds.entries()) {
    writeFileSync(join(root, 'file'), seed);
    sizes.push((await ask(index % 2 === 0 ? 'analyze' : 'top', {paths: ['file']})).bytes);
  }
  expect(Math.max(...sizes)).toBeLessThanOrEqual(24_000);
});
