import {describe, expect, it} from 'vitest';
import {compareProfiles} from '../../../src/analysis/compare/compare.ts';
import {samplingBound, stackNoise} from '../../../src/analysis/compare/noise.ts';
import {assess} from '../../../src/analysis/compare/verdict.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {profileOf} from '../../support/folded-profile.ts';
import {halves, remeasured, seeded} from '../../support/resample.ts';
import {readSample} from '../../support/samples.ts';

const SAMPLES = [
  'deletecollection-leak/goroutine-before.pb.gz',
  'deletecollection-leak/heap-before.pb.gz',
  'replicaset-flood/heap-before.pb.gz',
  'replicaset-flood/heap-after.pb.gz',
  'replicaset-flood/cpu-before.pb.gz',
  'nodeips-hot/cpu-before.pb.gz',
  'misc/etcd-heap.pb.gz',
];

describe('noise', () => {
  it('counts vary by their square root', () => {
    const profile = profileOf(['main.main;main.work 100']);
    expect([...stackNoise(profile, 0).poisson]).toEqual([0, 100]);
    expect(samplingBound({before: 100, poisson: 100 + 144, thinning: 100 + 144}, 0, 144)).toBeCloseTo(46.86, 2);
  });

  it('CPU time varies by whole ticks of the sampling clock', () => {
    const profile = readSample('nodeips-hot/cpu-before.pb.gz');
    const {poisson} = stackNoise(profile, 1);
    const total = profile.samples.values[1].reduce((sum, value) => sum + value, 0);
    expect(poisson.reduce((sum, variance) => sum + variance, 0)).toBe(total * 10_000_000);
  });

  it('a heap row of one size varies as its sampled objects do', () => {
    // 524 304 bytes in 16 384 objects of 32.0 bytes: 1 object was sampled, each stands for 16 384.
    const profile = readSample('deletecollection-leak/heap-before.pb.gz');
    const row = profile.samples.values[0].indexOf(16_384);
    const {poisson} = stackNoise({...profile, samples: only(profile, row)}, 0);
    expect(Math.sqrt(poisson[profile.samples.stack[row]])).toBeCloseTo(16_384, -1);
  });

  it.each(SAMPLES)('%s measured again: less than 1 %% of its functions flagged, verdict unchanged', (path) => {
    const profile = readSample(path);
    const random = seeded(7);
    let flagged = 0;
    let rows = 0;
    const verdicts = new Map<string, number>();
    for (let round = 0; round < 6; round++) {
      const {decisive, types} = compareProfiles([remeasured(profile, random)], [remeasured(profile, random)]);
      flagged += types[decisive].rows.filter(
        ({cum, flat}) => cum.change !== 'unchanged' || flat.change !== 'unchanged',
      ).length;
      rows += types[decisive].rows.length;
      const {verdict} = assess(types[decisive]);
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    expect(flagged / rows).toBeLessThan(0.01);
    expect(verdicts.get('unchanged') ?? 0).toBeGreaterThanOrEqual(5);
  });

  it.each(SAMPLES)('two random halves of %s are unchanged', (path) => {
    const profile = readSample(path);
    const random = seeded(20);
    for (let round = 0; round < 4; round++) {
      const [first, second] = halves(profile, random);
      const {decisive, types} = compareProfiles([first], [second]);
      expect(assess(types[decisive]).verdict).toBe('unchanged');
    }
  });

  it('a fifth more or less in a function of 5 % is found in at least 95 % of measurements of 24 000 samples', () => {
    const names = Array.from({length: 20}, (_, i) => `main.work${i}`);
    const profile = profileOf(names.map((name) => `main.main;${name} 1200`));
    const random = seeded(11);
    let found = 0;
    for (let round = 0; round < 1000; round++) {
      const changed = round % 20;
      const factor = round % 40 < 20 ? 1.2 : 0.8;
      const after = remeasured(profile, random, (row) => (row === changed ? factor : 1));
      const {rows} = compareProfiles([remeasured(profile, random)], [after]).types[0];
      if (rows.some((row) => row.function === names[changed] && row.cum.change !== 'unchanged')) found++;
    }
    expect(found / 1000).toBeGreaterThanOrEqual(0.95);
  });
});

function only({samples}: Profile, row: number): Profile['samples'] {
  const values = samples.values.map((column) => column.map((value, i) => (i === row ? value : 0)));
  return {...samples, values};
}
