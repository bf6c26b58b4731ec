/**
 * Samples that make printed rows come out as they were printed: of a table, a difference, or a listing.
 */
import {binaryBytes} from '../base/ascii.ts';
import {NONE} from '../base/columns.ts';
import type {ProfileBuilder} from '../model/builder/profile-builder.ts';
import {layRows, type TopRow} from './top-table-stacks.ts';

/** A line of source with what it costs; values in the unit of the profile. */
export interface ListedLine {
  readonly file: string;
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
}

/** Rows laid on the stacks of others, so that flat, cum and total hold. */
export function addRows(builder: ProfileBuilder, rows: readonly TopRow[], total: number): void {
  const locations = rows.map(({name}) => locationOf(builder, name));
  const unlisted = unlistedLocation(builder);
  const {chain, stacks} = layRows(rows, total);
  const stackOfDepth: number[] = [NONE];
  for (const row of chain) stackOfDepth.push(builder.internStack(stackOfDepth.at(-1) ?? NONE, locations[row]));
  const depthOf = new Map(chain.map((row, depth) => [row, depth]));
  for (const {leaf, depth, value} of stacks) {
    const own = Math.min(depthOf.get(leaf) ?? depth, depth);
    let stack = stackOfDepth[own];
    for (let at = own + 1; at < depth; at++) stack = builder.internStack(stack, locations[chain[at]]);
    stack = builder.internStack(stack, leaf === NONE ? unlisted : locations[leaf]);
    addSample(builder, stack, value);
  }
}

/** Rows of a difference, each by itself: what grew and what shrank would cancel on a common stack. */
export function addDifference(builder: ProfileBuilder, rows: readonly TopRow[], total: number): void {
  const unlisted = unlistedLocation(builder);
  let listed = 0;
  for (const row of rows) {
    const stack = builder.internStack(NONE, locationOf(builder, row.name));
    listed += addSelfAndRest(builder, stack, unlisted, row);
  }
  if (total > listed) addSample(builder, builder.internStack(NONE, unlisted), total - listed);
}

/** One function, its cost spread over its lines as listed. */
export function addListing(
  builder: ProfileBuilder,
  {cum, flat, name}: TopRow,
  lines: readonly ListedLine[],
  total: number,
): void {
  const unlisted = unlistedLocation(builder);
  let restFlat = flat;
  let restBelow = cum - flat;
  for (const {cum: lineCum, file, flat: lineFlat, line} of lines) {
    // Lines are rounded one by one; together they must not exceed the function.
    const own = Math.min(lineFlat, restFlat);
    const below = Math.min(Math.max(0, lineCum - lineFlat), restBelow);
    restFlat -= own;
    restBelow -= below;
    const stack = builder.internStack(NONE, locationOf(builder, name, file, line));
    addSelfAndRest(builder, stack, unlisted, {name, flat: own, cum: own + below});
  }
  const stack = builder.internStack(NONE, locationOf(builder, name, lines[0]?.file));
  addSelfAndRest(builder, stack, unlisted, {name, flat: restFlat, cum: restFlat + restBelow});
  if (total > cum) addSample(builder, builder.internStack(NONE, unlisted), total - cum);
}

/** Returns the sum of what was added, regardless of sign. */
function addSelfAndRest(builder: ProfileBuilder, stack: number, unlisted: number, {cum, flat}: TopRow): number {
  addSample(builder, stack, flat);
  if (cum !== flat) addSample(builder, builder.internStack(stack, unlisted), cum - flat);
  return Math.abs(flat) + Math.abs(cum - flat);
}

function addSample(builder: ProfileBuilder, stack: number, value: number): void {
  builder.addValue(0, builder.internSample(stack, 0), value);
}

function locationOf(builder: ProfileBuilder, name: string, file = '', line = 0): number {
  return builder.internNamedLocation(internText(builder, name), file === '' ? 0 : internText(builder, file), line);
}

function internText(builder: ProfileBuilder, text: string): number {
  const bytes = binaryBytes(text);
  return builder.strings.internBytes(bytes, 0, bytes.length);
}

function unlistedLocation(builder: ProfileBuilder): number {
  return builder.internLocation(0, 0, NONE, false, []);
}
