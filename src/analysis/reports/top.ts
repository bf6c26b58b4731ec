/**
 * Flat and cumulative value per function: the numbers of `go tool pprof -top`.
 *
 * As there, functions of one name are one row whatever their file, code without symbols is named for its mapping, a
 * function counts once per stack in cum however often it recurses, and the total is the sum of magnitudes.
 */
import {NONE} from '../../base/columns.ts';
import {exactToJson} from '../../base/int64.ts';
import {compareBytes} from '../../base/utf8.ts';
import type {Profile} from '../../model/profile.ts';
import {type FrameNames, frameNames} from '../names/frame-names.ts';
import {ExactColumn} from '../values/exact-column.ts';
import {stackValues} from '../values/stack-values.ts';

export interface Top {
  readonly sampleType: number;
  /** Distinct names, in no order. */
  readonly names: readonly string[];
  readonly flat: ExactColumn;
  readonly cum: ExactColumn;
  /** Σ|value|, what percentages refer to. */
  readonly total: number;
  /** Exact, as JSON wants it. */
  readonly totalExact: number | string;
  /** A FunctionTable row per name, NONE for code without symbols: for file and line. */
  readonly functionOf: Int32Array;
}

/** Computes flat and cum of every function for one sample type. */
export function computeTop(profile: Profile, sampleType: number): Top {
  const frames = frameNames(profile);
  const {self, total} = stackValues(profile, sampleType);
  const isWide = self.residues !== undefined;
  const flat = new ExactColumn(frames.names.length, isWide);
  const cum = new ExactColumn(frames.names.length, isWide);
  const walker = new StackWalker(profile, frames);
  for (let stack = 0; stack < self.values.length; stack++) {
    const value = self.values[stack];
    const residue = self.residues === undefined ? 0 : self.residues[stack];
    if (value === 0 && residue === 0) continue;
    const count = walker.walk(stack);
    flat.add(walker.leaf, value, residue);
    for (let i = 0; i < count; i++) cum.add(walker.found[i], value, residue);
  }
  return {
    sampleType,
    names: frames.names,
    flat,
    cum,
    total: total.high,
    totalExact: exactToJson(total.high, total.low),
    functionOf: frames.functionOf,
  };
}

/** Finds the distinct frames of a stack; one walker serves many stacks. */
class StackWalker {
  /** Frames of the last stack walked, each once. */
  readonly found: Int32Array;
  leaf: number = NONE;
  private readonly profile: Profile;
  private readonly frames: FrameNames;
  private readonly seenIn: Int32Array;

  constructor(profile: Profile, frames: FrameNames) {
    this.profile = profile;
    this.frames = frames;
    this.found = new Int32Array(frames.names.length);
    this.seenIn = new Int32Array(frames.names.length).fill(NONE);
  }

  /** Fills `found` and `leaf`; returns how many were found. */
  walk(leafStack: number): number {
    const {parent, location} = this.profile.stacks;
    const {node: nodes, start} = this.frames;
    const {found, seenIn} = this;
    let count = 0;
    for (let stack = leafStack; stack !== NONE; stack = parent[stack]) {
      const end = start[location[stack] + 1];
      for (let i = start[location[stack]]; i < end; i++) {
        const node = nodes[i];
        if (seenIn[node] === leafStack) continue;
        seenIn[node] = leafStack;
        found[count++] = node;
      }
    }
    this.leaf = found[0];
    return count;
  }
}

/** Rows of a Top in pprof's order: by magnitude, ties by name in byte order. Rows of no value at all are left out. */
export function sortTop(top: Top, by: 'flat' | 'cum'): Int32Array {
  const [first, second] = by === 'flat' ? [top.flat.values, top.cum.values] : [top.cum.values, top.flat.values];
  const rows: number[] = [];
  for (let row = 0; row < top.names.length; row++) if (first[row] !== 0 || second[row] !== 0) rows.push(row);
  rows.sort(
    (a, b) =>
      Math.abs(first[b]) - Math.abs(first[a]) ||
      compareBytes(top.names[a], top.names[b]) ||
      Math.abs(second[b]) - Math.abs(second[a]),
  );
  return Int32Array.from(rows);
}
