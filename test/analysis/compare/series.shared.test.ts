import {readdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {compareProfiles} from '../../../src/analysis/compare/compare.ts';
import {analyzeSeries} from '../../../src/analysis/compare/series.ts';
import {assess} from '../../../src/analysis/compare/verdict.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {corpusPath, readBytes} from '../../support/shared.ts';

/** Ten heaps of one process, three seconds apart, oldest first; the ninth holds a new arena of 83 MB. */
function parcaHeaps(): Profile[] {
  const folder = corpusPath('files', 'parca', 'pkg', 'query', 'testdata', 'many');
  return readdirSync(folder)
    .sort()
    .map((file) => readProfile(readBytes(`${folder}/${file}`), {name: file}));
}

describe('series', () => {
  it('eight heaps that stand still raise no alarm', () => {
    const series = analyzeSeries(parcaHeaps().slice(0, 8));
    expect(series.growths).toEqual([]);
    expect(series.growing).toEqual([]);
  });

  it('the ninth heap grew by 94 769 662 bytes, most of it in a function not seen before', () => {
    const series = analyzeSeries(parcaHeaps());
    expect(series.growths.map(({at, delta}) => [at, delta])).toEqual([[8, 94_769_662]]);
    expect(series.growing[0].stack[0]).toBe('github.com/dgraph-io/badger/v3/skl.newArena');
    expect(series.growing[0].firstSeen).toBe(8);
  });

  it('two heaps tell the same growth as worse', () => {
    const heaps = parcaHeaps();
    const {decisive, types} = compareProfiles([heaps[7]], [heaps[8]]);
    expect(assess(types[decisive])).toMatchObject({
      verdict: 'worse',
      lead: {function: expect.stringContaining('dgraph-io/badger')},
    });
  });

  it('the clock inside the profiles decides the order, and a shuffled command line is told', () => {
    const [first, ...rest] = parcaHeaps();
    const series = analyzeSeries([...rest, first]);
    expect(series.wasShuffled).toBe(true);
    expect(series.growths.map(({at, delta}) => [at, delta])).toEqual([[8, 94_769_662]]);
    expect(analyzeSeries([first, ...rest]).wasShuffled).toBe(false);
  });
});
