/**
 * Single goroutines, frame by frame, with the argument words that a text dump prints: receivers and locks by address.
 */
import {NONE} from '../../base/columns.ts';
import {remembered} from '../../base/remembered.ts';
import type {Profile} from '../../model/profile.ts';
import {parseSymbol} from '../../model/symbol.ts';
import type {FrameNames} from '../names/frame-names.ts';

export interface GoroutineFrame {
  /** Raw name. */
  readonly name: string;
  /** Row of StackTable. */
  readonly stack: number;
  /** First argument word, undefined when the dump has none: for methods the receiver, for locks the lock. */
  readonly first: bigint | undefined;
}

/** Addresses below this are no pointers but small numbers. */
const LEAST_POINTER = 0x10000n;

/** Frames of one sample row, leaf first. */
export function goroutineFrames(profile: Profile, frames: FrameNames, row: number): GoroutineFrame[] {
  const words = firstWords(profile, row);
  const {location, parent} = profile.stacks;
  const list: GoroutineFrame[] = [];
  for (let stack = profile.samples.stack[row]; stack !== NONE; stack = parent[stack]) {
    const end = frames.start[location[stack] + 1];
    for (let i = frames.start[location[stack]]; i < end; i++) {
      // Arguments are printed for the real function only, which is the outermost of the inlined ones.
      list.push({name: frames.names[frames.node[i]], stack, first: i === end - 1 ? words.get(stack) : undefined});
    }
  }
  return list;
}

function firstWords({goroutines}: Profile, row: number): Map<number, bigint> {
  const words = new Map<number, bigint>();
  if (goroutines === undefined || row >= goroutines.length) return words;
  const {argumentFrame, argumentPosition, argumentStart, argumentWord} = goroutines;
  for (let i = argumentStart[row]; i < argumentStart[row + 1]; i++) {
    if (argumentPosition[i] === 0 && argumentWord[i] >= LEAST_POINTER) words.set(argumentFrame[i], argumentWord[i]);
  }
  return words;
}

/** `import/path.Type` of a method's receiver, '' for functions. */
export const receiverType: (name: string) => string = remembered((name) => {
  const {package: importPath, receiver} = parseSymbol(name);
  return receiver === '' ? '' : `${importPath}.${receiver}`;
});
