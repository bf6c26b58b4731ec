/**
 * Thread stacks of a C++ server in text (`--- threadz`), with or without symbols; only the addresses count.
 */
import {failure} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {type Format, LineFormatReader, type ReadOptions} from '../format.ts';
import {AddressProfile} from './addresses/address-profile.ts';
import {readAddresses} from './addresses/addresses.ts';
import {isMemoryMapTitle} from './addresses/memory-map.ts';
import {firstLines, isBlankOrComment} from './lines/sniffing.ts';

export const threadzFormat: Format = {
  id: 'threadz',
  title: 'threadz profile (text)',
  sniff: (head) => {
    const line = firstLines(head, 1, isBlankOrComment)[0] ?? '';
    return TITLE.test(line) || THREAD.test(line);
  },
  open: (options) => new ThreadzReader(options),
};

const TITLE = /^--- threadz \d+ ---/;
const THREAD = /^--- Thread [0-9a-f]+ \(name: .*\/\d+\) stack: ---/i;
const NO_MORE = '---- no stack trace for';

type Part = 'title' | 'thread' | 'other' | 'memory map';

class ThreadzReader extends LineFormatReader {
  private readonly profile: AddressProfile;
  private part: Part = 'title';
  private isSameAsPrevious = false;
  private isInThread = false;
  private previousStack: number | undefined;

  constructor(options: ReadOptions) {
    super();
    const builder = new ProfileBuilder('threadz', options.name);
    builder.addSampleType('thread', 'count');
    builder.head.periodType = {type: 'thread', unit: 'count'};
    builder.head.period = 1n;
    this.profile = new AddressProfile(builder);
  }

  protected override finish(): Profile {
    this.finishThread();
    return this.profile.finish();
  }

  protected override readLine(bytes: Uint8Array, start: number, end: number, line: number): void {
    const text = decodeUtf8(bytes, start, end).trim();
    if (this.part === 'memory map') this.profile.memoryMap.readLine(text);
    else if (isMemoryMapTitle(text)) {
      this.finishThread();
      this.part = 'memory map';
    } else if (this.part !== 'other' && text.startsWith('---')) this.readTitle(text, line);
    else if (this.isInThread) this.readFrames(text, bytes, start, end);
  }

  private readTitle(text: string, line: number): void {
    this.finishThread();
    if (this.part === 'title' && TITLE.test(text)) return;
    if (text.startsWith(NO_MORE)) {
      this.part = 'other';
      return;
    }
    if (!THREAD.test(text)) {
      throw failure('MALFORMED_TEXT', 'a title that does not begin a thread', {
        line,
        byteOffset: this.lines.lineOffset,
      });
    }
    this.part = 'thread';
    this.isInThread = true;
    this.isSameAsPrevious = false;
    this.profile.begin();
  }

  private readFrames(text: string, bytes: Uint8Array, start: number, end: number): void {
    if (text.includes('same as previous thread')) this.isSameAsPrevious = true;
    const {profile} = this;
    readAddresses(bytes, start, end, (low, high) => {
      // The leaf is where the thread stands, the others are return addresses.
      if (profile.frames.length === 0) profile.pushAddress(low, high);
      else profile.pushReturnAddress(low, high);
    });
  }

  private finishThread(): void {
    if (!this.isInThread) return;
    this.isInThread = false;
    const {profile} = this;
    const isRepeated = this.isSameAsPrevious || profile.frames.length === 0;
    if (isRepeated) {
      if (this.previousStack !== undefined) profile.repeatSample(this.previousStack, 0, [1n]);
      return;
    }
    profile.dropRepeatedLeaf();
    this.previousStack = profile.internStack();
    profile.addSample(this.previousStack, 0, [1n]);
  }
}
