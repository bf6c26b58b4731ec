/**
 * Java's heap and contention profiles in text (`--- heapz`, `--- contentionz` with `format = java`).
 *
 * Rows give bytes (or time) before the count and number symbols that follow as a list; the numbers are no addresses.
 */
import {NONE} from '../../base/columns.ts';
import {failure, type PprofxError} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {type Format, LineFormatReader, type ReadOptions} from '../format.ts';
import {AddressProfile} from './addresses/address-profile.ts';
import {readAddresses} from './addresses/addresses.ts';
import {unsample} from './addresses/heap-scale.ts';
import {JavaSymbols} from './addresses/java-symbols.ts';
import {firstLines} from './lines/sniffing.ts';

export const javaTextFormat: Format = {
  id: 'java-text',
  title: 'Java heap or contention profile (text)',
  sniff: (head) => {
    const [title = '', ...header] = firstLines(head, 10);
    const kind = TITLE.exec(title)?.[1];
    // C++ writes contention profiles of the same title, but no heap profiles.
    return kind === 'heap' || (kind === 'contention' && header.some((line) => JAVA_FORMAT.test(line)));
  },
  open: (options) => new JavaTextReader(options),
};

const TITLE = /^\s*--- (heap|contention)z 1 ---\s*$/;
const JAVA_FORMAT = /^\s*format\s*=\s*java\s*$/;
const ATTRIBUTE = /^([\w ]+)=([\w ]+)$/;
const ROW = /^(\d{1,18}) +(\d{1,18}) +@ +/;
/** The JVM agent's mean bytes between samples. */
const SAMPLING_RATE = 524_288n;

type Part = 'title' | 'attributes' | 'rows' | 'symbols';

class JavaTextReader extends LineFormatReader {
  private readonly profile: AddressProfile;
  private readonly symbols: JavaSymbols;
  private part: Part = 'title';
  private isHeap = false;

  constructor(options: ReadOptions) {
    super();
    this.profile = new AddressProfile(new ProfileBuilder('java-text', options.name));
    this.symbols = new JavaSymbols(this.profile);
  }

  protected override finish(): Profile {
    const {builder} = this.profile;
    if (builder.sampleTypes.length === 0) throw this.malformed('no resolution attribute, so no sample types');
    builder.head.periodType ??= {type: '', unit: ''};
    return this.profile.finish(true);
  }

  protected override readLine(bytes: Uint8Array, start: number, end: number, line: number): void {
    const text = decodeUtf8(bytes, start, end).trim();
    if (text === '') return;
    if (this.part === 'title') {
      this.isHeap = TITLE.exec(text)?.[1] === 'heap';
      this.part = 'attributes';
      return;
    }
    if (this.part === 'attributes' && !this.readAttribute(text, line)) this.part = 'rows';
    if (this.part === 'rows' && !this.readRow(text, bytes, start, end, line)) this.part = 'symbols';
    if (this.part === 'symbols') this.symbols.readLine(text);
  }

  private readAttribute(text: string, line: number): boolean {
    const attribute = ATTRIBUTE.exec(text);
    if (attribute === null) return false;
    const [name, value] = attribute.slice(1).map((part) => part.trim());
    const {builder} = this.profile;
    if (name === 'resolution') {
      // As in google/pprof, the last one counts.
      builder.sampleTypes.length = 0;
      builder.addSampleType(this.isHeap ? 'inuse_objects' : 'contentions', 'count');
      builder.addSampleType(this.isHeap ? 'inuse_space' : 'delay', value);
    } else if (name === 'sampling period' && !this.isHeap) {
      builder.head.periodType = {type: 'contentions', unit: 'count'};
      builder.head.period = this.number(value, line);
    } else if (name === 'ms since reset' && !this.isHeap) {
      builder.head.durationNanos = this.number(value, line) * 1_000_000n;
    } else if (name !== 'format' || value !== 'java') {
      throw this.malformed(`an unknown attribute "${name} = ${value}"`, line);
    }
    return true;
  }

  private readRow(text: string, bytes: Uint8Array, start: number, end: number, line: number): boolean {
    const row = ROW.exec(text.slice(0, 200));
    if (row === null) return false;
    const amount = BigInt(row[1]);
    const count = BigInt(row[2]);
    const {profile} = this;
    profile.begin();
    readAddresses(bytes, start, end, (low, high) => profile.pushAddress(low, high));
    const stack = profile.internStack();
    if (!this.isHeap) {
      const factor = profile.builder.head.period === 0n ? 1n : profile.builder.head.period;
      profile.addSample(stack, 0, [count * factor, amount * factor]);
      return true;
    }
    if (count === 0n) throw this.malformed(`${amount} bytes in no objects`, line);
    const labels = [{key: profile.builder.strings.intern('bytes'), text: NONE, number: amount / count, unit: 0}];
    profile.addSample(stack, profile.builder.internLabelSet(labels), unsample(count, amount, SAMPLING_RATE));
    return true;
  }

  private number(text: string, line: number): bigint {
    if (!/^\d{1,18}$/.test(text)) throw this.malformed(`"${text}" is not a number`, line);
    return BigInt(text);
  }

  private malformed(message: string, line?: number): PprofxError {
    const byteOffset = this.lines.lineOffset;
    return failure('MALFORMED_TEXT', message, line === undefined ? {byteOffset} : {line, byteOffset});
  }
}
