/**
 * Aligned columns of plain text.
 */
import {largest} from '../../base/lists.ts';
import {columnsOf} from '../words/wrap.ts';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/**
 * Lines of a table: a heading and the rows, two spaces between columns. The last column is never padded.
 *
 * @param cells  rows of cells, already safe to print; colour codes must not be in them
 */
export function textTable(columns: readonly Column[], cells: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({title}, i) =>
    Math.max(columnsOf(title), largest(cells.map((row) => columnsOf(row[i])))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => {
        const gap = ' '.repeat(widths[i] - columnsOf(cell));
        if (columns[i].align === 'right') return gap + cell;
        return i === row.length - 1 ? cell : cell + gap;
      })
      .join('  ');
  return [line(columns.map(({title}) => title)), ...cells.map(line)];
}
