/**
 * What one profile adds to the ranking of a fleet: its shapes with their values.
 *
 * A shape is what stays equal between instances and builds: the wait and the responsible function of goroutines, the
 * innermost function outside the standard library for bytes and for time.
 */
import type {Profile, WaitClass} from '../../model/profile.ts';
import {identityName} from '../../model/symbol.ts';
import {blockedClusters} from '../blocking/blocked-clusters.ts';
import {openCase, sampleTypeIndex} from '../case/case.ts';
import {nanosPerUnit} from '../case/profile-values.ts';
import {shapeCounts} from '../goroutines/shape-counts.ts';
import type {SignatureIndex} from '../knowledge/signature-match.ts';

/** Goroutines that wait, bytes of heap in use, cores. */
export type FleetMeasure = 'goroutines' | 'heap' | 'cpu';

export interface Sighting {
  readonly function: string;
  /** What goroutines wait for; undefined for heap and CPU. */
  readonly waitClass: WaitClass | undefined;
  /** Goroutines, bytes or cores. */
  readonly value: number;
}

export interface Sightings {
  readonly measure: FleetMeasure;
  /** Goroutines of the process, bytes of its heap, cores it used. */
  readonly total: number;
  readonly shapes: readonly Sighting[];
}

/** Waits that a crowd may well be in: open connections, timers, system calls. */
const HARMLESS_WAITS: ReadonlySet<WaitClass> = new Set<WaitClass>(['io', 'sleep', 'syscall']);

/** Undefined for kinds that are not ranked, and for CPU profiles that do not say how long they took. */
export function sightingsOf(profile: Profile, signatures: SignatureIndex): Sightings | undefined {
  if (profile.kind === 'goroutine' || profile.kind === 'goroutineleak') return waiting(profile, signatures);
  if (profile.kind === 'heap') {
    const bytes = sampleTypeIndex(profile, 'inuse_space');
    return bytes < 0 ? undefined : costs(profile, 'heap', bytes, 1);
  }
  if (profile.kind !== 'cpu') return undefined;
  const time = profile.sampleTypes.findIndex(({unit}) => nanosPerUnit(unit) > 0);
  const duration = Number(profile.durationNanos);
  if (time < 0 || duration <= 0) return undefined;
  return costs(profile, 'cpu', time, nanosPerUnit(profile.sampleTypes[time].unit) / duration);
}

function waiting(profile: Profile, signatures: SignatureIndex): Sightings {
  const subject = openCase([profile], {signatures});
  const [facts] = subject.inputs;
  const shapes = blockedClusters(facts, signatures).flatMap(({count, culprit, idle, waitClass}) =>
    idle !== undefined || HARMLESS_WAITS.has(waitClass)
      ? []
      : [{function: identityName(culprit), waitClass, value: count}],
  );
  return {measure: 'goroutines', total: facts.census().total, shapes};
}

function costs(profile: Profile, measure: FleetMeasure, sampleType: number, factor: number): Sightings {
  const values = shapeCounts(profile, sampleType);
  return {
    measure,
    total: values.reduce((sum, [, value]) => sum + value, 0) * factor,
    shapes: values.map(([name, value]) => ({function: name, waitClass: undefined, value: value * factor})),
  };
}
