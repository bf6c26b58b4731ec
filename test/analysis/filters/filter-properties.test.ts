import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {applyFilters, type FilterSettings} from '../../../src/analysis/filters/filters.ts';
import {profileOf, samplesOf, type TextSample, totalOf} from '../../support/stacks.ts';

const name = fc.constantFrom('main', 'serve', 'read', 'write', 'lock', 'main<serve', 'read<lock<write');
const sample: fc.Arbitrary<TextSample> = fc.record({
  frames: fc.array(name, {minLength: 1, maxLength: 6}),
  labels: fc.dictionary(fc.constantFrom('user', 'host'), fc.constantFrom<string | number>('ann', 'bob', 32, 64)),
  values: fc.tuple(fc.integer({min: 1, max: 1000})),
});
const profiles = fc.array(sample, {minLength: 1, maxLength: 30}).map((samples) => profileOf(samples));
const pattern = fc.constantFrom('main', 'r', 'read|lock', '^serve$', 'src/write', 'nothing');
const settings: fc.Arbitrary<FilterSettings> = fc.record(
  {
    focus: pattern,
    ignore: pattern,
    hide: pattern,
    show: pattern,
    showFrom: pattern,
    pruneFrom: pattern,
    tagFocus: fc.constantFrom('user=ann', '32b', 'host:'),
    tagIgnore: fc.constantFrom('bob', ':40b'),
    tagRoot: fc.constantFrom('user', 'host,user'),
    tagLeaf: fc.constantFrom('host', 'none'),
  },
  {requiredKeys: []},
);

describe('filters as properties', () => {
  it('focus and ignore of one pattern partition the total', () => {
    fc.assert(
      fc.property(profiles, pattern, (profile, text) => {
        const focused = applyFilters(profile, {focus: text}).profile;
        const ignored = applyFilters(profile, {ignore: text}).profile;
        expect(totalOf(focused) + totalOf(ignored)).toBe(totalOf(profile));
      }),
    );
  });

  it('tagfocus and tagignore of one filter partition the total', () => {
    fc.assert(
      fc.property(profiles, fc.constantFrom('user=ann', 'ann', '32b:', 'host'), (profile, text) => {
        const focused = applyFilters(profile, {tagFocus: text}).profile;
        const ignored = applyFilters(profile, {tagIgnore: text}).profile;
        expect(totalOf(focused) + totalOf(ignored)).toBe(totalOf(profile));
      }),
    );
  });

  it('tagroot and tagleaf keep the total', () => {
    fc.assert(
      fc.property(profiles, fc.constantFrom('user', 'host,user', 'none'), (profile, keys) => {
        expect(totalOf(applyFilters(profile, {tagRoot: keys}).profile)).toBe(totalOf(profile));
        expect(totalOf(applyFilters(profile, {tagLeaf: keys}).profile)).toBe(totalOf(profile));
      }),
    );
  });

  it('the order of options does not matter', () => {
    fc.assert(
      fc.property(profiles, settings, (profile, chosen) => {
        const turned = Object.fromEntries(Object.entries(chosen).reverse());
        expect(samplesOf(applyFilters(profile, turned).profile)).toEqual(
          samplesOf(applyFilters(profile, chosen).profile),
        );
      }),
    );
  });

  it('no filter makes value out of nothing, and none leaves a stack without frames', () => {
    fc.assert(
      fc.property(profiles, settings, (profile, chosen) => {
        const filtered = applyFilters(profile, chosen).profile;
        expect(totalOf(filtered)).toBeLessThanOrEqual(totalOf(profile));
        expect(filtered.samples.stack.every((stack) => stack >= 0)).toBe(true);
      }),
    );
  });

  it('prune-from and focus twice are the same as once', () => {
    fc.assert(
      fc.property(profiles, pattern, (profile, text) => {
        for (const wanted of [{focus: text}, {pruneFrom: text}, {hide: text}, {showFrom: text}]) {
          const once = applyFilters(profile, wanted).profile;
          expect(samplesOf(applyFilters(once, wanted).profile)).toEqual(samplesOf(once));
        }
      }),
    );
  });
});
