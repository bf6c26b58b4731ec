/**
 * Makes a changed profile from a frozen one: other samples, other stacks, other lines; the rest is shared.
 *
 * Sample rows are never folded here: as in google/pprof, samples that became equal stay apart, so that traces and raw
 * listings keep their rows.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import type {GoroutineTable, LocationTable, Profile, SampleTable, StackTable} from '../../model/profile.ts';

/** The profile with only the given sample rows. */
export function keepSamples(profile: Profile, rows: Int32Array): Profile {
  const {goroutines, samples} = profile;
  if (rows.length === samples.length) return profile;
  return {
    ...profile,
    samples: pickSamples(samples, rows),
    goroutines: goroutines === undefined ? undefined : pickGoroutines(goroutines, rows),
  };
}

function pickSamples(samples: SampleTable, rows: Int32Array): SampleTable {
  const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]);
  return {
    length: rows.length,
    stack: rows.map((row) => samples.stack[row]),
    labels: rows.map((row) => samples.labels[row]),
    values: samples.values.map(pick),
    residues: samples.residues.map((column) => (column === undefined ? undefined : pick(column))),
  };
}

function pickGoroutines(table: GoroutineTable, rows: Int32Array): GoroutineTable {
  const start = new Int32Column();
  const argument = new Int32Column();
  start.push(0);
  for (const row of rows) {
    for (let i = table.argumentStart[row]; i < table.argumentStart[row + 1]; i++) argument.push(i);
    start.push(argument.length);
  }
  const words = argument.finish();
  const floats = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]);
  const bytes = (column: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => column[row]);
  return {
    ...table,
    length: rows.length,
    id: floats(table.id),
    state: rows.map((row) => table.state[row]),
    waitMinutes: rows.map((row) => table.waitMinutes[row]),
    createdBy: rows.map((row) => table.createdBy[row]),
    parentId: floats(table.parentId),
    isLocked: bytes(table.isLocked),
    isLeaked: bytes(table.isLeaked),
    argumentStart: start.finish(),
    argumentFrame: words.map((row) => table.argumentFrame[row]),
    argumentPosition: words.map((row) => table.argumentPosition[row]),
    argumentWord: BigUint64Array.from(words, (row) => table.argumentWord[row]),
    byteOffset: floats(table.byteOffset),
    byteLength: floats(table.byteLength),
  };
}

/** New stacks for a profile: what became of each sample's stack and of each frame. */
export interface StackChange {
  readonly stacks: StackTable;
  /** New stack of every sample row. */
  readonly stackOfSample: Int32Array;
  /** New row of a frame of a sample's old stack, NONE when the frame is gone. */
  readonly frameOf: (sample: number, frame: number) => number;
}

export function replaceStacks(profile: Profile, {frameOf, stackOfSample, stacks}: StackChange): Profile {
  const {goroutines, samples} = profile;
  return {
    ...profile,
    stacks,
    samples: {...samples, stack: stackOfSample},
    goroutines: goroutines === undefined ? undefined : moveArguments(goroutines, frameOf),
  };
}

function moveArguments(table: GoroutineTable, frameOf: StackChange['frameOf']): GoroutineTable {
  const argumentFrame = new Int32Array(table.argumentFrame.length).fill(NONE);
  for (let row = 0; row < table.length; row++) {
    for (let i = table.argumentStart[row]; i < table.argumentStart[row + 1]; i++) {
      const frame = table.argumentFrame[i];
      if (frame !== NONE) argumentFrame[i] = frameOf(row, frame);
    }
  }
  return {...table, argumentFrame};
}

/** Line rows [from, to) of a location that stay. */
export type KeptLines = (location: number, line: number) => boolean;

/** The profile with only those lines of its locations that `isKept` says. */
export function keepLines(profile: Profile, isKept: KeptLines): Profile {
  const {locations} = profile;
  const start = new Int32Array(locations.length + 1);
  const rows = new Int32Column();
  for (let location = 0; location < locations.length; location++) {
    for (let line = locations.lineStart[location]; line < locations.lineStart[location + 1]; line++) {
      if (isKept(location, line)) rows.push(line);
    }
    start[location + 1] = rows.length;
  }
  const kept = rows.finish();
  if (kept.length === locations.lineFunction.length) return profile;
  return {...profile, locations: pickLines(locations, start, kept)};
}

function pickLines(locations: LocationTable, lineStart: Int32Array, rows: Int32Array): LocationTable {
  return {
    ...locations,
    lineStart,
    lineFunction: rows.map((row) => locations.lineFunction[row]),
    lineNumber: Float64Array.from(rows, (row) => locations.lineNumber[row]),
    lineColumn: Float64Array.from(rows, (row) => locations.lineColumn[row]),
  };
}
