/**
 * Where cost that is spread over several callers and callees meets: the innermost function of code through which most
 * of it goes, whoever called it.
 */
import {NONE} from '../../base/columns.ts';
import type {ValuedStacks} from '../names/frame-classes.ts';
import {isCarrier, isTestFunction, layerOf} from '../names/layers.ts';

interface Passed {
  value: number;
  /** Value times frames to the leaf, summed. */
  distance: number;
}

/** Totals this close are of one chain. */
const SAME = 0.02;

/**
 * The function of code with the smallest total that still has the given share of the value; of equals the innermost.
 *
 * @param isCounted  which stacks make up the value
 */
export function meetingPoint(
  stacks: ValuedStacks,
  isCounted: (stack: number) => boolean,
  share: number,
  accepts: (name: string) => boolean = () => true,
): string | undefined {
  const {names} = stacks.frames;
  const isCandidate = names.map(
    (name) => layerOf(name) === 'code' && !isCarrier(name) && !isTestFunction(name) && accepts(name),
  );
  const passed = new Map<number, Passed>();
  let total = 0;
  for (let leaf = 0; leaf < stacks.self.length; leaf++) {
    if (!(stacks.self[leaf] > 0) || !isCounted(leaf)) continue;
    total += stacks.self[leaf];
    passStack(stacks, leaf, isCandidate, passed);
  }
  const strong = [...passed].filter(([, {value}]) => value >= share * total);
  if (strong.length === 0) return undefined;
  const least = strong.reduce((smallest, [, {value}]) => Math.min(smallest, value), Number.POSITIVE_INFINITY);
  const [[best]] = strong
    .filter(([, {value}]) => value <= least * (1 + SAME))
    .sort((a, b) => a[1].distance / a[1].value - b[1].distance / b[1].value);
  return names[best];
}

/** Adds the stack to every candidate on it, once each. */
function passStack(
  {frames, profile, self}: ValuedStacks,
  leaf: number,
  isCandidate: readonly boolean[],
  passed: Map<number, Passed>,
): void {
  const {location, parent} = profile.stacks;
  const seen = new Set<number>();
  let distance = 0;
  for (let stack = leaf; stack !== NONE; stack = parent[stack]) {
    for (let i = frames.start[location[stack]]; i < frames.start[location[stack] + 1]; i++, distance++) {
      const node = frames.node[i];
      if (!isCandidate[node] || seen.has(node)) continue;
      seen.add(node);
      const known = passed.get(node) ?? {value: 0, distance: 0};
      known.value += self[leaf];
      known.distance += self[leaf] * distance;
      passed.set(node, known);
    }
  }
}
