/**
 * Profiles with one goroutine per sample: what their labels say is what a dump says.
 */
import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {goroutinesAsSamples} from '../../src/analysis/goroutines/samples.ts';
import {mergeProfiles} from '../../src/analysis/profiles/merge.ts';
import {analyze} from '../../src/analyze.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';
import {encodePprof} from '../../src/render/exchange/pprof.ts';
import {samplePath} from '../support/samples.ts';

/** The last of a dump of 19 817, those that leak among them. */
const GOROUTINES = gunzipSync(readFileSync(samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz')))
  .toString()
  .split('\n\n')
  .slice(-600)
  .join('\n\n');
const DUMP = readProfile(new TextEncoder().encode(GOROUTINES));

const throughFile = (profile: Profile): Profile =>
  readProfile(encodePprof(mergeProfiles([goroutinesAsSamples(profile)])));

/** Each goroutine in words, sorted: id, parent, state, minutes, creator, leaf. */
function described({functions, goroutines, locations, samples, stacks, strings}: Profile): string[] {
  if (goroutines === undefined) return [];
  return Array.from({length: goroutines.length}, (_, row) => {
    const creator = goroutines.createdBy[row];
    const line = locations.lineStart[stacks.location[samples.stack[row]]];
    return [
      goroutines.id[row],
      goroutines.parentId[row],
      goroutines.states[goroutines.state[row]].text,
      goroutines.states[goroutines.state[row]].waitClass,
      goroutines.waitMinutes[row],
      creator < 0 ? '' : strings.at(creator),
      strings.at(functions.name[locations.lineFunction[line]]),
      samples.values[0][row],
    ].join(' ');
  }).sort();
}

describe('a dump written as pprof', () => {
  const again = throughFile(DUMP);

  it('keeps ids, parents, states, waits and creators', () => {
    expect(described(DUMP).length).toBeGreaterThan(500);
    expect(again.kind).toBe('goroutine');
    expect(described(again)).toEqual(described(DUMP));
  });

  it('has the same findings', () => {
    const findingsOf = (profile: Profile): unknown[] =>
      analyze([profile]).findings.map(({culprit, id, severity, title}) => [id, severity, title, culprit.function]);
    expect(findingsOf(again)).toEqual(findingsOf(DUMP));
  });

  it('is written the same once more', () => {
    expect(described(throughFile(again))).toEqual(described(DUMP));
  });
});

describe('labels of a goroutine profile', () => {
  it('that say nothing of states leave it as it is', () => {
    const plain = readProfile(readFileSync(samplePath('deletecollection-leak/goroutine-before.pb.gz')));
    expect(plain.goroutines).toBeUndefined();
  });
});
