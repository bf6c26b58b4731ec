/**
 * Finds stacks for a table of flat and cum values, so that both hold for every row.
 *
 * All leaf values are laid out on a line, what the table leaves out first. A row that has more cum than flat covers
 * the line from its beginning until the difference is used up, jumping its own stretch. So the sets of callers are
 * nested: each is the beginning of one chain, and there are at most twice as many stacks as rows.
 */
import {NONE} from '../base/columns.ts';
import {isEntry, isWrapper} from '../model/entry-names.ts';

export interface TopRow {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

export interface LaidStacks {
  /** Rows that call others, the outermost first. */
  readonly chain: readonly number[];
  readonly stacks: readonly LaidStack[];
}

export interface LaidStack {
  /** Row of the leaf, NONE for functions that the table leaves out. */
  readonly leaf: number;
  /** How much of the chain is above it, without the leaf itself. */
  readonly depth: number;
  readonly value: number;
}

interface Stretch {
  readonly leaf: number;
  readonly start: number;
  readonly end: number;
}

/**
 * @param total  of the whole profile; 0 when the table does not say
 */
export function layRows(rows: readonly TopRow[], total: number): LaidStacks {
  const stretches = stretchesOf(rows, total);
  const own: (Stretch | undefined)[] = [];
  for (const stretch of stretches) if (stretch.leaf !== NONE) own[stretch.leaf] = stretch;
  const covers = rows.map((row, i) => coverEnd(row, own[i]));
  const chain = rows.map((_, i) => i).filter((i) => rows[i].cum > rows[i].flat);
  chain.sort((a, b) => covers[b] - covers[a] || likelyDepth(rows[a]) - likelyDepth(rows[b]));
  const cuts = [...new Set(covers)].sort((a, b) => a - b);
  const stacks: LaidStack[] = [];
  let next = 0;
  let depth = chain.length;
  for (const {leaf, start, end} of stretches) {
    while (cuts[next] <= start) next++;
    for (let from = start; from < end; ) {
      const to = cuts[next] < end ? cuts[next++] : end;
      while (depth > 0 && covers[chain[depth - 1]] <= from) depth--;
      stacks.push({leaf, depth, value: to - from});
      from = to;
    }
  }
  return {chain, stacks};
}

/** Of functions with equal cum, those that serve, run or loop are more likely the callers, the runtime's are called. */
function likelyDepth({name}: TopRow): number {
  if (isWrapper(name)) return -1;
  if (isEntry(name)) return 0;
  if (name.startsWith('runtime.')) return 3;
  return /^(?:internal\/)?(?:sync|poll)\./.test(name) ? 2 : 1;
}

/** The leaf values side by side: what is not listed, then the rows. */
function stretchesOf(rows: readonly TopRow[], total: number): Stretch[] {
  const listed = rows.reduce((sum, {flat}) => sum + flat, 0);
  const needed = rows.reduce((most, {cum}) => Math.max(most, cum), Math.max(total, listed));
  const stretches: Stretch[] = [];
  let at = needed - listed;
  if (at > 0) stretches.push({leaf: NONE, start: 0, end: at});
  rows.forEach(({flat}, leaf) => {
    if (flat > 0) stretches.push({leaf, start: at, end: at + flat});
    at += flat;
  });
  return stretches;
}

/** How far the row covers the line. */
function coverEnd({flat, cum}: TopRow, own: Stretch | undefined): number {
  const extra = cum - flat;
  return own !== undefined && extra > own.start ? extra + flat : extra;
}
