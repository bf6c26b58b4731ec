/**
 * The binary CPU profile of gperftools, of Go before 1.9 and of the JVM agent: machine words of 32 or 64 bits in
 * either byte order, then the memory map (or Java's symbol list) as text.
 *
 * Only the end shows whether the second frame of all stacks is just the signal handler's, so the addresses
 * are held until then.
 */
import {failure} from '../../base/errors.ts';
import {int64ToBigInt} from '../../base/int64.ts';
import {LineSplitter} from '../../base/line-splitter.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from '../format.ts';
import {AddressProfile} from './addresses/address-profile.ts';
import {JavaSymbols} from './addresses/java-symbols.ts';
import {RawStacks} from './lines/raw-stacks.ts';
import {type CpuHeader, HEADER_WORDS, parseCpuHeader, WordReader} from './lines/words.ts';

export const cpuBinaryFormat: Format = {
  id: 'cpu-binary',
  title: 'CPU profile (binary, gperftools)',
  sniff: (head) => parseCpuHeader(head) !== undefined,
  open: (options) => new CpuBinaryReader(options),
};

/** No profiler records deeper stacks; a larger number is damage. */
const MAX_DEPTH = 2 ** 20;
const WHOLE_HEADER_BYTES = HEADER_WORDS * 8;

type Part = 'header' | 'samples' | 'text';

class CpuBinaryReader implements FormatReader {
  private readonly profile: AddressProfile;
  private readonly words = new WordReader();
  private readonly stacks = new RawStacks();
  private readonly javaSymbols: JavaSymbols;
  /** The text at the end can only be used once all stacks are known to the profile. */
  private readonly textLines: string[] = [];
  private readonly lines: LineSplitter;
  private header: CpuHeader | undefined;
  private part: Part = 'header';

  constructor(options: ReadOptions) {
    const builder = new ProfileBuilder('cpu-binary', options.name);
    builder.addSampleType('samples', 'count');
    builder.addSampleType('cpu', 'nanoseconds');
    builder.head.periodType = {type: 'cpu', unit: 'nanoseconds'};
    this.profile = new AddressProfile(builder);
    this.javaSymbols = new JavaSymbols(this.profile);
    this.lines = new LineSplitter((bytes, start, end) => this.textLines.push(decodeUtf8(bytes, start, end)));
  }

  write(chunk: Uint8Array): void {
    if (this.part === 'text') {
      this.lines.write(chunk);
      return;
    }
    this.words.append(chunk);
    if (this.part === 'header' && this.words.rest().length >= WHOLE_HEADER_BYTES) this.readHeader();
    if (this.part === 'samples') this.readSamples();
  }

  end(): Profile {
    if (this.part === 'header') this.readHeader();
    if (this.part === 'samples') this.readSamples();
    if (this.part === 'samples' && this.words.rest().length > 0) {
      throw failure('TRUNCATED_PROFILE', 'the profile ends in the middle of a sample', {byteOffset: this.words.offset});
    }
    this.lines.end();
    this.addSamples();
    const isJava = this.header?.isJava === true;
    for (const line of this.textLines) {
      if (isJava) this.javaSymbols.readLine(line);
      else this.profile.memoryMap.readLine(line);
    }
    return this.profile.finish(isJava);
  }

  private readHeader(): void {
    const header = parseCpuHeader(this.words.rest());
    if (header === undefined) throw failure('MALFORMED_PROFILE', 'the header is cut', {byteOffset: 0});
    this.header = header;
    this.words.layout = header;
    for (let i = 0; i < HEADER_WORDS; i++) this.words.next();
    this.profile.builder.head.period = header.periodMicros * 1000n;
    this.part = 'samples';
  }

  /** Reads whole samples: count, depth, addresses leaf first; (0, 1, 0) ends them. */
  private readSamples(): void {
    const {stacks, words} = this;
    while (words.available >= 2) {
      words.next();
      const [countLow, countHigh] = [words.low, words.high];
      words.next();
      const depth = words.low >>> 0;
      if (words.high !== 0 || depth > MAX_DEPTH) {
        const message = `a stack of ${int64ToBigInt(words.low, words.high)} frames`;
        throw failure('MALFORMED_PROFILE', message, {byteOffset: words.offset});
      }
      if (words.available < depth) {
        words.unread(2);
        return;
      }
      stacks.begin(countLow, countHigh);
      for (let i = 0; i < depth; i++) {
        words.next();
        stacks.low.push(words.low);
        stacks.high.push(words.high);
      }
      const isEnd = countLow === 0 && countHigh === 0 && depth === 1 && words.low === 0 && words.high === 0;
      if (isEnd) {
        stacks.dropLast();
        this.part = 'text';
        this.lines.write(words.rest());
        return;
      }
    }
  }

  private addSamples(): void {
    const {profile, stacks} = this;
    const isJava = this.header?.isJava === true;
    const skip = isJava ? new Uint8Array(stacks.length) : stacks.signalFrames();
    const {period} = profile.builder.head;
    for (let sample = 0; sample < stacks.length; sample++) {
      const start = stacks.startOf(sample);
      profile.begin();
      for (let i = start; i < stacks.endOf(sample); i++) {
        const [low, high] = [stacks.low.values[i], stacks.high.values[i]];
        if (isJava || i === start) profile.pushAddress(low, high);
        else if (i > start + skip[sample]) profile.pushReturnAddress(low, high);
      }
      if (!isJava) profile.dropRepeatedLeaf();
      const count = int64ToBigInt(stacks.countLow.values[sample], stacks.countHigh.values[sample]);
      profile.addSample(profile.internStack(), 0, [count, count * period]);
    }
  }
}
