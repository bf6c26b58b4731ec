/**
 * A sortable grid of functions: the table screen, and the list of changes in a comparison.
 */

import {ascending, descending} from 'd3';
import {say, sayLater} from '../../src/base/language/say.ts';
import {packageOf} from '../../src/model/symbol.ts';
import {hexColor, palette, paletteRow, type Theme} from '../../src/render/words/palette.ts';
import {button, fill, h} from '../base/dom.ts';
import {percent, safeText, shownName} from '../base/text.ts';
import {VirtualRows} from '../base/virtual-rows.ts';

/** What every row has beside its numbers. */
export interface NamedRow {
  readonly name: string;
  readonly place: string;
}

/** A column: what is shown, what it sorts by. */
export interface GridColumn<Row extends NamedRow> {
  readonly id: string;
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly order: (row: Row) => number;
  /** 0…1, drawn as a bar behind the number. */
  readonly share?: (row: Row) => number;
}

export class FunctionGrid<Row extends NamedRow> {
  readonly element: HTMLElement;
  private readonly head = h('div', {class: 'grid-row grid-head', role: 'row'});
  private readonly rows: VirtualRows;
  private readonly onSort: (id: string) => void;
  private shown: readonly Row[] = [];

  constructor(label: string, onChoose: (name: string) => void, onSort: (id: string) => void) {
    this.onSort = onSort;
    this.rows = new VirtualRows(say`${say(label)}, rows`, (index) => {
      const row = this.shown[index];
      if (row !== undefined) onChoose(row.name);
    });
    this.element = h(
      'div',
      {class: 'grid', role: 'grid', 'aria-label': say(label)},
      h('div', {role: 'rowgroup'}, this.head),
      this.rows.element,
    );
  }

  /**
   * @param rows  rows of equal order keep their order
   * @param sort  a column's id, `-` in front for ascending, `name` for the names
   */
  show(rows: readonly Row[], columns: readonly GridColumn<Row>[], sort: string, chosen: string, theme: Theme): void {
    const id = sort.replace(/^-/, '');
    const isAscending = sort.startsWith('-');
    const column = columns.find((candidate) => candidate.id === id);
    const compare = isAscending ? ascending : descending;
    this.shown = [...rows].sort((a, b) =>
      column === undefined
        ? ascending(shownName(a.name), shownName(b.name))
        : compare(column.order(a), column.order(b)),
    );
    const heading = (title: string, key: string): HTMLElement =>
      h(
        'div',
        {
          role: 'columnheader',
          class: key === 'name' ? 'name' : 'number',
          'aria-sort': key !== id ? 'none' : isAscending || key === 'name' ? 'ascending' : 'descending',
        },
        button(say(title), () => this.onSort(key === id && !isAscending && key !== 'name' ? `-${key}` : key), {
          class: 'link',
        }),
      );
    fill(this.head, [columns.map(({id: key, title}) => heading(title, key)), heading(sayLater('function'), 'name')]);
    this.element.setAttribute('aria-rowcount', String(rows.length + 1));
    const colors = palette(theme).map(hexColor);
    this.rows.show(
      {length: this.shown.length, row: (index) => rowElement(this.shown[index], columns, colors)},
      this.shown.findIndex(({name}) => name === chosen),
    );
  }

  focus(): void {
    this.rows.element.focus();
  }
}

function rowElement<Row extends NamedRow>(
  row: Row,
  columns: readonly GridColumn<Row>[],
  colors: readonly string[],
): HTMLElement {
  const cells = columns.map(({share, text}) => {
    const bar = h('span', {class: 'bar', 'aria-hidden': 'true'});
    if (share !== undefined) bar.style.width = `${Math.min(100, Math.max(0, share(row) * 100))}%`;
    return h('div', {role: 'gridcell', class: 'number'}, share !== undefined && bar, h('span', {}, text(row)));
  });
  const swatch = h('span', {class: 'swatch', 'aria-hidden': 'true'});
  swatch.style.background = colors[paletteRow(row.name)];
  const name = h(
    'div',
    {role: 'gridcell', class: 'name', title: `${safeText(row.name)}\n${safeText(row.place)}`},
    swatch,
    h('span', {}, shownName(row.name)),
    h('span', {class: 'package', 'aria-hidden': 'true'}, safeText(packageOf(row.name))),
  );
  return h('div', {class: 'grid-row', role: 'row'}, cells, name);
}

/** Share of the total as text and bar. */
export function shareColumn<Row extends NamedRow>(
  id: string,
  title: string,
  amount: (row: Row) => number,
  whole: number,
): GridColumn<Row> {
  return {
    id,
    title,
    text: (row) => percent(amount(row), whole),
    order: (row) => Math.abs(amount(row)),
    share: (row) => (whole === 0 ? 0 : Math.abs(amount(row) / whole)),
  };
}
