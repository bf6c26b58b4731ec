/**
 * speedscope's JSON, of any exporter: sampled and evented profiles over shared frames.
 *
 * A file of ours holds one profile for each sample type, which become the types again. In files of others they are
 * threads or processes: profiles of one unit are one sample type, each with its name as a label.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from '../format.ts';
import {amountAt, damaged, JsonFile, type JsonObject, listAt, objectAt, rowAt, textAt} from './json-file.ts';
import {StackWriter} from './stack-writer.ts';

export const speedscopeFormat: Format = {
  id: 'speedscope',
  title: 'speedscope JSON',
  sniff: (head) => {
    const text = new TextDecoder('latin1').decode(head);
    return /^\s*\{/.test(text) && text.includes('speedscope.app/file-format-schema.json"');
  },
  open: (options) => new SpeedscopeReader(options),
};

interface Unit {
  /** Name of the sample type where the file has none. */
  readonly type: string;
  readonly unit: string;
  readonly factor: number;
}

const time = (factor: number): Unit => ({type: 'time', unit: 'nanoseconds', factor});
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['none', {type: 'samples', unit: 'count', factor: 1}],
  ['bytes', {type: 'space', unit: 'bytes', factor: 1}],
  ['nanoseconds', time(1)],
  ['microseconds', time(1e3)],
  ['milliseconds', time(1e6)],
  ['seconds', time(1e9)],
]);

/** One profile of the file, as far as it is understood. */
interface Track {
  readonly source: JsonObject;
  readonly field: string;
  readonly type: number;
  readonly factor: number;
  readonly labelSet: number;
}

/** A frame that was opened, with the stack it ends. */
interface OpenFrame {
  readonly frame: unknown;
  readonly stack: number;
}

/** Every sample has a value of each type: a profile has a few. */
const MOST_TYPES = 256;

class SpeedscopeReader implements FormatReader {
  private readonly file = new JsonFile();
  private readonly writer: StackWriter;
  private locations: readonly number[] = [];

  constructor(options: ReadOptions) {
    this.writer = new StackWriter('speedscope', options.name);
  }

  write(chunk: Uint8Array): void {
    this.file.write(chunk);
  }

  end(): Profile {
    const file = this.file.parse();
    const frames = listAt(objectAt(file.shared, 'shared').frames, 'shared.frames');
    this.locations = frames.map((frame, row) => this.location(frame, `shared.frames[${row}]`));
    for (const track of this.tracks(file)) {
      if (track.source.type === 'sampled') this.readSamples(track);
      else if (track.source.type === 'evented') this.readEvents(track);
      else throw damaged(`${track.field}.type`, 'neither a sampled nor an evented profile');
    }
    return this.writer.builder.finish();
  }

  private location(value: unknown, field: string): number {
    const {file, line, name} = objectAt(value, field);
    const lineNumber = Number.isSafeInteger(line) && (line as number) > 0 ? (line as number) : 0;
    return this.writer.location(textAt(name, `${field}.name`), typeof file === 'string' ? file : '', lineNumber);
  }

  private tracks(file: JsonObject): Track[] {
    const {builder} = this.writer;
    const sources = listAt(file.profiles, 'profiles');
    const isOurs = file.exporter === 'pprofx';
    const rows = new Map<string, number>();
    const tracks = sources.map((value, row) => {
      const field = `profiles[${row}]`;
      const source = objectAt(value, field);
      const name = textAt(source.name ?? '', `${field}.name`);
      const unit = UNITS.get(textAt(source.unit, `${field}.unit`));
      if (unit === undefined) throw damaged(`${field}.unit`, 'a unit that speedscope does not have');
      const key = isOurs ? `${row}` : unit.type;
      const type = rows.get(key) ?? rows.size;
      if (type === rows.size) builder.addSampleType(isOurs ? name : unit.type, unit.unit);
      rows.set(key, type);
      const labelSet = isOurs || sources.length === 1 ? 0 : this.writer.label('profile', name);
      return {source, field, type, factor: unit.factor, labelSet};
    });
    if (tracks.length === 0) throw damaged('profiles', 'the file holds no profile');
    if (rows.size > MOST_TYPES) throw damaged('profiles', `more than ${MOST_TYPES} sample types`);
    const active = tracks[Number(file.activeProfileIndex ?? 0)];
    if (active !== undefined) builder.head.defaultSampleTypeName = builder.sampleTypes[active.type].type;
    return tracks;
  }

  /** Stacks root first, and a weight for each. */
  private readSamples({factor, field, labelSet, source, type}: Track): void {
    const samples = listAt(source.samples, `${field}.samples`);
    const weights = listAt(source.weights, `${field}.weights`);
    if (samples.length !== weights.length) {
      throw damaged(`${field}.weights`, `${weights.length} weights for ${samples.length} samples`);
    }
    const {builder} = this.writer;
    for (let row = 0; row < samples.length; row++) {
      const place = `${field}.samples[${row}]`;
      let stack: number = NONE;
      for (const frame of listAt(samples[row], place)) stack = builder.internStack(stack, this.frame(frame, place));
      const weight = amountAt(weights[row], `${field}.weights[${row}]`);
      this.add(stack, labelSet, type, weight * factor, `${field}.weights[${row}]`);
    }
  }

  /** Frames open and close; the time between two events belongs to what is open. */
  private readEvents({factor, field, labelSet, source, type}: Track): void {
    const open: OpenFrame[] = [];
    let last = 0;
    for (const [row, value] of listAt(source.events, `${field}.events`).entries()) {
      const place = `${field}.events[${row}]`;
      const event = objectAt(value, place);
      const at = amountAt(event.at, `${place}.at`);
      if (at < last) throw damaged(`${place}.at`, 'the event is earlier than the one before it');
      const inside = open.at(-1);
      if (inside !== undefined) this.add(inside.stack, labelSet, type, (at - last) * factor, place);
      last = at;
      if (event.type === 'O') {
        const location = this.frame(event.frame, place);
        open.push({frame: event.frame, stack: this.writer.builder.internStack(inside?.stack ?? NONE, location)});
      } else if (event.type !== 'C' || inside?.frame !== event.frame) {
        throw damaged(place, 'it closes a frame that is not the innermost');
      } else open.pop();
    }
    if (open.length > 0) throw damaged(`${field}.events`, `frames stay open, ${open.length} of them`);
  }

  private frame(value: unknown, field: string): number {
    return this.locations[rowAt(value, this.locations.length, field)];
  }

  private add(stack: number, labelSet: number, type: number, value: number, field: string): void {
    this.writer.add(stack, labelSet, type, amountAt(Math.round(value), field));
  }
}
