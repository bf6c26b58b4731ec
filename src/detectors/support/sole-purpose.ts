/**
 * Whether a command was started for the work that takes its time: who walks through files, takes a log apart or sorts a
 * batch does it with all power, and that is no trouble.
 */
import {isServer} from '../../analysis/evidence/hot-path.ts';
import {
  firstMarked,
  isTableOnly,
  markNames,
  namesOfStack,
  type ValuedStacks,
} from '../../analysis/names/frame-classes.ts';
import {layerOf} from '../../analysis/names/layers.ts';
import {NONE} from '../../base/columns.ts';
import {identityName, packageOf} from '../../model/symbol.ts';
import type {FoundWork} from './found-work.ts';

/** Part of the CPU time that goes into what a program is there for. */
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
  let own = 0;
  for (let stack = 0; stack < self.length; stack++) {
    if (work[stack] !== NONE && mains[stack] !== NONE && servers[stack] === NONE) own += self[stack];
  }
  return own >= LITTLE_ELSE * stacks.total;
}

const WALKS = /^(?:path\/filepath|io\/fs)\.(?:walk|walkDir|Walk|WalkDir)$/;
const READS_FOLDER = /^(?:os|io\/ioutil)\.(?:ReadDir|\(\*File\)\.(?:ReadDir|Readdir|Readdirnames))$/;

/** Functions that walk through folders, which asks for each file once. */
export function folderWalks(stacks: ValuedStacks): Uint8Array {
  const own = new Set<string>();
  for (const names of costlyStacks(stacks)) {
    const reads = names.findIndex((name) => READS_FOLDER.test(identityName(name)));
    // Who is called by himself and then reads a folder goes from folder to folder.
    const above = reads < 0 ? [] : names.slice(reads);
    for (const name of above) {
      if (layerOf(name) === 'code' && above.indexOf(name) !== above.lastIndexOf(name)) own.add(name);
    }
  }
  return markNames(stacks.frames, (name) => WALKS.test(identityName(name)) || own.has(name));
}

const SORT = /^(?:sort|slices)\.(?:pdqsort|quickSort)/;
/** Sorting calls itself for the smaller part only, so that this many calls prove 12 × 2⁷ elements in no order. */
const DEPTH = 8;

/** The functions that sort, where a list is long and in no order: what is sorted again for each change is nearly sorted. */
export function longSorts(stacks: ValuedStacks): Uint8Array {
  const isSort = (name: string): boolean => SORT.test(name);
  const isLong = costlyStacks(stacks).some((names) => names.filter(isSort).length >= DEPTH);
  return markNames(stacks.frames, (name) => isLong && isSort(name));
}

/** Raw names of the stacks that cost something, leaf first. */
function costlyStacks(stacks: ValuedStacks): string[][] {
  return Array.from(stacks.self).flatMap((value, stack) => (value > 0 ? [namesOfStack(stacks, stack)] : []));
}
