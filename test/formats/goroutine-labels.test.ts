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
import {bytesField, join, message, numberField} from '../support/proto.ts';
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

describe('goroutine waits of Datadog', () => {
  /** As dd-trace-go writes them: a wait in nanoseconds, often none, and the creator as outermost frame. */
  interface Waiting {
    readonly goid: number;
    readonly state: string;
    readonly frames: readonly string[];
    readonly nanos: number;
    readonly isLocked?: boolean;
  }
  const written = (goroutines: readonly Waiting[]): Uint8Array => {
    const strings = ['', 'waitduration', 'nanoseconds', 'state', 'lockedm', 'goid', 'id'];
    const text = (value: string): number => {
      const row = strings.indexOf(value);
      return row >= 0 ? row : strings.push(value) - 1;
    };
    const fields = [message(1, numberField(1, 1), numberField(2, 2))];
    let last = 0;
    for (const {frames, goid, isLocked = false, nanos, state} of goroutines) {
      const labels = [
        [numberField(1, 3), numberField(2, text(state))],
        [numberField(1, 4), numberField(2, text(`${isLocked}`))],
        [numberField(1, 5), numberField(3, goid), numberField(4, 6)],
      ].map((each) => message(3, ...each));
      const ids = frames.map((_, at) => numberField(1, last + at + 1));
      fields.push(message(2, ...ids, numberField(2, nanos), ...labels));
      for (const name of frames) {
        last++;
        fields.push(message(4, numberField(1, last), message(4, numberField(1, last))));
        fields.push(message(5, numberField(1, last), numberField(2, text(name))));
      }
    }
    return join(...fields, ...strings.map((each) => bytesField(6, each)));
  };
  const MINUTE = 6e10;
  const profile = readProfile(
    written([
      {goid: 1, state: 'running', frames: ['main.main'], nanos: 0, isLocked: true},
      {goid: 7, state: 'chan send', frames: ['main.send', 'main.worker', 'main.start'], nanos: 28 * MINUTE},
      {goid: 8, state: 'chan send', frames: ['main.send', 'main.worker', 'main.start in goroutine 1'], nanos: 0},
      {goid: 9, state: 'IO wait', frames: ['main.deep', 'main.start', '...additional frames elided...'], nanos: MINUTE},
    ]),
  );

  it('have ids, states, waits and creators, also those that wait for less than a minute', () => {
    expect(profile.kind).toBe('goroutine');
    expect(described(profile)).toEqual([
      '1 -1 running running 0  main.main 1',
      '7 -1 chan send send 28 main.start main.send 1',
      '8 1 chan send send 0 main.start main.send 1',
      '9 -1 IO wait io 1 main.start main.deep 1',
    ]);
    expect([...(profile.goroutines?.isLocked ?? [])]).toEqual([1, 0, 0, 0]);
  });

  it('keep the values that go tool pprof shows', () => {
    expect(profile.sampleTypes.map(({type}) => type)).toEqual(['goroutines', 'waitduration']);
    expect(profile.defaultSampleType).toBe(1);
    expect([...profile.samples.values[1]]).toEqual([0, 28 * MINUTE, 0, MINUTE]);
  });

  it('are read with their labels, whoever asks for none', () => {
    const read = (): Profile =>
      readProfile(written([{goid: 1, state: 'running', frames: ['f'], nanos: 5}]), {keepLabels: false});
    expect(read).toThrow(expect.objectContaining({code: 'LABELS_NEEDED'}));
  });
});

describe('labels of a goroutine profile', () => {
  it('that say nothing of states leave it as it is', () => {
    const plain = readProfile(readFileSync(samplePath('deletecollection-leak/goroutine-before.pb.gz')));
    expect(plain.goroutines).toBeUndefined();
  });
});
