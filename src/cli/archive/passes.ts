/**
 * Entries of a tar archive in as few passes over it as can be: it has no directory, and what is compressed has no middle
 * to begin at.
 *
 * Who reads several entries says so first. What a pass goes by on its way to one of them is kept for those that come
 * later, packed as it is, within a bound; only what was gone by and not kept needs another pass.
 */
import {failure} from '../../base/errors.ts';
import {Budget, type Entry} from '../../incident/entry.ts';
import {readAhead} from '../system/stream-head.ts';
import {containersOf, type Wanted, walkContainer} from './walk.ts';

const MAX_KEPT_BYTES = 16 * 2 ** 20;

export class ArchivePasses {
  private readonly archive: string;
  /** How often each address will still be read. */
  private readonly expected = new Map<string, number>();
  private readonly kept = new Map<string, Buffer>();
  private keptBytes = 0;
  private pass: AsyncGenerator<Entry> | undefined;
  /** While an entry is read, the pass stands at it. */
  private isReading = false;
  /** Passes begun so far. */
  count = 0;

  constructor(archive: string) {
    this.archive = archive;
  }

  expect(addresses: readonly string[]): void {
    for (const address of addresses) this.expected.set(address, (this.expected.get(address) ?? 0) + 1);
  }

  /** Whether the next read of an address may come from here. */
  canRead(address: string): boolean {
    return !this.isReading && (this.expected.get(address) ?? 0) > 0;
  }

  /** The bytes of an entry that was expected. @throws READ_FAILED when it is not there */
  async *chunks(address: string): AsyncGenerator<Uint8Array> {
    this.isReading = true;
    try {
      const kept = this.kept.get(address);
      if (kept !== undefined) yield kept;
      else yield* this.read(address);
    } finally {
      this.isReading = false;
      await this.settle(address);
    }
  }

  private async *read(address: string): AsyncGenerator<Uint8Array> {
    const entry = (await this.find(address)) ?? (await this.find(address));
    if (entry === undefined) throw noSuchEntry(this.archive, address);
    const isNeededAgain = (this.expected.get(address) ?? 0) > 1;
    if (isNeededAgain && (await this.keep(entry))) yield this.kept.get(address) ?? new Uint8Array(0);
    else yield* entry.chunks();
  }

  /** The entry where the pass meets it; undefined where it ends first, and then the next call begins another. */
  private async find(address: string): Promise<Entry | undefined> {
    if (this.pass === undefined) this.count++;
    this.pass ??= walkContainer(this.archive, new Budget(this.archive), this.wanted());
    for (;;) {
      const {done, value} = await this.pass.next();
      if (done === true) break;
      if (value.address === address) return value;
      if (this.canKeep(value)) await this.keep(value);
    }
    this.pass = undefined;
    return undefined;
  }

  private canKeep({address, size}: Entry): boolean {
    const isExpected = (this.expected.get(address) ?? 0) > 0 && !this.kept.has(address);
    return isExpected && size !== undefined && this.keptBytes + size <= MAX_KEPT_BYTES;
  }

  private async keep(entry: Entry): Promise<boolean> {
    if (!this.canKeep(entry)) return false;
    const bytes = await readAhead(entry.chunks()[Symbol.asyncIterator](), MAX_KEPT_BYTES);
    this.kept.set(entry.address, bytes);
    this.keptBytes += bytes.length;
    return true;
  }

  private async settle(address: string): Promise<void> {
    const left = (this.expected.get(address) ?? 1) - 1;
    if (left > 0) {
      this.expected.set(address, left);
      return;
    }
    this.expected.delete(address);
    this.keptBytes -= this.kept.get(address)?.length ?? 0;
    this.kept.delete(address);
    if (this.expected.size > 0) return;
    await this.pass?.return(undefined);
    this.pass = undefined;
  }

  private wanted(): Wanted {
    const {expected} = this;
    const around = new Set([...expected.keys()].flatMap(containersOf));
    return {has: (address) => expected.has(address), isInside: (address) => around.has(address)};
  }
}

export function noSuchEntry(archive: string, address: string): Error {
  const hint = `pprofx analyze ${archive} lists what is in it`;
  return failure('READ_FAILED', 'no such entry in this archive', {input: address}, hint);
}
