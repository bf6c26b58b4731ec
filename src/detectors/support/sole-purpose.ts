/**
 * Whether a command was started for the work that takes its time: who walks through files, takes a log apart or sorts a
 * batch does it with all power, and that is no trouble.
 */
import {isServer} from '../../analysis/evidence/hot-path.ts';
import {firstMarked, isTableOnly, markNames, type ValuedStacks} from '../../analysis/names/frame-classes.ts';
import {FrameWalk} from '../../analysis/names/frame-walk.ts';
import {layerOf} from '../../analysis/names/layers.ts';
import {NONE} from '../../base/columns.ts';
import {identityName, packageOf} from '../../model/symbol.ts';
import type {FoundWork} from './found-work.ts';

/** Part of the CPU time, less the collector's, that goes into what a program is there for. */
const LITTLE_ELSE = 0.8;

/** @param signs  1 per name node whose stacks belong to the work, besides those of who asks for it */
export function isSolePurpose(
  {input: {facts, stacks}}: FoundWork,
  asker: string | undefined,
  signs: Uint8Array,
): boolean {
  if (asker === undefined || isTableOnly(facts.profile)) return false;
  const {frames, self} = stacks;
  const work = firstMarked(
    stacks,
    markNames(frames, (name) => name === asker).map((mark, node) => mark | signs[node]),
  );
  const mains = firstMarked(
    stacks,
    markNames(frames, (name) => packageOf(name) === 'main'),
  );
  const servers = firstMarked(stacks, markNames(frames, isServer));
  const collectors = firstMarked(
    stacks,
    markNames(frames, (name) => name === 'runtime.gcBgMarkWorker'),
  );
  let total = 0;
  let own = 0;
  for (let stack = 0; stack < self.length; stack++) {
    if (collectors[stack] !== NONE) continue;
    total += self[stack];
    if (work[stack] !== NONE && mains[stack] !== NONE && servers[stack] === NONE) own += self[stack];
  }
  return own >= LITTLE_ELSE * total;
}

const WALKS = /^(?:path\/filepath|io\/fs)\.(?:walk|walkDir|Walk|WalkDir)$/;
const READS_FOLDER = /^(?:os|io\/ioutil)\.(?:ReadDir|\(\*File\)\.(?:ReadDir|Readdir|Readdirnames))$/;

/** Functions that walk through folders, which asks for each file once. */
export function folderWalks(stacks: ValuedStacks): Uint8Array {
  const {frames, profile, self} = stacks;
  const identities = frames.names.map(identityName);
  const marks = Uint8Array.from(identities, (name) => (WALKS.test(name) ? 1 : 0));
  const walker = new FrameWalk(profile, frames);
  for (let stack = 0; stack < self.length; stack++) {
    if (self[stack] === 0) continue;
    const path = walker.path(stack);
    const reads = path.findIndex((node) => READS_FOLDER.test(identities[node]));
    // Who calls itself before it reads a folder goes from folder to folder.
    for (let at = 1; at < reads; at++) {
      if (layerOf(frames.names[path[at]]) === 'code' && path.indexOf(path[at]) < at) marks[path[at]] = 1;
    }
  }
  return marks;
}

const SORT = /^(?:sort|slices)\.(?:pdqsort|quickSort)/;
/** Sorting calls itself for the smaller part only, so that this many calls prove 12 × 2⁷ elements in no order. */
const DEPTH = 8;

/** The functions that sort, where a list is long and in no order: what is sorted again for each change is nearly sorted. */
export function longSorts(stacks: ValuedStacks): Uint8Array {
  const {frames, profile, self} = stacks;
  const sorts = markNames(frames, (name) => SORT.test(name));
  const walker = new FrameWalk(profile, frames);
  const isDeep = (stack: number): boolean => {
    const count = walker.walk(stack);
    let depth = 0;
    for (let at = 0; at < count; at++) depth += sorts[walker.node[at]];
    return depth >= DEPTH;
  };
  return self.some((value, stack) => value > 0 && isDeep(stack)) ? sorts : new Uint8Array(sorts.length);
}
