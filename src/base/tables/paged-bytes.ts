/**
 * Byte strings kept one after the other in pages of their own, so that growing never copies existing bytes.
 *
 * A growing array needs old and new copy at once, which doubles the peak just when an input is at its limit. A string
 * never crosses a page; a long one gets a page that fits it.
 */
import {Int32Column} from '../columns.ts';

const PAGE_BYTES = 1 << 20;

export class PagedBytes {
  /** Bytes of all strings. */
  byteLength = 0;
  private readonly pages: Uint8Array[] = [];
  /** Bytes used of the last page. */
  private used = 0;
  private readonly pageOf = new Int32Column();
  private readonly start = new Int32Column();
  private readonly size = new Int32Column();

  /** Number of strings. */
  get length(): number {
    return this.pageOf.length;
  }

  /** Copies bytes [start, end) of `source` in as the next string. */
  push(source: Uint8Array, start: number, end: number): void {
    const size = end - start;
    const last = this.pages.length - 1;
    if (last < 0 || this.used + size > this.pages[last].length) this.addPage(size);
    const page = this.pages[this.pages.length - 1];
    const at = this.used;
    // A short copy is faster by hand than by making a view for `set`.
    if (size < 64) for (let i = 0; i < size; i++) page[at + i] = source[start + i];
    else page.set(source.subarray(start, end), at);
    this.pageOf.push(this.pages.length - 1);
    this.start.push(at);
    this.size.push(size);
    this.used += size;
    this.byteLength += size;
  }

  /** The page that holds a string; its bytes are [startOf, endOf). */
  pageFor(row: number): Uint8Array {
    return this.pages[this.pageOf.values[row]];
  }

  startOf(row: number): number {
    return this.start.values[row];
  }

  endOf(row: number): number {
    return this.start.values[row] + this.size.values[row];
  }

  /** Small tables begin with a small page; each next one doubles up to the full size. */
  private addPage(needed: number): void {
    const usual = Math.min(PAGE_BYTES, 4096 << Math.min(8, this.pages.length));
    this.pages.push(new Uint8Array(Math.max(usual, needed)));
    this.used = 0;
  }
}
