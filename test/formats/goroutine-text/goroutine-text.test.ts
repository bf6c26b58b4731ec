/**
 * Goroutine dumps against what others counted in them.
 */
import {describe, expect, test} from 'vitest';
import {readProfile} from '../../../src/read.ts';
import {countGoroutines, type GoroutineCounts} from '../../support/goroutines.ts';
import {corpusPath, readBytes, readJson, samplePath} from '../../support/shared.ts';

interface ExpectedDump extends GoroutineCounts {
  readonly path: string;
}

const {goroutine_text: expectedDumps} = readJson(corpusPath('expected.json')) as {goroutine_text: ExpectedDump[]};

/** The corpus counts the lines; three of these lie in [originating from …] blocks, which are no goroutines. */
const CREATORS_OF_ANCESTORS = new Map([['goleak/internal/stack/testdata/http.tracebackancestors.txt', 3]]);

describe('dumps of the corpus', () => {
  test.each(expectedDumps)('$path holds what a count of its lines says', (expected) => {
    const profile = readProfile(readBytes(corpusPath('files', expected.path)), {name: expected.path});
    const ancestors = CREATORS_OF_ANCESTORS.get(expected.path) ?? 0;
    expect(countGoroutines(profile)).toEqual({
      goroutines: expected.goroutines,
      states: expected.states,
      with_minutes: expected.with_minutes,
      locked: expected.locked,
      created_by: expected.created_by - ancestors,
      max_id: expected.max_id,
    });
  });
});

describe('dumps of our samples', () => {
  const moments = [
    ['deletecollection-leak/goroutine-debug2-before.txt.gz', 'deletecollection-leak/goroutine-before.pb.gz'],
    ['deletecollection-leak/goroutine-debug2-after.txt.gz', 'deletecollection-leak/goroutine-after.pb.gz'],
    ['deletecollection-freed/goroutine-debug2.txt.gz', 'deletecollection-freed/goroutine.pb.gz'],
    ['replicaset-flood/goroutine-debug2-before.txt.gz', 'replicaset-flood/goroutine-before.pb.gz'],
    ['replicaset-flood/goroutine-debug2-after.txt.gz', 'replicaset-flood/goroutine-after.pb.gz'],
  ] as const;

  // debug=2 leaves out the runtime's own goroutines; requests that take the dumps come and go between the two.
  test.each(moments)('%s has as many goroutines as the protobuf of the same second', (text, proto) => {
    const dump = readProfile(readBytes(samplePath(text)));
    const profile = readProfile(readBytes(samplePath(proto)));
    const total = profile.samples.values[0].reduce((sum, value) => sum + value, 0);
    expect(Math.abs(countGoroutines(dump).goroutines - total)).toBeLessThanOrEqual(6);
  });
});
