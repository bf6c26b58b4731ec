/**
 * Diagnoses what the lab makes: each kind of trouble, and its healthy twin.
 */
import {readdirSync} from 'node:fs';
import {beforeAll, describe, expect, test} from 'vitest';
import {goroutineCensus} from '../../src/analysis/goroutines/census.ts';
import {type AnalyzeOptions, analyze} from '../../src/analyze.ts';
import {troubles} from '../support/diagnosis.ts';
import {
  BUSY_HEALTHY,
  HELD,
  ONLY_SHOWN,
  PARKED_HEALTHY,
  PARKED_KINDS,
  SHORT_RUN,
  SPENT,
  STUCK,
  STUCK_IN_TEXT,
  WAITED,
  WAITED_HEALTHY,
} from './cases.ts';
import {readRecording, recordings} from './recordings.ts';

let folder = '';
beforeAll(async () => {
  folder = await recordings();
}, 300_000);

const diagnose = (names: string | readonly string[], options: AnalyzeOptions = {}) =>
  troubles(
    analyze(
      [names].flat().map((name) => readRecording(folder, name)),
      options,
    ),
  ).map(({culprit, id}) => `${id} ${culprit.function}`);

describe('trouble made in the lab is named', () => {
  test.each([...STUCK, ...STUCK_IN_TEXT])('%s, from the text dump', (mode, finding) => {
    expect(diagnose(`${mode}.goroutine.txt`)).toEqual([finding]);
  });

  test.each(STUCK)('%s, from the protobuf', (mode, finding) => {
    expect(diagnose(`${mode}.goroutine.pb.gz`)).toEqual([finding]);
  });

  test.each(ONLY_SHOWN)('%s, from the text dump, as info', (mode, finding) => {
    const [first] = analyze([readRecording(folder, `${mode}.goroutine.txt`)]).findings;
    expect(`${first.severity} ${first.id} ${first.culprit.function}`).toBe(`info ${finding}`);
  });

  test.each(HELD)('%s, from the heap', (mode, finding) => {
    expect(diagnose(`${mode}.heap.pb.gz`)).toEqual([finding]);
  });

  test('goroutines that keep what they built are joined with the heap', () => {
    expect(diagnose(['retained.goroutine.pb.gz', 'retained.heap.pb.gz'])).toEqual([
      'retained-by-goroutines main.export',
    ]);
  });

  test.each(SPENT)('%s, from the CPU profile', (mode, finding) => {
    expect(diagnose(`${mode}.cpu.pb.gz`)).toEqual([finding]);
    expect(diagnose([`${mode}.allocs.pb.gz`, `${mode}.cpu.pb.gz`])).toEqual([finding]);
  });

  test('timers that pile up are blamed on who makes them where a second profile tells', () => {
    expect(diagnose('ticker-pile.cpu.pb.gz')).toEqual([expect.stringMatching(/^timer-leak runtime\./)]);
    const both = diagnose(['ticker-pile.cpu.pb.gz', 'ticker-pile.allocs.pb.gz']);
    expect(both).toEqual(['timer-leak main.pollSource']);
  });

  test('one function that makes the garbage', () => {
    const limits = {'allocation-churn': {bytes: 16 * 2 ** 20}};
    expect(diagnose('gc-churn.allocs.pb.gz', {limits})).toEqual(['allocation-churn main.renderRows']);
    expect(diagnose('gc-churn.allocs.pb.gz')).toEqual([]);
  });

  test.each(WAITED)('%s, from the mutex and the block profile', (mode, finding) => {
    expect(diagnose(`${mode}.mutex.pb.gz`, {limits: SHORT_RUN})).toEqual([finding]);
    expect(diagnose(`${mode}.block.pb.gz`)).toEqual([finding]);
    expect(diagnose([`${mode}.block.pb.gz`, `${mode}.mutex.pb.gz`])).toEqual([finding]);
  });

  test("deep stacks, from the runtime's own counters", () => {
    expect(diagnose('deep-stacks.heap.txt')).toEqual(['memory-breakdown runtime.malg']);
    expect(diagnose(['deep-stacks.heap.txt', 'deep-stacks.goroutine.pb.gz'])).toEqual([
      'memory-breakdown main.descend',
    ]);
  });
});

/** Goroutines by stack and wait, without the runtime's frames, which the text forms name in part. */
function waitCounts(name: string): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const {count, names, waitClass} of goroutineCensus(readRecording(folder, name)).groups) {
    const stack = names.filter((frame) => !/^(?:internal\/)?runtime[./]/.test(frame)).join(';');
    const waits = counts.get(stack) ?? new Map<string, number>();
    counts.set(stack, waits.set(waitClass, (waits.get(waitClass) ?? 0) + count));
  }
  return counts;
}

test('the states of debug=1 are those of debug=2, in 99 % at least and never others', () => {
  const tally = {same: 0, other: 0, wrong: [] as string[]};
  for (const mode of readdirSync(folder).flatMap((file) => /^(.*)\.count\.txt$/.exec(file)?.[1] ?? [])) {
    const printed = waitCounts(`${mode}.goroutine.txt`);
    for (const [stack, waits] of waitCounts(`${mode}.count.txt`)) {
      const expected = printed.get(stack);
      // Who moved between the two dumps is compared with nothing.
      if (expected === undefined || sum(expected) !== sum(waits)) continue;
      for (const [wait, count] of waits) {
        const same = Math.min(count, expected.get(wait) ?? 0);
        tally.same += same;
        tally.other += count - same;
        // Who can run again has just been waiting.
        const woken = expected.get('running') ?? 0;
        if (same + woken < count && wait !== 'other') tally.wrong.push(`${mode} ${stack}: ${wait}`);
      }
    }
  }
  expect(tally.wrong).toEqual([]);
  expect(tally.same).toBeGreaterThan(50_000);
  expect(tally.same / (tally.same + tally.other)).toBeGreaterThanOrEqual(0.99);
});

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, one) => all + one, 0);

describe('the healthy twin is left alone', () => {
  test.each(PARKED_HEALTHY.flatMap((mode) => PARKED_KINDS.map((kind) => `${mode}.${kind}`)))('%s', (name) => {
    expect(diagnose(name)).toEqual([]);
  });

  test.each(BUSY_HEALTHY)('%s, from the CPU profile', (mode) => {
    expect(diagnose(`${mode}.cpu.pb.gz`)).toEqual([]);
    expect(diagnose([`${mode}.cpu.pb.gz`, `${mode}.allocs.pb.gz`])).toEqual([]);
  });

  test.each(WAITED_HEALTHY)('%s, from the mutex and the block profile', (mode) => {
    expect(diagnose(`${mode}.mutex.pb.gz`, {limits: SHORT_RUN})).toEqual([]);
    expect(diagnose(`${mode}.block.pb.gz`, {limits: SHORT_RUN})).toEqual([]);
  });

  test('shallow stacks', () => {
    expect(diagnose('shallow-stacks.heap.txt')).toEqual([]);
  });
});
