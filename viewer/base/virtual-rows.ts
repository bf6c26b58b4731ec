/**
 * A table body that renders only visible rows, at a fixed row height; a hundred thousand functions cost nothing.
 */
import {fill, h} from './dom.ts';
import {onPrint} from './printing.ts';

export const ROW_PIXELS = 28;
const SPARE_ROWS = 8;

export interface RowSource {
  readonly length: number;
  /** The cells' row, with role row; `index` counts from 0. */
  row(index: number): HTMLElement;
}

/** The scrolling part of a grid; keys move the chosen row. */
export class VirtualRows {
  readonly element: HTMLElement;
  private readonly body: HTMLElement;
  private source: RowSource = {length: 0, row: () => h('div')};
  private chosen = -1;
  /** All rows, in sight or not: for paper. */
  private isWhole = false;
  private readonly onChoose: (index: number) => void;

  constructor(label: string, onChoose: (index: number) => void) {
    this.onChoose = onChoose;
    this.body = h('div', {class: 'rows', role: 'presentation'});
    this.element = h('div', {class: 'rows-scroller', tabindex: 0, role: 'rowgroup', 'aria-label': label}, this.body);
    this.element.addEventListener('scroll', () => this.draw());
    this.element.addEventListener('keydown', (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.element);
    onPrint((isPrinting) => {
      this.isWhole = isPrinting;
      this.draw();
    });
  }

  show(source: RowSource, chosen: number): void {
    this.source = source;
    this.chosen = chosen;
    this.body.style.height = `${source.length * ROW_PIXELS}px`;
    this.reveal();
    this.draw();
  }

  private draw(): void {
    const first = this.isWhole ? 0 : Math.max(0, Math.floor(this.element.scrollTop / ROW_PIXELS) - SPARE_ROWS);
    const count = Math.ceil(this.element.clientHeight / ROW_PIXELS) + 2 * SPARE_ROWS;
    const last = this.isWhole ? this.source.length : Math.min(this.source.length, first + Math.max(count, SPARE_ROWS));
    const rows: HTMLElement[] = [];
    for (let index = first; index < last; index++) {
      const row = this.source.row(index);
      row.style.top = `${index * ROW_PIXELS}px`;
      row.setAttribute('aria-rowindex', String(index + 2));
      if (index === this.chosen) row.setAttribute('aria-selected', 'true');
      row.addEventListener('click', () => this.onChoose(index));
      rows.push(row);
    }
    fill(this.body, rows);
  }

  private key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_PIXELS) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.source.length,
      End: this.source.length,
    };
    const step = steps[event.key];
    if (step === undefined || this.source.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.chosen = Math.min(this.source.length - 1, Math.max(0, this.chosen + step));
    this.onChoose(this.chosen);
    this.reveal();
    this.draw();
  }

  /** A step scrolls by a row; what is chosen from elsewhere comes to the middle. */
  private reveal(): void {
    if (this.chosen < 0) return;
    const top = this.chosen * ROW_PIXELS;
    const {clientHeight, scrollTop} = this.element;
    const above = scrollTop - top;
    const below = top + ROW_PIXELS - scrollTop - clientHeight;
    if (Math.max(above, below) <= 0) return;
    if (Math.max(above, below) > 2 * ROW_PIXELS) this.element.scrollTop = top - (clientHeight - ROW_PIXELS) / 2;
    else this.element.scrollTop = above > 0 ? top : scrollTop + below;
  }
}
