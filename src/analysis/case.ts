/**
 * The case at hand: one or several profiles of one process, and what was computed of them so far.
 *
 * Tables and trees are computed on demand and once, so detectors share them. Knows nothing about what is suspicious.
 */
import type {CallTree} from '../model/call-tree.ts';
import type {Profile, ProfileKind} from '../model/profile.ts';
import {computeTop, type Top} from './top.ts';
import {buildTree} from './tree.ts';

/** One profile with its computed tables. */
export interface ProfileFacts {
  readonly profile: Profile;
  top(sampleType: number): Top;
  tree(sampleType: number): CallTree;
}

export interface CaseOptions {
  /** Memory the process may use before it is killed, in bytes; undefined when unknown. */
  readonly memoryLimitBytes: number | undefined;
}

export interface Case {
  readonly inputs: readonly ProfileFacts[];
  readonly options: CaseOptions;
  /** Inputs of the given kinds, in the order given by the user. */
  ofKind(...kinds: readonly ProfileKind[]): readonly ProfileFacts[];
}

export function openCase(profiles: readonly Profile[], options: CaseOptions): Case {
  const inputs = profiles.map(profileFacts);
  return {
    inputs,
    options,
    ofKind: (...kinds) => inputs.filter(({profile}) => kinds.includes(profile.kind)),
  };
}

function profileFacts(profile: Profile): ProfileFacts {
  const tops = new Map<number, Top>();
  const trees = new Map<number, CallTree>();
  return {
    profile,
    top: (sampleType) => once(tops, sampleType, () => computeTop(profile, sampleType)),
    tree: (sampleType) => once(trees, sampleType, () => buildTree(profile, sampleType)),
  };
}

function once<V>(known: Map<number, V>, key: number, compute: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = compute();
  known.set(key, value);
  return value;
}

/** Index of the sample type of this name, -1 when the profile has none. */
export function sampleTypeIndex(profile: Profile, ...types: readonly string[]): number {
  return profile.sampleTypes.findIndex(({type}) => types.includes(type));
}
