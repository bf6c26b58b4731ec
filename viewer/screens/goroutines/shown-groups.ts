/**
 * What the filters of the Goroutines screen leave of each group: the one count that heading, cards and search state.
 *
 * Counts goroutines, not groups: a group with one member in the chosen range shows that member. Draws nothing.
 */
import {shortName} from '../../../src/model/symbol.ts';
import type {GoroutineCell, GoroutineFacet, GoroutineGroupRow, GoroutinesPayload} from '../../goroutine-payload.ts';
import type {ViewState} from '../../state.ts';
import {facetKey} from './chips.ts';

export interface ShownGroup {
  /** Among the groups of the payload. */
  readonly index: number;
  /** The group with count, states and waits of the goroutines that pass the filters. */
  readonly group: GoroutineGroupRow;
  /** Goroutines of the group without filters. */
  readonly fullCount: number;
}

type Filters = Pick<ViewState, 'sharing' | 'waiting' | 'waits'>;

/**
 * The groups with goroutines that pass all filters, in the order of the payload.
 *
 * @param isMatch  by group: 1 for those that the search finds; undefined without a search
 */
export function shownGroups(payload: GoroutinesPayload, filters: Filters, isMatch?: Uint8Array): ShownGroup[] {
  const passing: GoroutineCell[][] = payload.groups.map(() => []);
  for (const cell of passingCells(payload, filters)) passing[cell.group].push(cell);
  return payload.groups.flatMap((group, index) => {
    if (passing[index].length === 0 || (isMatch !== undefined && isMatch[index] !== 1)) return [];
    return [{index, group: narrowed(group, passing[index]), fullCount: group.count}];
  });
}

/** The first frame that is not the runtime's own. */
export function ownFrame(stack: readonly string[]): string {
  return stack.find((name) => !/^(runtime|internal\/poll|sync|syscall)[./]/.test(name)) ?? stack[0] ?? '';
}

/** Columns by which groups can be ordered; what is larger or first in the alphabet comes first. */
export const ORDERS = ['count', 'state', 'wait', 'function', 'creator'] as const;

/** @param order  a column, `-` in front for the other direction; '' leaves the order as it is */
export function inOrder(groups: readonly ShownGroup[], order: string): readonly ShownGroup[] {
  const column = ORDERS.find((candidate) => candidate === order.replace(/^-/, ''));
  if (column === undefined) return groups;
  const compare = COMPARISONS[column];
  const sign = order.startsWith('-') ? -1 : 1;
  return [...groups].sort((a, b) => sign * compare(a.group, b.group));
}

type Comparison = (a: GoroutineGroupRow, b: GoroutineGroupRow) => number;

const byText =
  (text: (group: GoroutineGroupRow) => string): Comparison =>
  (a, b) =>
    text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;

const COMPARISONS: Readonly<Record<(typeof ORDERS)[number], Comparison>> = {
  count: (a, b) => b.count - a.count,
  wait: (a, b) => b.waitMedian - a.waitMedian,
  state: byText(({states}) => states[0]?.text ?? ''),
  function: byText(({stack}) => shortName(ownFrame(stack))),
  creator: byText(({createdBy}) => shortName(createdBy)),
};

/** What the members of each group wait on together, the most shared first. */
export function sharedByGroup({cells, facets}: GoroutinesPayload): ReadonlyMap<number, readonly GoroutineFacet[]> {
  const found = new Map<number, GoroutineFacet[]>();
  for (const facet of facets) {
    if (facet.kind === 'label') continue;
    for (const group of new Set(facet.cells.map(([cell]) => cells[cell].group)))
      found.set(group, [...(found.get(group) ?? []), facet]);
  }
  return found;
}

function passingCells({cells, facets}: GoroutinesPayload, {sharing, waiting, waits}: Filters): GoroutineCell[] {
  const facet = facets.find((candidate) => facetKey(candidate) === sharing);
  const candidates = facet === undefined ? cells : facet.cells.map(([cell, count]) => ({...cells[cell], count}));
  const [from, to] = waits.split('-').map(Number);
  return candidates.filter(
    ({state, wait}) => (waiting === '' || state === waiting) && (waits === '' || (wait >= from && wait <= to)),
  );
}

function narrowed(group: GoroutineGroupRow, cells: readonly GoroutineCell[]): GoroutineGroupRow {
  let count = 0;
  const states = new Map<string, number>();
  for (const cell of cells) {
    count += cell.count;
    states.set(cell.state, (states.get(cell.state) ?? 0) + cell.count);
  }
  if (count === group.count) return group;
  const waits = cells
    .filter(({wait}) => wait >= 0)
    .flatMap((cell) => new Array<number>(cell.count).fill(cell.wait))
    .sort((a, b) => a - b);
  return {
    ...group,
    count,
    states: [...states].map(([text, of]) => ({text, count: of})).sort((a, b) => b.count - a.count),
    waits,
    waitMin: waits[0] ?? -1,
    waitMedian: waits[Math.floor((waits.length - 1) / 2)] ?? -1,
    waitMax: waits.at(-1) ?? -1,
  };
}
