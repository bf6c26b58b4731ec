/**
 * Rows of a comparison for people: callers and callees that moved as one are one entry.
 */
import {pushAll} from '../../base/lists.ts';
import type {ComparedRow} from './rows.ts';

export interface RowGroup {
  readonly row: ComparedRow;
  /** Other functions of the same stacks whose numbers are the same but for a fiftieth of the change. */
  readonly alike: number;
}

const ALIKE = 0.02;

/** Rows past this many stand for themselves: nobody reads that far, and likeness is looked for pair by pair. */
const MOST_COMPARED = 2000;

/**
 * @param rows  changed rows, largest change first
 * @param lead  stands for its group wherever it is in it
 */
export function groupRows(rows: readonly ComparedRow[], lead: ComparedRow | undefined): RowGroup[] {
  const groups: {row: ComparedRow; alike: number}[] = [];
  const ordered = lead === undefined ? rows : [lead, ...rows.filter(({row}) => row !== lead.row)];
  for (const row of ordered.slice(0, MOST_COMPARED)) {
    const group = groups.find((candidate) => isAlike(candidate.row, row));
    if (group === undefined) groups.push({row, alike: 0});
    else group.alike++;
  }
  pushAll(
    groups,
    ordered.slice(MOST_COMPARED).map((row) => ({row, alike: 0})),
  );
  return groups.sort((a, b) => Number(b.row === lead) - Number(a.row === lead) || compareMoves(a.row, b.row));
}

function compareMoves(a: ComparedRow, b: ComparedRow): number {
  return Math.abs(b.cum.delta) - Math.abs(a.cum.delta);
}

function isAlike({cum: a}: ComparedRow, {cum: b}: ComparedRow): boolean {
  const slack = ALIKE * Math.abs(a.delta);
  return Math.abs(a.before - b.before) <= slack && Math.abs(a.after - b.after) <= slack;
}
