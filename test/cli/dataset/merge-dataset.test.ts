/**
 * Merging out of a dataset equals merging the files, once both are without what a dataset leaves out.
 */
import {mkdtempSync, readdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {mergeProfiles} from '../../../src/analysis/profiles/merge.ts';
import {exportProfiles} from '../../../src/cli/dataset/export-profiles.ts';
import {mergeDataset} from '../../../src/cli/dataset/merge-dataset.ts';
import {parseLabelRules} from '../../../src/cli/fleet/fleet-labels.ts';
import {readInput} from '../../../src/cli/input/input.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {fleetFolder} from '../../support/fleet-folder.ts';
import {profileOf, samplesOf} from '../../support/stacks.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'merge-'));

async function exported(inputs: readonly string[]): Promise<string> {
  const root = newFolder();
  const rules = parseLabelRules(['service=(*)/*', 'version=*/(*)']);
  await exportProfiles(inputs, root, {rules, reading: {}}, (error) => {
    throw error;
  });
  return root;
}

it.each(['heap', 'cpu', 'goroutine'])('%s profiles: byte for byte', async (kind) => {
  const folder = await fleetFolder({services: 2, builds: 1, instances: 3});
  const paths = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith(`-${kind}.pb.gz`))
    .map((path) => join(folder, path));
  const merged = mergeProfiles(await Promise.all(paths.map((path) => readInput(path))));
  const single = join(newFolder(), 'merged.pb');
  writeFileSync(single, encodePprof(merged));
  const back = await mergeDataset(await exported([folder]), `kind = '${kind}'`);
  // The dataset of one file is that file without lines and addresses.
  expect(encodePprof(back)).toEqual(encodePprof(await mergeDataset(await exported([single]), '')));
  expect(samplesOf(back)).toEqual(samplesOf(merged));
  const {durationNanos, period, periodType, timeNanos} = merged;
  expect(back).toMatchObject({durationNanos, period, periodType, timeNanos});
});

it('labels, types of their own and sums past 2^53 are exact, and what cancels out is gone', async () => {
  const folder = newFolder();
  const types = ['samples', 'tokens'];
  const write = (name: string, values: readonly number[], other: number): void => {
    const labels = {user: 'ann', size: 16};
    const samples = [
      {frames: ['main', 'work'], labels, values},
      {frames: ['main', 'idle'], values: [other, 0]},
    ];
    writeFileSync(join(folder, name), encodePprof(profileOf(samples, types)));
  };
  write('a.pb', [2 ** 53, 1], 5);
  write('b.pb', [1, 2], -5);
  const back = await mergeDataset(await exported([folder]), "kind = 'other' -- all of them");
  expect(samplesOf(back)).toEqual(['main;work 9007199254740992 3']);
  const [residue] = back.samples.residues;
  expect(residue?.[0]).toBe(1);
  expect(back.strings.at(back.labelSets.key[0])).toBe('size');
  expect([...back.labelSets.number]).toContain(16n);
});

it('needs profiles of one kind, and one at least', async () => {
  const root = await exported([await fleetFolder({services: 1, builds: 1, instances: 1})]);
  await expect(mergeDataset(root, '')).rejects.toThrow(
    /different sample types fit: alloc_objects\/count .*; goroutine/,
  );
  await expect(mergeDataset(root, "service = 'nobody'")).rejects.toThrow(/no profile of the dataset fits/);
  await expect(mergeDataset(root, 'nothing = 1')).rejects.toThrow(/"nothing" not found/);
});
