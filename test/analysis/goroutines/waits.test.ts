/**
 * What the ages of goroutines show, and what they cannot show yet.
 */
import {expect, test} from 'vitest';
import {waitEvidence} from '../../../src/analysis/blocking/goroutine-evidence.ts';
import {goidClock} from '../../../src/analysis/goroutines/goid-clock.ts';
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

test('facts are counts of whole minutes between the least and the largest age', () => {
  expect(factsOf([9, 3, 4, 3])).toMatchObject({
    known: 4,
    min: 3,
    median: 3,
    max: 9,
    perMinute: 4 / 7,
    isEstimated: false,
  });
  expect(factsOf([9, 3, 4, 3]).histogram).toEqual([2, 1, 0, 0, 0, 0, 1]);
  expect(factsOf([9, 3, 4])).toMatchObject({median: 4});
  expect(factsOf([5, 5]).perMinute).toBe(0);
});

test('beyond forty minutes a bin is several of them', () => {
  const {histogram} = factsOf(Array.from({length: 81}, (_, i) => i + 1));
  expect(histogram).toEqual(Array<number>(27).fill(3));
});

test('ages of no goroutine, and ages of nothing but zero, are no facts', () => {
  const {goroutines} = readIncident(dump(['[chan send] main.work() *9']));
  expect(waitFacts(goroutines, new Float64Array(9).fill(1), [0, 1], undefined)).toBeUndefined();
  expect(waitFacts(undefined, new Float64Array(0), [], undefined)).toBeUndefined();
});

/** Goroutines whose ids are handed out evenly: 10 a minute, the last one now. */
const TICKING = Array.from({length: 30}, (_, i) => `[chan send, ${30 - i} minutes] main.work()`);

test('ids that follow time date goroutines without an age', () => {
  const {goroutines} = readIncident(dump([...TICKING, '[chan send] main.work() *2'], {firstId: 1000, stride: 10}));
  const clock = goidClock(goroutines);
  expect(clock?.spawnedPerMinute).toBeCloseTo(10, 6);
  expect(clock?.minutesOf(1000)).toBeCloseTo(30, 6);
  expect(clock?.fit).toBeCloseTo(1, 9);
  expect(clock?.worstMinutes).toBeCloseTo(0, 6);
  const facts = waitFacts(goroutines, new Float64Array(32).fill(1), [10, 31], clock);
  expect(facts).toMatchObject({known: 2, min: 0, max: 20, isEstimated: true});
});

test('the order of a dump does not matter to its clock, nor do more than 256 ages', () => {
  const many = Array.from({length: 600}, (_, i) => `[chan send, ${600 - i} minutes] main.work()`);
  const blocks = dump(many, {firstId: 5000, stride: 3}).trimEnd().split('\n\n');
  const shuffled = blocks.map((_, i) => blocks[(i * 7) % blocks.length]).join('\n\n');
  const clock = goidClock(readIncident(`${shuffled}\n`).goroutines);
  expect(clock?.minutesOf(5000)).toBeCloseTo(600, 6);
  expect(clock?.minutesOf(6797)).toBeCloseTo(1, 6);
});

test('ids that do not follow time are no clock, nor are seven ages', () => {
  const backwards = TICKING.map((_, i) => `[chan send, ${i + 1} minutes] main.work()`);
  expect(goidClock(readIncident(dump(backwards)).goroutines)).toBeUndefined();
  const mixed = TICKING.map((_, i) => `[chan send, ${((i * 17) % 30) + 1} minutes] main.work()`);
  expect(goidClock(readIncident(dump(mixed)).goroutines)).toBeUndefined();
  expect(goidClock(readIncident(dump(TICKING.slice(0, 7))).goroutines)).toBeUndefined();
  expect(goidClock(readIncident(dump(TICKING.slice(0, 8))).goroutines)).toBeDefined();
  expect(goidClock(undefined)).toBeUndefined();
});
