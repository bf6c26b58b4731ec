/**
 * What the filters of the Goroutines screen leave of each group: the one count that heading, cards and search state.
 *
 * Counts goroutines, not groups: a group with one member in the chosen range shows that member. Draws nothing.
 */
import type {GoroutineCell, GoroutineGroupRow, GoroutinesPayload} from '../../protocol.ts';
import type {ViewState} from '../../state.ts';
import {facetKey} from './chips.ts';

export interface ShownGroup {
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
    return [{group: narrowed(group, passing[index]), fullCount: group.count}];
  });
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
