/**
 * What the page looks for in its inputs: what can apply to them, and no more is loaded.
 */
import {isDifference} from '../../../src/analysis/names/frame-classes.ts';
import type {Detector} from '../../../src/detectors/detector.ts';
import type {Knowledge} from '../../../src/diagnose.ts';
import {isDumpKind} from '../../../src/model/dump-kind.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {VALUE_SIGNATURES} from './value-signatures.ts';

/** Types of values that a heap profile has, and the one of printed tables that do not say which. */
const IS_MEMORY = /^(?:(?:inuse|alloc)_(?:space|objects)|space)$/;

/** All that can apply to the profiles, so that the result equals that of the full registry. */
export async function knowledgeFor(profiles: readonly Profile[]): Promise<Knowledge> {
  if (profiles.some(({kind}) => isDumpKind(kind)))
    return (await import('./goroutine-knowledge.ts')).GOROUTINE_KNOWLEDGE;
  const groups = await Promise.all([
    profiles.some(hasMemory) ? import('./memory-detectors.ts').then((part) => part.MEMORY_DETECTORS) : [],
    profiles.some(({kind}) => kind === 'cpu') ? import('./cpu-detectors.ts').then((part) => part.CPU_DETECTORS) : [],
    profiles.some(hasDelays) ? import('./delay-detectors.ts').then((part) => part.DELAY_DETECTORS) : [],
    profiles.some(isDifference) ? import('./difference-detectors.ts').then((part) => part.DIFFERENCE_DETECTORS) : [],
  ]);
  return {detectors: inOrder(groups.flat()), signatures: VALUE_SIGNATURES};
}

function hasMemory({memStats, sampleTypes}: Profile): boolean {
  return memStats !== undefined || sampleTypes.some(({type}) => IS_MEMORY.test(type));
}

function hasDelays({sampleTypes}: Profile): boolean {
  return sampleTypes.some(({type}) => type === 'delay');
}

/** Each detector once, alphabetical as in the registry. */
function inOrder(detectors: readonly Detector[]): Detector[] {
  return [...new Set(detectors)].sort((a, b) => (a.id < b.id ? -1 : 1));
}
