/**
 * The count of goroutines that the runtime proves leaked, and what `analyze` says of it.
 */
import {describe, expect, it} from 'vitest';
import {provenLeaks} from '../../../src/analysis/case/proven-leaks.ts';
import {analyze} from '../../../src/analyze.ts';
import {readProfile} from '../../../src/read.ts';
import {pprofx} from '../../support/cli.ts';
import {analyzeSamples} from '../../support/diagnosis.ts';
import {dump} from '../../support/incident-text.ts';
import {samplePath} from '../../support/samples.ts';

const LEAKS = 'goroutineleak/go1.27.pb.gz';

describe('provenLeaks', () => {
  it('has no total where only the leaked are listed', () => {
    expect(provenLeaks(analyzeSamples([LEAKS]).subject)).toEqual({leaked: 180, total: undefined});
  });

  it('counts a leak profile and a marked dump of the same process once', () => {
    const {leaked} = provenLeaks(analyzeSamples([LEAKS, 'goroutineleak/go1.27-debug2.txt.gz']).subject) ?? {};
    expect(leaked).toBe(180);
  });

  it('is a share of all goroutines of a dump', () => {
    const text = dump(['[chan send (leaked), 3 minutes] main.leak *20', '[IO wait] main.serve *30']);
    const {subject} = analyze([readProfile(new TextEncoder().encode(text), {name: 'dump'})]);
    expect(provenLeaks(subject)).toEqual({leaked: 20, total: 50});
  });

  it('is undefined where nothing is proven', () => {
    expect(provenLeaks(analyzeSamples(['deletecollection-leak/goroutine-before.pb.gz']).subject)).toBeUndefined();
  });
});

it('analyze says it in its first line', () => {
  const {stdout} = pprofx(['analyze', samplePath(LEAKS)]);
  expect(stdout).toMatch(/^\d+ causes of trouble; .*\. The runtime proves 180 goroutines leaked\.$/m);
});
