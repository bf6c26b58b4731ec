/**
 * Labels as frames: tagroot puts a frame per label key on top of every stack, tagleaf one below, so that stacks can be
 * distinguished by label in any report. Samples without the label get a frame without a name.
 */
import {scaledLabel} from '../../base/units.ts';
import type {Profile} from '../../model/profile.ts';
import {replaceStacks} from '../profiles/profile-edit.ts';
import {type LabelGroup, labelGroups} from '../values/label-units.ts';
import {withFrames, wrapStacks} from './added-frames.ts';

export interface TagFrames {
  readonly profile: Profile;
  /** Whether any sample has a label of the root keys, of the leaf keys. */
  readonly hasRoot: boolean;
  readonly hasLeaf: boolean;
}

/**
 * @param rootKeys  label keys, the first becomes the outermost frame
 * @param leafKeys  label keys, the last becomes the leaf
 * @param unit      what numeric labels are shown in
 */
export function addTagFrames(
  profile: Profile,
  rootKeys: readonly string[],
  leafKeys: readonly string[],
  unit: string,
): TagFrames {
  if (rootKeys.length === 0 && leafKeys.length === 0) return {profile, hasRoot: false, hasLeaf: false};
  const frames = new LabelFrames(profile, unit);
  const chains = frames.chains(rootKeys, leafKeys);
  const extended = frames.finish();
  const {labels} = profile.samples;
  const around = {
    rootsOf: (row: number) => chains.roots[labels[row]],
    leavesOf: (row: number) => chains.leaves[labels[row]],
  };
  return {
    profile: replaceStacks(extended, wrapStacks(extended, around)),
    hasRoot: chains.hasRoot,
    hasLeaf: chains.hasLeaf,
  };
}

/** Locations to add per label set, outermost first. */
interface Chains {
  readonly roots: readonly (readonly number[])[];
  readonly leaves: readonly (readonly number[])[];
  readonly hasRoot: boolean;
  readonly hasLeaf: boolean;
}

class LabelFrames {
  private readonly profile: Profile;
  private readonly unit: string;
  private readonly rowOf = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly files: string[] = [];

  constructor(profile: Profile, unit: string) {
    this.profile = profile;
    this.unit = unit;
  }

  /** In the order of samples, as google/pprof numbers the frames it adds. */
  chains(rootKeys: readonly string[], leafKeys: readonly string[]): Chains {
    const {labelSets, samples} = this.profile;
    const roots: number[][] = Array.from({length: labelSets.length}, () => []);
    const leaves: number[][] = Array.from({length: labelSets.length}, () => []);
    const isDone = new Uint8Array(labelSets.length);
    let hasRoot = false;
    let hasLeaf = false;
    for (const set of samples.labels) {
      if (isDone[set] === 1) continue;
      isDone[set] = 1;
      const groups = labelGroups(this.profile, set);
      const hasLabel = (key: string): boolean => groups.some((group) => group.key === key);
      hasRoot ||= rootKeys.some(hasLabel);
      hasLeaf ||= leafKeys.some(hasLabel);
      roots[set] = this.chain(rootKeys, groups);
      leaves[set] = this.chain(leafKeys, groups);
    }
    return {roots, leaves, hasRoot, hasLeaf};
  }

  private chain(keys: readonly string[], groups: readonly LabelGroup[]): number[] {
    // Innermost first, for the numbers; the chain itself runs from outside in.
    const inwards = [...keys].reverse().map((key) => this.location(labelValues(groups, key, this.unit).join(','), key));
    return inwards.reverse();
  }

  finish(): Profile {
    return withFrames(this.profile, this.names, this.files);
  }

  private location(name: string, file: string): number {
    const id = `${name}\0${file}`;
    const known = this.rowOf.get(id);
    if (known !== undefined) return known;
    const row = this.profile.locations.length + this.names.length;
    this.names.push(name);
    this.files.push(file);
    this.rowOf.set(id, row);
    return row;
  }
}

/** Texts of a key's labels, numbers last; numbers have their unit only where the file gives one. */
function labelValues(groups: readonly LabelGroup[], key: string, unit: string): string[] {
  const group = groups.find((candidate) => candidate.key === key);
  if (group === undefined) return [];
  const hasUnits = group.numbers.some((number) => number.unit !== '');
  const numbers = group.numbers.map((number) =>
    hasUnits ? scaledLabel(Number(number.value), number.unit, unit) : scaledLabel(Number(number.value), '', ''),
  );
  return [...group.texts, ...numbers];
}
