/**
 * Labels as frames: tagroot puts a frame per label key on top of every stack, tagleaf one below, so that stacks can be
 * distinguished by label in any report. Samples without the label get a frame without a name.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import {scaledLabel} from '../../base/units.ts';
import type {FunctionTable, LocationTable, Profile} from '../../model/profile.ts';
import {replaceStacks} from '../profiles/profile-edit.ts';
import {type LabelGroup, labelGroups} from '../values/label-units.ts';

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
  return {
    profile: replaceStacks(extended, wrapStacks(extended, chains.roots, chains.leaves)),
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

  /** The profile with the new functions and locations at the end of its tables. */
  finish(): Profile {
    const {profile} = this;
    return {
      ...profile,
      functions: appendFunctions(profile, this.names, this.files),
      locations: appendLocations(profile.locations, profile.functions.length, this.names.length),
    };
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

function appendFunctions(profile: Profile, names: readonly string[], files: readonly string[]): FunctionTable {
  const {functions, strings} = profile;
  const zeros = new Int32Array(names.length);
  return {
    length: functions.length + names.length,
    name: joined(
      functions.name,
      names.map((name) => strings.intern(name)),
    ),
    systemName: joined(functions.systemName, zeros),
    filename: joined(
      functions.filename,
      files.map((file) => strings.intern(file)),
    ),
    startLine: Float64Array.from([...functions.startLine, ...zeros]),
  };
}

function appendLocations(table: LocationTable, firstFunction: number, count: number): LocationTable {
  const zeros = new Int32Array(count);
  const lines = table.lineFunction.length;
  const address = new BigUint64Array(table.length + count);
  address.set(table.address);
  const isFolded = new Uint8Array(table.length + count);
  isFolded.set(table.isFolded);
  return {
    length: table.length + count,
    address,
    mapping: joined(table.mapping, new Int32Array(count).fill(NONE)),
    isFolded,
    lineStart: joined(
      table.lineStart,
      zeros.map((_, i) => lines + i + 1),
    ),
    lineFunction: joined(
      table.lineFunction,
      zeros.map((_, i) => firstFunction + i),
    ),
    lineNumber: Float64Array.from([...table.lineNumber, ...zeros]),
    lineColumn: Float64Array.from([...table.lineColumn, ...zeros]),
  };
}

function joined(column: Int32Array, more: ArrayLike<number>): Int32Array {
  const all = new Int32Array(column.length + more.length);
  all.set(column);
  all.set(more, column.length);
  return all;
}

/** Puts each sample's stack between its label set's root and leaf frames. */
function wrapStacks(
  profile: Profile,
  rootsOf: readonly (readonly number[])[],
  leavesOf: readonly (readonly number[])[],
): Parameters<typeof replaceStacks>[1] {
  const {samples, stacks} = profile;
  const made = new PairInterner();
  const moved = new PairInterner();
  const movedTo = new Int32Column();
  const pending: number[] = [];
  const rootOfSample = new Int32Array(samples.length);
  const place = (root: number, stack: number): number => {
    for (let node = stack; node !== NONE && moved.find(root, node) === NONE; node = stacks.parent[node]) {
      pending.push(node);
    }
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const above = stacks.parent[node];
      const parent = above === NONE ? root : movedTo.values[moved.intern(root, above)];
      moved.intern(root, node);
      movedTo.push(made.intern(parent, stacks.location[node]));
    }
    return stack === NONE ? root : movedTo.values[moved.intern(root, stack)];
  };
  const chain = (from: number, locations: readonly number[]): number =>
    locations.reduce((parent, location) => made.intern(parent, location), from);
  const stackOfSample = samples.stack.map((stack, row) => {
    const set = samples.labels[row];
    rootOfSample[row] = chain(NONE, rootsOf[set]);
    return chain(place(rootOfSample[row], stack), leavesOf[set]);
  });
  return {
    stacks: {length: made.length, parent: made.first.finish(), location: made.second.finish()},
    stackOfSample,
    frameOf: (sample, frame) => place(rootOfSample[sample], frame),
  };
}
