/**
 * The case at hand: one or several profiles of one process, and what was computed of them so far.
 *
 * Tables and trees are computed on demand and once, so detectors share them. Knows nothing about what is suspicious.
 */
import type {CallTree} from '../../model/call-tree.ts';
import type {Profile, ProfileKind} from '../../model/profile.ts';
import {type GoroutineCensus, goroutineCensus} from '../goroutines/census.ts';
import {type GoidClock, goidClock} from '../goroutines/goid-clock.ts';
import {indexSignatures, type SignatureIndex} from '../knowledge/signature-match.ts';
import {type ValuedStacks, valuedStacks} from '../names/frame-classes.ts';
import {computeTop, type Top} from '../reports/top.ts';
import {buildTree} from '../tree/tree.ts';
import {withoutIdleProcessors} from './idle-processors.ts';

/** One profile with its computed tables. */
export interface ProfileFacts {
  readonly profile: Profile;
  top(sampleType: number): Top;
  tree(sampleType: number): CallTree;
  /** Stacks with the values of one sample type. */
  stacks(sampleType: number): ValuedStacks;
  /** Groups of a goroutine dump; empty for other kinds. */
  census(): GoroutineCensus;
  /** The same without what idle processors took. */
  busy(): ProfileFacts;
  /** Goroutine ids as a clock, undefined where they do not follow time. */
  clock(): GoidClock | undefined;
}

export interface CaseOptions {
  /** Memory the process may use before it is killed, in bytes; undefined when unknown. */
  readonly memoryLimitBytes: number | undefined;
  /** Memory the process has by the kernel's count, in bytes; undefined when unknown. */
  readonly residentBytes: number | undefined;
  /** Field knowledge to match against. */
  readonly signatures: SignatureIndex;
}

export interface Case {
  readonly inputs: readonly ProfileFacts[];
  readonly options: CaseOptions;
  /** Inputs of the given kinds, in the order given by the user. */
  ofKind(...kinds: readonly ProfileKind[]): readonly ProfileFacts[];
}

const NO_OPTIONS: CaseOptions = {
  memoryLimitBytes: undefined,
  residentBytes: undefined,
  signatures: indexSignatures([]),
};

export function openCase(profiles: readonly Profile[], options: Partial<CaseOptions> = {}): Case {
  const inputs = profiles.map(profileFacts);
  return {
    inputs,
    options: {...NO_OPTIONS, ...options},
    ofKind: (...kinds) => inputs.filter(({profile}) => kinds.includes(profile.kind)),
  };
}

function profileFacts(profile: Profile): ProfileFacts {
  const tops = new Map<number, Top>();
  const trees = new Map<number, CallTree>();
  const stacks = new Map<number, ValuedStacks>();
  const censuses = new Map<number, GoroutineCensus>();
  const clocks = new Map<number, GoidClock | undefined>();
  const busy = new Map<number, ProfileFacts>();
  const facts: ProfileFacts = {
    profile,
    top: (sampleType) => once(tops, sampleType, () => computeTop(profile, sampleType)),
    tree: (sampleType) => once(trees, sampleType, () => buildTree(profile, sampleType)),
    stacks: (sampleType) => once(stacks, sampleType, () => valuedStacks(profile, sampleType)),
    census: () => once(censuses, 0, () => goroutineCensus(profile)),
    busy: () => once(busy, 0, () => busyFacts(facts)),
    clock: () => once(clocks, 0, () => goidClock(profile.goroutines)),
  };
  return facts;
}

function busyFacts(facts: ProfileFacts): ProfileFacts {
  const profile = withoutIdleProcessors(facts.profile);
  return profile === facts.profile ? facts : profileFacts(profile);
}

function once<V>(known: Map<number, V>, key: number, compute: () => V): V {
  if (known.has(key)) return known.get(key) as V;
  const value = compute();
  known.set(key, value);
  return value;
}

/** Index of the sample type of this name, -1 when the profile has none. */
export function sampleTypeIndex(profile: Profile, ...types: readonly string[]): number {
  return profile.sampleTypes.findIndex(({type}) => types.includes(type));
}
