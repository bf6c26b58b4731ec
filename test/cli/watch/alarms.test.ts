import {describe, expect, it} from 'vitest';
import {decide, type Symptom, symptomsOf} from '../../../src/cli/watch/alarms.ts';
import {type RoundFolder, roundsToRemove} from '../../../src/cli/watch/ring.ts';
import type {Incident} from '../../../src/cli/watch/state.ts';

const HOUR = 3600;
const SYMPTOM: Symptom = {key: 'p leak', process: 'p', severity: 'warning'};

/** Rounds of a minute in which the symptom is there (1) or not (0); returns those that raised an alarm. */
function alarmsOf(rounds: readonly number[], cooldown = HOUR): number[] {
  let incidents: Readonly<Record<string, Incident>> = {};
  return rounds.flatMap((isThere, round) => {
    const decision = decide(incidents, isThere === 1 ? [SYMPTOM] : [], new Set(['p']), round * 60, cooldown);
    incidents = decision.incidents;
    return decision.alarms.length > 0 ? [round] : [];
  });
}

describe('decide', () => {
  it('raises an alarm in the second round in a row, and once', () => {
    expect(alarmsOf([1, 1, 1, 1, 1])).toEqual([1]);
  });

  it('a spike of one round is no alarm, however often it comes', () => {
    expect(alarmsOf([1, 0, 1, 0, 1, 0])).toEqual([]);
  });

  it('what comes and goes within the cooldown is one incident', () => {
    expect(alarmsOf([1, 1, 0, 1, 1, 0, 1, 1])).toEqual([1]);
  });

  it('rounds that were not taken have not seen that it is gone: a clock that jumps ahead repeats no alarm', () => {
    const later = new Map([
      [0, 0],
      [1, 60],
      [2, 9 * HOUR],
      [3, 9 * HOUR + 60],
    ]);
    let incidents: Readonly<Record<string, Incident>> = {};
    const alarms = [...later].flatMap(([round, at]) => {
      const decision = decide(incidents, [SYMPTOM], new Set(['p']), at, HOUR);
      incidents = decision.incidents;
      return decision.alarms.map(() => round);
    });
    expect(alarms).toEqual([1]);
  });

  it('a process that does not answer keeps its incidents for a day, and not longer', () => {
    const known = {'p leak': {seen: 2, lastSeen: 0, reported: 0}};
    const rest = (seconds: number): unknown => decide(known, [], new Set(), seconds, HOUR).incidents;
    expect(rest(23 * HOUR)).toEqual(known);
    expect(rest(24 * HOUR)).toEqual({});
  });

  it('what was gone for the cooldown is reported again: a limit that once fired fires again', () => {
    expect(alarmsOf([1, 1, ...Array<number>(61).fill(0), 1, 1])).toEqual([1, 64]);
  });
});

describe('growth of the memory that the process has', () => {
  const at = Array.from({length: 64}, (_, round) => round * 60);
  /** A megabyte a round, from a hundred. */
  const rising = at.map((_, round) => (100 + round) * 2 ** 20);
  const flat = at.map(() => 50 * 2 ** 20);
  const doubled = at.map((_, round) => (40 + 2 * round) * 2 ** 20);
  const steep = at.map((_, round) => (100 + 3 * round) * 2 ** 20);
  const growths = (series: Record<string, number[]>, limit?: number): (readonly [string, number | undefined])[] =>
    symptomsOf('p', [], {startTime: undefined, at, series}, limit).map(
      ({growth}) => [growth?.what ?? '', growth?.secondsLeft && Math.round(growth.secondsLeft)] as const,
    );

  it('is no alarm without a limit: whatever warms up has more from hour to hour', () => {
    expect(growths({heap: flat, 'resident memory': steep})).toEqual([]);
  });

  it('is one with a limit, where nothing else explains it', () => {
    // 289 MiB now, three more a minute: 211 MiB are left for 70 minutes.
    expect(growths({heap: flat, 'resident memory': steep}, 500 * 2 ** 20)).toEqual([['resident memory', 4220]]);
  });

  it('is that of the heap, where the heap grows; the limit is reached by what the process has', () => {
    // The heap has 166 MiB and the process 289, which is what the kernel counts, at three a minute.
    const series = {heap: doubled, 'resident memory': steep};
    expect(growths(series, 500 * 2 ** 20)).toEqual([['heap', 4220]]);
    expect(growths(series)).toEqual([['heap', undefined]]);
    // Without metrics, the heap is all that is known: 334 MiB are left at two a minute.
    expect(growths({heap: doubled}, 500 * 2 ** 20)).toEqual([['heap', 10_020]]);
    expect(growths({heap: flat, 'resident memory': rising}, 4 * 2 ** 30)).toEqual([]);
  });
});

describe('roundsToRemove', () => {
  const now = 10 * 24 * HOUR;
  const round = (age: number, bytes = 1): RoundFolder => ({name: String(age), at: now - age, bytes});

  it('keeps the last hour whole, then one an hour, then one a day', () => {
    const ages = [50 * HOUR, 49 * HOUR, 3.2 * HOUR, 3.1 * HOUR, 1800, 60, 0];
    expect(
      roundsToRemove(
        ages.map((age) => round(age)),
        now,
        1000,
        new Set(),
      ),
    ).toEqual([String(49 * HOUR), String(3.1 * HOUR)]);
  });

  it('never removes the healthy set or the last round, even above the size', () => {
    const rounds = [round(300, 50), round(200, 50), round(100, 50), round(0, 500)];
    expect(roundsToRemove(rounds, now, 100, new Set(['300', '0']))).toEqual(['200', '100']);
  });
});
