/**
 * `pprofx top` as text: the columns of `go tool pprof -top`.
 */
import {sortTop, type Top} from '../analysis/top.ts';
import {formatPercent, formatValue} from '../base/units.ts';
import type {Profile} from '../model/profile.ts';
import {shortName} from '../model/symbol.ts';
import {profileHeading} from './profile-heading.ts';
import {safeText} from './safe-text.ts';
import type {Style} from './style.ts';
import {type Column, textTable} from './text-table.ts';

const COLUMNS: readonly Column[] = [
  {title: 'flat', align: 'right'},
  {title: 'flat%', align: 'right'},
  {title: 'sum%', align: 'right'},
  {title: 'cum', align: 'right'},
  {title: 'cum%', align: 'right'},
  {title: 'function', align: 'left'},
];

export interface TopTextOptions {
  readonly sort: 'flat' | 'cum';
  /** How many rows, 0 for all. */
  readonly nodeCount: number;
  readonly fullNames: boolean;
}

export function renderTopText(profile: Profile, top: Top, options: TopTextOptions, style: Style): string {
  const {unit} = profile.sampleTypes[top.sampleType];
  const all = sortTop(top, options.sort);
  const shown = options.nodeCount === 0 ? all : all.subarray(0, options.nodeCount);
  let sum = 0;
  const cells: string[][] = [];
  for (const row of shown) {
    const flat = top.flat.values[row];
    const cum = top.cum.values[row];
    sum += flat;
    const name = options.fullNames ? top.names[row] : shortName(top.names[row]);
    cells.push([
      formatValue(flat, unit),
      formatPercent(flat, top.total),
      formatPercent(sum, top.total),
      formatValue(cum, unit),
      formatPercent(cum, top.total),
      safeText(name),
    ]);
  }
  const [title, ...rows] = textTable(COLUMNS, cells);
  const lines = [...profileHeading(profile, top.sampleType, style), ''];
  lines.push(
    `Showing ${formatValue(sum, unit)}, ${formatPercent(sum, top.total)} of ${formatValue(top.total, unit)} total`,
    style.bold(title ?? ''),
    ...rows,
  );
  if (shown.length < all.length)
    lines.push(style.dim(`… ${all.length - shown.length} more functions (--nodecount 0 shows all)`));
  return `${lines.join('\n')}\n`;
}
