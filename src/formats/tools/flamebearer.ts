/**
 * Flamebearer, the JSON that Pyroscope answers and exports: rows of bars, each below the bar that called it.
 *
 * A bar is four numbers: the gap to the bar before, its total, its own value, its name. The outermost row is the sum.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from '../format.ts';
import {amountAt, damaged, JsonFile, type JsonObject, listAt, objectAt, rowAt, textAt} from './json-file.ts';
import {StackWriter} from './stack-writer.ts';

export const flamebearerFormat: Format = {
  id: 'flamebearer',
  title: 'flamebearer JSON of Pyroscope',
  sniff: (head) => /^\s*\{[^{}[\]]*"flamebearer"\s*:\s*\{/.test(new TextDecoder('latin1').decode(head)),
  open: (options) => new FlamebearerReader(options),
};

const NUMBERS = 4;
const TYPE = /\b(?:inuse|alloc)_(?:space|objects)\b|\bcpu\b|\bgoroutines?\b|\bcontentions\b|\bdelay\b/;
const UNITS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['bytes', ['space', 'bytes']],
  ['nanoseconds', ['time', 'nanoseconds']],
  ['lock_nanoseconds', ['delay', 'nanoseconds']],
  ['lock_samples', ['contentions', 'count']],
  ['goroutines', ['goroutine', 'count']],
]);

/** Where a bar lies, and the stack it ends. */
interface Bar {
  readonly start: number;
  readonly end: number;
  readonly stack: number;
}

class FlamebearerReader implements FormatReader {
  private readonly file = new JsonFile();
  private readonly writer: StackWriter;

  constructor(options: ReadOptions) {
    this.writer = new StackWriter('flamebearer', options.name);
  }

  write(chunk: Uint8Array): void {
    this.file.write(chunk);
  }

  end(): Profile {
    const file = this.file.parse();
    const metadata = objectAt(file.metadata ?? {}, 'metadata');
    if ((metadata.format ?? 'single') !== 'single') {
      const hint = 'export the two profiles and give both: pprofx diff BEFORE AFTER';
      throw failure(
        'UNRECOGNIZED_FORMAT',
        'this is a comparison of two profiles of Pyroscope',
        {field: 'metadata.format'},
        hint,
      );
    }
    const factor = this.addType(metadata);
    const {levels, names} = objectAt(file.flamebearer, 'flamebearer');
    const locations = listAt(names, 'flamebearer.names').map((name, row) =>
      this.writer.location(textAt(name, `flamebearer.names[${row}]`)),
    );
    let above: readonly Bar[] | undefined;
    for (const [row, level] of listAt(levels, 'flamebearer.levels').entries()) {
      const field = `flamebearer.levels[${row}]`;
      above = this.readLevel(listAt(level, field), above, locations, factor, field);
    }
    if (above === undefined) throw damaged('flamebearer.levels', 'the file holds no level');
    return this.writer.builder.finish();
  }

  /** @returns what makes the value of a tick */
  private addType({name, sampleRate, units}: JsonObject): number {
    const title = typeof name === 'string' ? name : '';
    const rate = typeof sampleRate === 'number' && sampleRate > 0 ? sampleRate : 0;
    const [type, unit] = UNITS.get(String(units)) ?? ['samples', 'count'];
    const named = TYPE.exec(title)?.[0];
    const isTime = units === 'samples' && (rate > 0 || title === 'cpu');
    this.writer.builder.addSampleType(named ?? (isTime ? 'cpu' : type), isTime ? 'nanoseconds' : unit);
    // Pyroscope 1 names the sample type alone and counts nanoseconds, whatever rate it writes.
    return isTime && title !== 'cpu' ? 1e9 / rate : 1;
  }

  /** Bars of a level lie within those above, from left to right, so one pass over both finds who is below whom. */
  private readLevel(
    numbers: readonly unknown[],
    above: readonly Bar[] | undefined,
    locations: readonly number[],
    factor: number,
    field: string,
  ): Bar[] {
    if (numbers.length % NUMBERS !== 0) throw damaged(field, `${numbers.length} numbers are not a multiple of four`);
    const bars: Bar[] = [];
    let end = 0;
    let caller = 0;
    for (let at = 0; at < numbers.length; at += NUMBERS) {
      const place = `${field}[${at}]`;
      const [gap, total, self] = [0, 1, 2].map((i) => amountAt(numbers[at + i], `${field}[${at + i}]`));
      const location = locations[rowAt(numbers[at + 3], locations.length, `${field}[${at + 3}]`)];
      const start = end + gap;
      end = amountAt(start + total, place);
      if (self > total) throw damaged(place, 'a bar has more of its own than in all');
      let stack: number = NONE;
      if (above !== undefined) {
        while (above[caller]?.end < end) caller++;
        if (!(above[caller]?.start <= start)) throw damaged(place, 'a bar sticks out from the bar above it');
        stack = this.writer.builder.internStack(above[caller].stack, location);
      }
      bars.push({start, end, stack});
      if (self > 0) this.writer.add(stack, 0, 0, amountAt(Math.round(self * factor), place));
    }
    return bars;
  }
}
