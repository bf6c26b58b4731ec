/**
 * Who keeps the heap: the function of code in which most of it was allocated, or for which a library allocated it.
 */
import {NONE} from '../../base/columns.ts';
import {isEntry} from '../../model/entry-names.ts';
import {packageOf} from '../../model/symbol.ts';
import type {MeasuredInput} from '../case/profile-values.ts';
import {kindCosts, kindOfFunction} from '../knowledge/k8s-kinds.ts';
import {
  firstMarked,
  heaviestStack,
  largest,
  markedValue,
  markNames,
  sumByKey,
  type ValuedStacks,
} from '../names/frame-classes.ts';
import {isCarrier, layerOf} from '../names/layers.ts';
import {moduleOf, programModule} from '../names/modules.ts';
import {heavyKinds} from './heavy-kinds.ts';
import {responsibleRow, type TableRow, tableRows} from './printed-table.ts';

export interface HeapOwner {
  /** Raw name of the function to blame. */
  readonly function: string;
  /** Raw name of the function that allocated; the same, or one of a library that worked for it. */
  readonly maker: string;
  /** In the unit of the input: allocated in the maker or for it. */
  readonly value: number;
  /** Raw names of the costliest stack, leaf first; empty for a table. */
  readonly stack: readonly string[];
  /** Where no single function has it: how many functions of which package share it. */
  readonly spread?: {readonly functions: number; readonly package: string};
}

/** Generated decoders carry out what their callers asked for, like any other serialisation. */
const GENERATED_DECODER =
  /\)\.(?:XXX_)?(?:Unmarshal\w*|Marshal\w*|DeepCopy\w*|CodecDecodeSelf|CodecEncodeSelf|DecodeMsg|UnmarshalMsg)$/;

function isGeneratedDecoder(name: string): boolean {
  return GENERATED_DECODER.test(name);
}

/** The owner with the largest value; undefined where nothing has a name. */
export function heapOwner(input: MeasuredInput): HeapOwner | undefined {
  const rows = tableRows(input);
  return rows === undefined ? ownerOnStacks(input) : ownerInTable(input, rows);
}

function ownerInTable(input: MeasuredInput, rows: readonly TableRow[]): HeapOwner | undefined {
  const spoken = heavyKinds(input).reduce((most, {value}) => Math.max(most, value), 0);
  // Rows that hold the objects of a kind that has a finding of its own are the same bytes.
  const isFree = ({cum, flat, name}: TableRow): boolean =>
    spoken === 0 || (kindOfFunction(name) === undefined && cum - flat < spoken);
  const row = responsibleRow(input, rows.filter(isFree), isGeneratedDecoder);
  return row === undefined ? undefined : {function: row.name, maker: row.name, value: row.cum, stack: []};
}

function ownerOnStacks(input: MeasuredInput): HeapOwner | undefined {
  const {stacks} = input;
  const owners = makersOf(input);
  const sums = sumByKey(stacks, owners, stacks.frames.names.length);
  const best = largest(sums);
  if (best === NONE) return undefined;
  const maker = stacks.frames.names[best];
  return {
    function: askerOf(stacks, owners, best, sums[best]) ?? maker,
    maker,
    value: sums[best],
    stack: heaviestStack(stacks, (stack) => owners[stack] === best),
  };
}

/** The single owner and the one of a spread start from the same. */
const MAKERS = new WeakMap<ValuedStacks, Int32Array>();

/** Per stack the function to name: the first of code, else the outermost that is no runtime entry. */
function makersOf(input: MeasuredInput): Int32Array {
  const makers = MAKERS.get(input.stacks) ?? findMakers(input);
  MAKERS.set(input.stacks, makers);
  return makers;
}

function findMakers(input: MeasuredInput): Int32Array {
  const {stacks} = input;
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) === 'code' && !isGeneratedDecoder(name)),
  );
  const makers = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) !== 'unknown' && name !== 'runtime.goexit'),
  );
  for (let stack = 0; stack < owners.length; stack++) if (owners[stack] === NONE) owners[stack] = makers[stack];
  leaveOutKinds(input, owners);
  return owners;
}

/** Bytes of a Kubernetes kind that has a finding of its own are not counted again. */
function leaveOutKinds(input: MeasuredInput, owners: Int32Array): void {
  if (heavyKinds(input).length === 0) return;
  const {stacks} = input;
  const decoders = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => kindOfFunction(name) !== undefined),
  );
  for (let stack = 0; stack < owners.length; stack++) if (decoders[stack] !== NONE) owners[stack] = NONE;
}

/** Part of a library's bytes that one function of the program must have asked for. */
const ASKED_SHARE = 0.5;

/** Of a library's function, the first one of the program above it that asked for most of its bytes. */
function askerOf(stacks: ValuedStacks, owners: Int32Array, maker: number, value: number): string | undefined {
  const program = programModule(stacks);
  const {names} = stacks.frames;
  if (program === undefined || moduleOf(names[maker]) === program) return undefined;
  const marks = markNames(stacks.frames, (name) => isBlamable(name) && moduleOf(name) === program);
  const askers = firstMarked(stacks, marks);
  for (let stack = 0; stack < askers.length; stack++) if (owners[stack] !== maker) askers[stack] = NONE;
  const sums = sumByKey(stacks, askers, names.length);
  const best = largest(sums);
  return best === NONE || sums[best] < value * ASKED_SHARE ? undefined : names[best];
}

function isBlamable(name: string): boolean {
  return layerOf(name) === 'code' && !isCarrier(name);
}

/** Fewer functions than this are no spread. */
const SPREAD_FUNCTIONS = 3;
/** Part of what a function asked for that one package must have allocated. */
const SPREAD_PART = 0.7;

/**
 * Where no function stands out by itself: the one that has most allocated for it by several functions of one package
 * that is not its own.
 */
export function spreadOwner(input: MeasuredInput): HeapOwner | undefined {
  if (tableRows(input) !== undefined) return undefined;
  const {stacks} = input;
  const {names} = stacks.frames;
  const makers = makersOf(input);
  const askers = firstOfOtherPackage(stacks, makers);
  const best = largest(
    sumByKey(stacks, askers, names.length),
    (node) => isBlamable(names[node]) && !isEntry(names[node]),
  );
  if (best === NONE) return undefined;
  const shares = new Map<string, {value: number; functions: Set<number>}>();
  let value = 0;
  for (let stack = 0; stack < makers.length; stack++) {
    if (askers[stack] !== best || !(stacks.self[stack] > 0)) continue;
    value += stacks.self[stack];
    const home = packageOf(names[makers[stack]]);
    const share = shares.get(home) ?? {value: 0, functions: new Set<number>()};
    share.value += stacks.self[stack];
    shares.set(home, {...share, functions: share.functions.add(makers[stack])});
  }
  const [home, share] = [...shares].reduce((most, one) => (one[1].value > most[1].value ? one : most));
  if (share.functions.size < SPREAD_FUNCTIONS || share.value < value * SPREAD_PART) return undefined;
  return {
    function: names[best],
    maker: names[best],
    value,
    stack: heaviestStack(stacks, (stack) => askers[stack] === best),
    spread: {functions: share.functions.size, package: home},
  };
}

/** Per stack: the first function of code above its maker that is of another package; NONE where none is. */
function firstOfOtherPackage(stacks: ValuedStacks, makers: Int32Array): Int32Array {
  const {frames, profile} = stacks;
  const {location, length, parent} = profile.stacks;
  const packages = packageIds(frames.names);
  const found = new Int32Array(length).fill(NONE);
  for (let leaf = 0; leaf < length; leaf++) {
    if (!(stacks.self[leaf] > 0) || makers[leaf] === NONE) continue;
    const home = packages[makers[leaf]];
    let isPast = false;
    for (let stack = leaf; stack !== NONE && found[leaf] === NONE; stack = parent[stack]) {
      for (let i = frames.start[location[stack]]; i < frames.start[location[stack] + 1]; i++) {
        const node = frames.node[i];
        isPast ||= node === makers[leaf];
        if (isPast && packages[node] !== NONE && packages[node] !== home) {
          found[leaf] = node;
          break;
        }
      }
    }
  }
  return found;
}

/** Per name of code: a number that names of the same package share; NONE for other names and for no package. */
function packageIds(names: readonly string[]): Int32Array {
  const ids = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    const home = layerOf(name) === 'code' ? packageOf(name) : '';
    if (home === '') return NONE;
    const id = ids.get(home) ?? ids.size;
    ids.set(home, id);
    return id;
  });
}

/** Value of decoded objects of any Kubernetes kind, so that a table can say when none is named. */
export function decodesKinds({stacks}: MeasuredInput): boolean {
  return kindCosts(stacks).length > 0;
}

/** Value under functions that decode messages, whoever asked for them. */
export function decodedValue({stacks}: MeasuredInput): number {
  return markedValue(
    stacks,
    markNames(stacks.frames, (name) => DECODER.test(name)),
  );
}

const DECODER = /(?:\.|\))(?:Unmarshal\w*|unmarshal\w*|Decode\w*|decode\w*)$/;
