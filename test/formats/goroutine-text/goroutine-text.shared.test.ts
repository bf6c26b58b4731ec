/**
 * Goroutine dumps against what others counted in them.
 */
import {describe, expect, test} from 'vitest';
import {readProfile} from '../../../src/read.ts';
import {countGoroutines, type GoroutineCounts} from '../../support/goroutines.ts';
import {corpusPath, readBytes, readJson} from '../../support/shared.ts';

interface ExpectedDump extends GoroutineCounts {
  readonly path: string;
}

const {goroutine_text: expectedDumps} = readJson(corpusPath('expected.json')) as {goroutine_text: ExpectedDump[]};

/** The corpus counts the lines; three of these lie in [originating from …] blocks, which are no goroutines. */
const CREATORS_OF_ANCESTORS = new Map([['goleak/internal/stack/testdata/http.tracebackancestors.txt', 3]]);

/** A header behind a word on the same line, which a count of lines that begin as headers misses. */
const GLUED_HEADERS = new Map([['go-profiler-notes/examples/runtime-stack/runtime-stack.txt', 'running']]);

describe('dumps of the corpus', () => {
  test.each(expectedDumps)('$path holds what a count of its lines says', (expected) => {
    const profile = readProfile(readBytes(corpusPath('files', expected.path)), {name: expected.path});
    const ancestors = CREATORS_OF_ANCESTORS.get(expected.path) ?? 0;
    const glued = GLUED_HEADERS.get(expected.path);
    expect(countGoroutines(profile)).toEqual({
      goroutines: expected.goroutines + (glued === undefined ? 0 : 1),
      states: glued === undefined ? expected.states : {...expected.states, [glued]: 1},
      with_minutes: expected.with_minutes,
      locked: expected.locked,
      created_by: expected.created_by - ancestors,
      max_id: expected.max_id,
    });
  });
});
