/**
 * Labels as frames: tagroot puts a frame per label key on top of every stack, tagleaf one below, so that stacks can be
 * told apart by label in any report. Samples without the label get a frame without a name.
 */
import {Int32Column, NONE} from '../base/columns.ts';
import {PairInterner} from '../base/pair-interner.ts';
import {scaledLabel} from '../base/units.ts';
import type {FunctionTable, LocationTable, Profile} from '../model/profile.ts';
import {type LabelGroup, labelGroups} from './label-units.ts';
import {replaceStacks} from './profile-edit.ts';

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
  const roots = frames.chains(rootKeys);
  const leaves = frames.chains(leafKeys);
  const extended = frames.finish();
  return {
    profile: replaceStacks(extended, wrapStacks(extended, roots.chainOf, leaves.chainOf)),
    hasRoot: roots.hasMatched,
    hasLeaf: leaves.hasMatched,
  };
}

/** Locations to add, outermost first, per label set. */
interface Chains {
  readonly chainOf: readonly (readonly number[])[];
  readonly hasMatched: boolean;
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

  chains(keys: readonly string[]): Chains {
    const {labelSets, samples} = this.profile;
    const isUsed = new Uint8Array(labelSets.length);
    for (const set of samples.labels) isUsed[set] = 1;
    let hasMatched = false;
    const chainOf = Array.from({length: labelSets.length}, (_, set) => {
      if (isUsed[set] === 0 || keys.length === 0) return [];
      const groups = labelGroups(this.profile, set);
      return keys.map((key) => {
        const values = labelValues(groups, key, this.unit);
        if (values.length > 0) hasMatched = true;
        return this.location(values.join(','), key);
      });
    });
    return {chainOf, hasMatched};
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
