/**
 * Goroutine dumps against the protobuf of the same moment.
 */
import {describe, expect, test} from 'vitest';
import {readProfile} from '../../../src/read.ts';
import {countGoroutines} from '../../support/goroutines.ts';
import {readBytes, samplePath} from '../../support/shared.ts';

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
