/**
 * Frames that no sample has, put around the stacks of samples: labels, and who started a goroutine.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {FunctionTable, LocationTable, Profile} from '../../model/profile.ts';
import type {StackChange} from '../profiles/profile-edit.ts';

/** The profile with new functions, and a location of each, at the end of its tables. */
export function withFrames(profile: Profile, names: readonly string[], files: readonly string[]): Profile {
  return {
    ...profile,
    functions: appendFunctions(profile, names, files),
    locations: appendLocations(profile.locations, profile.functions.length, names.length),
  };
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

/** Locations around the stack of a sample, by its row, outermost first. */
export interface Around {
  readonly rootsOf: (row: number) => readonly number[];
  readonly leavesOf: (row: number) => readonly number[];
}

/** Puts each sample's stack between its root and leaf frames. */
export function wrapStacks(profile: Profile, {leavesOf, rootsOf}: Around): StackChange {
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
    rootOfSample[row] = chain(NONE, rootsOf(row));
    return chain(place(rootOfSample[row], stack), leavesOf(row));
  });
  return {
    stacks: {length: made.length, parent: made.first.finish(), location: made.second.finish()},
    stackOfSample,
    frameOf: (sample, frame) => place(rootOfSample[sample], frame),
  };
}
