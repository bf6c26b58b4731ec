/**
 * Heap profiles of jemalloc (`heap_v2/RATE`): a stack of addresses a record, and below it what lives of it, in all and by
 * thread. Sampled as the heaps of tcmalloc are, and scaled up likewise.
 */
import {failure} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {type Format, LineFormatReader, type ReadOptions} from '../format.ts';
import {SkippedCounter} from '../skipped.ts';
import {AddressProfile} from './addresses/address-profile.ts';
import {readAddresses} from './addresses/addresses.ts';
import {unsample} from './addresses/heap-scale.ts';
import {isMemoryMapTitle} from './addresses/memory-map.ts';

export const jemallocFormat: Format = {
  id: 'jemalloc',
  title: 'heap profile of jemalloc',
  sniff: (head) => HEADER.test(new TextDecoder('latin1').decode(head.subarray(0, 64))),
  open: (options) => new JemallocReader(options),
};

const HEADER = /^heap_v2\/(\d{1,18})\s*\n/;
/** Objects and bytes that live, and in brackets all that ever did; `t*` is the sum over threads. */
const COUNTS = /^\s*t(\*|\d+): (\d{1,18}): (\d{1,18}) \[(\d{1,18}): (\d{1,18})\]\s*$/;
const AT = 0x40;

type Part = 'header' | 'totals' | 'records' | 'memory map';

class JemallocReader extends LineFormatReader {
  private readonly profile: AddressProfile;
  private readonly skipped = new SkippedCounter();
  private part: Part = 'header';
  private rate = 0n;
  private hasAllocations = false;
  /** The stack of the record in hand. */
  private stack: number | undefined;

  constructor(options: ReadOptions) {
    super();
    this.profile = new AddressProfile(new ProfileBuilder('jemalloc', options.name));
  }

  protected override finish(): Profile {
    if (this.part === 'header' || this.part === 'totals') {
      throw failure('MALFORMED_TEXT', 'the heap profile of jemalloc ends before its first record', {line: 1});
    }
    this.profile.builder.head.skippedLines = this.skipped.finish();
    return this.profile.finish();
  }

  protected override readLine(bytes: Uint8Array, start: number, end: number, line: number): void {
    const text = decodeUtf8(bytes, start, end);
    if (this.part === 'header') this.readRate(text);
    else if (this.part === 'memory map') this.profile.memoryMap.readLine(text);
    else if (bytes[start] === AT) this.openRecord(bytes, start, end);
    else if (isMemoryMapTitle(text)) this.part = 'memory map';
    else if (text.trim() !== '') this.readCounts(text, line);
  }

  private readRate(text: string): void {
    this.rate = BigInt(HEADER.exec(`${text}\n`)?.[1] ?? '0');
    this.part = 'totals';
  }

  private openRecord(bytes: Uint8Array, start: number, end: number): void {
    if (this.part === 'totals') this.startRecords();
    const {profile} = this;
    profile.begin();
    readAddresses(bytes, start, end, (low, high) => profile.pushReturnAddress(low, high));
    this.stack = profile.internStack();
  }

  private startRecords(): void {
    const {builder} = this.profile;
    if (this.hasAllocations) {
      builder.addSampleType('alloc_objects', 'count');
      builder.addSampleType('alloc_space', 'bytes');
    }
    builder.addSampleType('inuse_objects', 'count');
    builder.addSampleType('inuse_space', 'bytes');
    builder.head.periodType = {type: 'space', unit: 'bytes'};
    builder.head.period = this.rate;
    builder.head.kind = 'heap';
    this.part = 'records';
  }

  /** The sums before the first record show whether jemalloc kept all that was ever allocated. */
  private readCounts(text: string, line: number): void {
    const counts = COUNTS.exec(text);
    if (counts === null) {
      this.skipped.add(line);
      return;
    }
    const [, thread, ...numbers] = counts;
    const [liveObjects, liveBytes, allObjects, allBytes] = numbers.map(BigInt);
    // What threads have is part of the sum.
    if (thread !== '*') return;
    if (this.part === 'totals') this.hasAllocations = allObjects !== 0n;
    else if (this.stack !== undefined) {
      const live = unsample(liveObjects, liveBytes, this.rate);
      const all = this.hasAllocations ? unsample(allObjects, allBytes, this.rate) : [];
      this.profile.addSample(this.stack, 0, [...all, ...live]);
      this.stack = undefined;
    }
  }
}
