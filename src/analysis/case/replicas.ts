/**
 * Compares the replicas of a service: which one differs, and in what.
 *
 * Replicas do the same work, so the median of the others is what one of them should measure. A difference counts when
 * it is a multiple of that and large enough by itself: small processes differ by chance.
 */
import type {Profile} from '../../model/profile.ts';
import {nanosPerUnit} from './profile-values.ts';

/** What is measured of a process; undefined where no profile shows it. */
export interface ProcessMeasures {
  readonly goroutines: number | undefined;
  readonly heapBytes: number | undefined;
  readonly cores: number | undefined;
}

export interface Replica {
  readonly id: string;
  /** Shared by the replicas of one service; undefined for a process on its own. */
  readonly group: string | undefined;
  readonly measures: ProcessMeasures;
}

export interface Outlier {
  readonly id: string;
  readonly group: string;
  readonly measure: keyof ProcessMeasures;
  readonly value: number;
  /** Median of the other replicas. */
  readonly usual: number;
  readonly others: number;
}

/** With two replicas nobody knows which one differs. */
const LEAST_REPLICAS = 3;
const LEAST_RATIO = 2;
/** Smallest difference that can matter: goroutines, bytes, cores. */
const LEAST_DIFFERENCE: Readonly<Record<keyof ProcessMeasures, number>> = {
  goroutines: 200,
  heapBytes: 64 * 2 ** 20,
  cores: 0.25,
};

/** Profiles of one process, at one moment. */
export function measureProcess(profiles: readonly Profile[]): ProcessMeasures {
  const sum = (
    kind: Profile['kind'],
    wanted: (type: Profile['sampleTypes'][number]) => boolean,
  ): number | undefined => {
    const profile = profiles.find((each) => each.kind === kind && each.sampleTypes.some(wanted));
    const column = profile?.samples.values[profile.sampleTypes.findIndex(wanted)];
    return column?.reduce((total, value) => total + value, 0);
  };
  const cpu = profiles.find(({kind}) => kind === 'cpu');
  const duration = Number(cpu?.durationNanos ?? 0n);
  const unit = cpu?.sampleTypes.find((type) => nanosPerUnit(type.unit) > 0)?.unit ?? '';
  const busy = sum('cpu', (type) => nanosPerUnit(type.unit) > 0);
  return {
    goroutines: sum('goroutine', () => true),
    heapBytes: sum('heap', ({type}) => type === 'inuse_space'),
    cores: busy === undefined || duration === 0 ? undefined : (busy * nanosPerUnit(unit)) / duration,
  };
}

/** Replicas that stand out, the farthest from its siblings first. */
export function findOutliers(replicas: readonly Replica[]): Outlier[] {
  const outliers = replicas.flatMap((replica) => {
    const {group} = replica;
    if (group === undefined) return [];
    const others = replicas.filter((each) => each !== replica && each.group === group);
    return others.length + 1 < LEAST_REPLICAS ? [] : outliersOf(replica, group, others);
  });
  return outliers.sort((a, b) => ratio(b) - ratio(a));
}

function outliersOf({id, measures}: Replica, group: string, others: readonly Replica[]): Outlier[] {
  const names = Object.keys(LEAST_DIFFERENCE) as (keyof ProcessMeasures)[];
  return names.flatMap((measure) => {
    const value = measures[measure];
    const known = others.flatMap((other) => other.measures[measure] ?? []);
    if (value === undefined || known.length + 1 < LEAST_REPLICAS) return [];
    const usual = median(known);
    const isFar = value >= LEAST_RATIO * usual && value - usual >= LEAST_DIFFERENCE[measure];
    return isFar ? [{id, group, measure, value, usual, others: known.length}] : [];
  });
}

function ratio({usual, value}: Outlier): number {
  return value / Math.max(usual, 1e-9);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
