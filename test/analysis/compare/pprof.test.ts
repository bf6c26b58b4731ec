/**
 * Differences of samples are those of go tool pprof: -base, -diff_base and -normalize, flat and cum.
 * oracles/make-diff-base.mjs recorded the expectations.
 */
import {describe, it} from 'vitest';
import {readFixture} from '../../support/diagnosis.ts';
import {expectRows, type PprofDiff} from '../../support/pprof-diff.ts';
import {readJson} from '../../support/shared.ts';

const DIFFS = readJson('test/analysis/compare/oracles/diff-base.json') as readonly PprofDiff[];

describe.each(DIFFS)('$mode of $before and $after, $sampleIndex', (diff) => {
  it('has the flat and cum of every function that pprof lists', () => {
    expectRows(diff, readFixture(diff.before), readFixture(diff.after));
  });
});
