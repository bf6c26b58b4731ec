/**
 * Lets a stream be read a second time, as long as it is short.
 *
 * Standard input and answers of servers come once; what is wrong with gzip data is found by reading it again.
 */

/** Gzip profiles beyond this are rare, and must not cost their length in memory. */
const MAX_KEPT_BYTES = 2 ** 24;
const NOTHING = new Uint8Array(0);

export class Replay {
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly isWorthKeeping: (head: Uint8Array) => boolean;
  private readonly kept: Uint8Array[] = [];
  private length = 0;
  private isDone = false;
  private pending: Promise<void> | undefined;
  /** Whether `chunks` can be asked a second time. */
  isRepeatable = true;

  /** @param isWorthKeeping  decides by the first chunk whether anybody will want to read again */
  constructor(source: AsyncIterable<Uint8Array>, isWorthKeeping: (head: Uint8Array) => boolean) {
    this.source = source[Symbol.asyncIterator]();
    this.isWorthKeeping = isWorthKeeping;
  }

  /** All chunks from the first to the last, each valid until the next is asked for. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    for (let i = 0; ; i++) {
      while (i === this.kept.length && !this.isDone) await this.pull();
      if (i === this.kept.length) return;
      yield this.kept[i];
      if (!this.isRepeatable) this.kept[i] = NOTHING;
    }
  }

  /** Lets the source go. Does not wait: it may be silent. */
  close(): void {
    if (!this.isDone) this.source.return?.().catch(() => undefined);
  }

  private pull(): Promise<void> {
    this.pending ??= this.take().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private async take(): Promise<void> {
    const {done, value} = await this.source.next();
    if (done === true) {
      this.isDone = true;
      return;
    }
    if (this.kept.length === 0) this.isRepeatable = this.isWorthKeeping(value);
    this.length += value.length;
    if (this.length > MAX_KEPT_BYTES) this.isRepeatable = false;
    this.kept.push(this.isRepeatable ? Uint8Array.from(value) : value);
  }
}
