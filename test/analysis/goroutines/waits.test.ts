/**
 * What the ages of goroutines show, and what they cannot show yet.
 */
import {expect, test} from 'vitest';
import {waitEvidence} from '../../../src/analysis/blocking/goroutine-evidence.ts';
import {waitFacts} from '../../../src/analysis/goroutines/waits.ts';
import {dump, readIncident} from '../../support/incident-text.ts';

/** The facts of goroutines with these ages, read from a dump of debug=2. */
function factsOf(minutes: readonly number[]): NonNullable<ReturnType<typeof waitFacts>> {
  const {goroutines} = readIncident(dump(minutes.map((age) => `[chan send, ${age} minutes] main.work()`)));
  const rows = minutes.map((_, row) => row);
  const facts = waitFacts(goroutines, new Float64Array(rows.length).fill(1), rows, undefined);
  if (facts === undefined) throw new Error('no ages');
  return facts;
}

test.each([
  ['a steady leak in its first minutes', [1, 1, 1, 1, 1, 1, 1, 1, 2, 2], 'unknown'],
  ['all at one moment, long ago', [30, 30, 30, 30, 30, 30, 30, 30, 31, 31], 'burst'],
])('%s: %j is %s', (_, minutes, trend) => {
  expect(factsOf(minutes).trend).toBe(trend);
});

test('equal ages are one number', () => {
  expect(waitEvidence(factsOf([1, 1, 1, 1, 1, 1, 1, 1]))).toMatchObject([{text: '1 min, at least'}]);
});
