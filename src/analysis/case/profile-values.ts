/**
 * The sample type a question about memory or time is about, and thresholds that keep small processes from being reported.
 */

import {isDifference, isTableOnly, type ValuedStacks} from '../names/frame-classes.ts';
import type {Case, ProfileFacts} from './case.ts';
import {sampleTypeIndex} from './case.ts';

export const MIB: number = 1024 * 1024;

export interface MeasuredInput {
  readonly facts: ProfileFacts;
  readonly sampleType: number;
  readonly stacks: ValuedStacks;
}

/** Heap profiles by bytes in use. */
export function heapInputs(subject: Case): MeasuredInput[] {
  return subject.inputs.flatMap((facts) => measured(facts, sampleTypeIndex(facts.profile, 'inuse_space', UNTYPED)));
}

/** Heap and allocs profiles by bytes allocated since the start. */
export function allocationInputs(subject: Case): MeasuredInput[] {
  return subject.inputs.flatMap((facts) => measured(facts, sampleTypeIndex(facts.profile, 'alloc_space')));
}

/**
 * Bytes of a printed table that does not say which, most often those in use, the default of heap profiles; and of a
 * dump in which nothing was freed yet: all that was allocated is in use.
 */
const UNTYPED = 'space';

/** Whether it is known that the bytes are in use. */
export function isInUse({facts, sampleType}: MeasuredInput): boolean {
  return facts.profile.sampleTypes[sampleType].type !== UNTYPED || !isTableOnly(facts.profile);
}

/** Tables that print objects instead of bytes. */
export function objectTables(subject: Case, type: 'inuse_objects' | 'alloc_objects'): MeasuredInput[] {
  return subject.inputs
    .filter(({profile}) => profile.sampleTypes.length === 1)
    .flatMap((facts) => measured(facts, sampleTypeIndex(facts.profile, type)));
}

/** CPU profiles by time. */
export function cpuInputs(subject: Case): MeasuredInput[] {
  return subject.ofKind('cpu').flatMap((facts) => {
    const byTime = facts.profile.sampleTypes.findIndex(({unit}) => nanosPerUnit(unit) > 0);
    // Tables of old releases count samples.
    return measured(
      facts.busy(),
      byTime < 0 && isTableOnly(facts.profile) ? sampleTypeIndex(facts.profile, 'cpu') : byTime,
    );
  });
}

function measured(facts: ProfileFacts, sampleType: number): MeasuredInput[] {
  // A difference says what changed, not what costs.
  if (sampleType < 0 || isDifference(facts.profile)) return [];
  const stacks = facts.stacks(sampleType);
  return stacks.total > 0 ? [{facts, sampleType, stacks}] : [];
}

/** Nanoseconds in one unit of time, 0 for other units. */
export function nanosPerUnit(unit: string): number {
  const factors: Readonly<Record<string, number>> = {
    nanoseconds: 1,
    ns: 1,
    microseconds: 1e3,
    us: 1e3,
    milliseconds: 1e6,
    ms: 1e6,
    seconds: 1e9,
    s: 1e9,
  };
  return factors[unit.toLowerCase()] ?? 0;
}

export interface CpuUse {
  /** CPU seconds sampled. */
  readonly seconds: number;
  /** Where samples are counted instead: how many. The seconds are those of the usual rate. */
  readonly samples: number | undefined;
  /** Cores busy on average; undefined when the profile does not say how long it ran. */
  readonly cores: number | undefined;
}

/** Of a second of CPU time. */
const USUAL_RATE = 100;

export function cpuUse({facts, stacks}: MeasuredInput): CpuUse {
  const nanos = nanosPerUnit(stacks.unit);
  const samples = nanos === 0 ? stacks.total : undefined;
  const seconds = samples === undefined ? (stacks.total * nanos) / 1e9 : samples / USUAL_RATE;
  const duration = Number(facts.profile.durationNanos) / 1e9;
  return {seconds, samples, cores: duration > 0 ? seconds / duration : undefined};
}

/** A hundred samples at the usual rate: a share of fewer is luck. */
const LEAST_SECONDS = 1;

/** Busy enough for a share of its time to matter: cores on average, or seconds where the duration is unknown. */
export function isBusy({cores, seconds}: CpuUse, least: {readonly cores: number; readonly seconds: number}): boolean {
  return cores === undefined ? seconds >= least.seconds : cores >= least.cores && seconds >= LEAST_SECONDS;
}
