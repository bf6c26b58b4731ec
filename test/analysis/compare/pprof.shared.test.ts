/**
 * Differences of profiles of the corpus are those of go tool pprof.
 */
import {describe, it} from 'vitest';
import {readProfile} from '../../../src/read.ts';
import {corpusFile} from '../../support/corpus.ts';
import {expectRows, type PprofDiff} from '../../support/pprof-diff.ts';
import {readJson} from '../../support/shared.ts';

const DIFFS = readJson('test/analysis/compare/oracles/diff-base-corpus.json') as readonly PprofDiff[];

const read = (name: string) => readProfile(corpusFile(name.replace('corpus/', '')), {name});

describe.each(DIFFS)('$mode of $before and $after, $sampleIndex', (diff) => {
  it('has the flat and cum of every function that pprof lists', () => {
    expectRows(diff, read(diff.before), read(diff.after));
  });
});
