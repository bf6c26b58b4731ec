/**
 * What a watcher remembers of one process: a few series of numbers, thinned as they get long.
 *
 * Profiles are not kept in memory. A restart of the process begins new series, because what a process leaks is gone with
 * it.
 */

import {measureProcess} from '../../analysis/case/replicas.ts';
import {shapeCounts} from '../../analysis/goroutines/shape-counts.ts';
import {type Profile, programMapping} from '../../model/profile.ts';

/** Plain data: it lies in state.json. */
export interface History {
  readonly startTime: string | undefined;
  /** Of its program; undefined where no profile says. */
  readonly buildId?: string;
  /** Seconds since 1970, one for each round. */
  readonly at: readonly number[];
  /** By what is measured; as long as `at`. */
  readonly series: Readonly<Record<string, readonly number[]>>;
}

/** Series of totals; all others are shapes of goroutines. */
export const GOROUTINES = 'goroutines';
export const HEAP = 'heap';
/** What the process has of the system, which is what its limit is about; of a heap in text it is what Go asked for. */
export const MEMORY = 'resident memory';
const TOTALS = [GOROUTINES, HEAP, MEMORY];

export function isBytes(name: string): boolean {
  return name === HEAP || name === MEMORY;
}

/** Half of the points goes when there are more, so long times stay visible in little memory. */
const MAX_POINTS = 512;
/** Shapes that are followed; the largest of each round come in, those that were never large go out. */
const MAX_SHAPES = 24;
const SHAPES_OF_ROUND = 12;

const EMPTY: History = {startTime: undefined, at: [], series: {}};

/** What is known of the process beside its profiles. */
interface ProcessMoment {
  readonly startTime?: string | undefined;
  readonly residentBytes?: number;
}

/** The history with one more round. */
export function withRound(
  history: History | undefined,
  at: number,
  profiles: readonly Profile[],
  {residentBytes, startTime}: ProcessMoment = {},
): History {
  const buildId = profiles.map((profile) => programMapping(profile)?.buildId ?? '').find((id) => id !== '');
  const old = history === undefined || isAnother(history, startTime, buildId) ? EMPTY : history;
  const values = measuresOf(profiles, residentBytes);
  const series: Record<string, readonly number[]> = {};
  for (const name of new Set([...Object.keys(old.series), ...values.keys()])) {
    const before = old.series[name] ?? new Array<number>(old.at.length).fill(0);
    // A total that could not be measured stays as it was; a shape that is gone is gone.
    const missing = TOTALS.includes(name) ? (before.at(-1) ?? 0) : 0;
    series[name] = [...before, values.get(name) ?? missing];
  }
  const whole: History = {
    startTime: startTime ?? old.startTime,
    ...withBuild(buildId ?? old.buildId),
    at: [...old.at, at],
    series: largest(series),
  };
  return whole.at.length > MAX_POINTS ? thinned(whole) : whole;
}

/** Whether the process is another than the one that is remembered: started again, or of another build. */
function isAnother(history: History, startTime: string | undefined, buildId: string | undefined): boolean {
  const differs = (now: string | undefined, before: string | undefined): boolean =>
    now !== undefined && before !== undefined && now !== before;
  return differs(startTime, history.startTime) || differs(buildId, history.buildId);
}

function withBuild(buildId: string | undefined): Pick<History, 'buildId'> {
  return buildId === undefined ? {} : {buildId};
}

function measuresOf(profiles: readonly Profile[], residentBytes: number | undefined): Map<string, number> {
  const {goroutines, heapBytes} = measureProcess(profiles);
  const values = new Map<string, number>();
  if (goroutines !== undefined) values.set(GOROUTINES, goroutines);
  if (heapBytes !== undefined) values.set(HEAP, heapBytes);
  const memory = residentBytes ?? profiles.find(({memStats}) => memStats !== undefined)?.memStats?.get('Sys');
  if (memory !== undefined) values.set(MEMORY, memory);
  const dump = profiles.find(({kind}) => kind === 'goroutine');
  if (dump === undefined) return values;
  for (const [name, count] of shapeCounts(dump).slice(0, SHAPES_OF_ROUND)) values.set(name, count);
  return values;
}

function largest(series: Readonly<Record<string, readonly number[]>>): Record<string, readonly number[]> {
  const shapes = Object.entries(series).filter(([name]) => !TOTALS.includes(name));
  const kept = shapes.sort(([, a], [, b]) => (b.at(-1) ?? 0) - (a.at(-1) ?? 0)).slice(0, MAX_SHAPES);
  const totals = TOTALS.flatMap((name) => (series[name] === undefined ? [] : [[name, series[name]] as const]));
  return Object.fromEntries([...totals, ...kept]);
}

function thinned({at, series, ...rest}: History): History {
  const isKept = (_: number, index: number): boolean => index % 2 === 1;
  return {
    ...rest,
    at: at.filter(isKept),
    series: Object.fromEntries(Object.entries(series).map(([name, values]) => [name, values.filter(isKept)])),
  };
}
