/**
 * A profile as OpenTelemetry profiles (OTLP profiles/v1development, protobuf, not compressed): one OTLP profile a sample
 * type, what pprof alone has as attributes. src/formats/otlp reads it back as it was.
 */
import {NONE} from '../../base/columns.ts';
import {encodeUtf8} from '../../base/utf8.ts';
import type {Profile, ValueType} from '../../model/profile.ts';
import {int64Parts} from './pprof.ts';
import {PprofWriter} from './pprof-writer.ts';

export function encodeOtlp(profile: Profile): Uint8Array {
  return new OtlpEncoder(profile).encode();
}

const STRING_VALUE = 1;
const BOOL_VALUE = 2;
const INT_VALUE = 3;
const ARRAY_VALUE = 5;

class OtlpEncoder {
  private readonly profile: Profile;
  private readonly indexOfText = new Map<string, number>([['', 0]]);
  private readonly indexOfAttribute = new Map<string, number>();
  private readonly strings = new PprofWriter().text(5, new Uint8Array(0));
  private readonly attributes = new PprofWriter().message(6, new PprofWriter());
  private readonly indexOfStack = new Map<number, number>();
  private readonly indexesOfLabelSet = new Map<number, readonly number[]>();

  constructor(profile: Profile) {
    this.profile = profile;
  }

  encode(): Uint8Array {
    const {profile} = this;
    const scope = new PprofWriter().message(1, this.scope());
    for (let type = 0; type < profile.sampleTypes.length; type++) scope.message(2, this.profileOf(type));
    const dictionary = new PprofWriter();
    this.mappings(dictionary);
    this.locations(dictionary);
    this.functions(dictionary);
    dictionary.message(4, new PprofWriter());
    this.stacks(dictionary);
    dictionary.append(this.strings).append(this.attributes);
    const resource = new PprofWriter().message(1, new PprofWriter()).message(2, scope);
    return new PprofWriter().message(1, resource).message(2, dictionary).finish();
  }

  private scope(): PprofWriter {
    const name = this.profile.defaultSampleTypeName;
    if (name === '') return new PprofWriter();
    const value = new PprofWriter().text(STRING_VALUE, encodeUtf8(name));
    const attribute = new PprofWriter().text(1, encodeUtf8('pprof.scope.default_sample_type')).message(2, value);
    return new PprofWriter().message(3, attribute);
  }

  private profileOf(type: number): PprofWriter {
    const {profile} = this;
    const message = new PprofWriter().message(1, this.valueType(profile.sampleTypes[type]));
    const {labels, residues, stack, values} = profile.samples;
    for (let row = 0; row < profile.samples.length; row++) {
      const residue = residues[type]?.[row] ?? 0;
      const value = values[type][row];
      // A sum beyond int64 is several values, which the reader adds up.
      const parts = int64Parts([residue === 0 ? value : BigInt(value) + BigInt(residue)]).map(([part]) => part);
      const sample = new PprofWriter().integer(1, this.stackIndex(stack[row])).packed(2, this.labels(labels[row]));
      message.message(2, sample.packed(4, parts));
    }
    message.fixed64(3, profile.timeNanos).integer(4, profile.durationNanos);
    if (profile.periodType !== undefined) message.message(5, this.valueType(profile.periodType));
    return message.integer(6, profile.period).packed(11, this.headAttributes());
  }

  private headAttributes(): number[] {
    const {comments, docUrl, dropFrames, keepFrames} = this.profile;
    const texts = {doc_url: docUrl, drop_frames: dropFrames, keep_frames: keepFrames};
    const indexes = Object.entries(texts)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => this.textAttribute(`pprof.profile.${name}`, text));
    if (comments.length === 0) return indexes;
    const list = new PprofWriter();
    for (const comment of comments) list.message(1, new PprofWriter().text(STRING_VALUE, encodeUtf8(comment)));
    const value = new PprofWriter().message(ARRAY_VALUE, list);
    return [...indexes, this.attribute('pprof.profile.comment', JSON.stringify(comments), value)];
  }

  private labels(labelSet: number): readonly number[] {
    const known = this.indexesOfLabelSet.get(labelSet);
    if (known !== undefined) return known;
    const {labelSets, strings} = this.profile;
    const indexes: number[] = [];
    for (let row = labelSets.start[labelSet]; row < labelSets.start[labelSet + 1]; row++) {
      const key = strings.at(labelSets.key[row]);
      if (labelSets.text[row] !== NONE) indexes.push(this.textAttribute(key, strings.at(labelSets.text[row])));
      else {
        const number = labelSets.number[row];
        const value = new PprofWriter().always(INT_VALUE, number);
        indexes.push(this.attribute(key, `${number}`, value, strings.at(labelSets.unit[row])));
      }
    }
    this.indexesOfLabelSet.set(labelSet, indexes);
    return indexes;
  }

  private mappings(dictionary: PprofWriter): void {
    dictionary.message(1, new PprofWriter());
    for (const mapping of this.profile.mappings) {
      const flags = {
        functions: mapping.hasFunctions,
        filenames: mapping.hasFilenames,
        line_numbers: mapping.hasLineNumbers,
        inline_frames: mapping.hasInlineFrames,
      };
      const attributes = Object.entries(flags)
        .filter(([, isSet]) => isSet)
        .map(([name]) => this.flagAttribute(`pprof.mapping.has_${name}`));
      if (mapping.buildId !== '') {
        attributes.push(this.textAttribute('process.executable.build_id.gnu', mapping.buildId));
      }
      const message = new PprofWriter().integer(1, mapping.start).integer(2, mapping.limit).integer(3, mapping.offset);
      dictionary.message(1, message.integer(4, this.text(mapping.file)).packed(5, attributes));
    }
  }

  private locations(dictionary: PprofWriter): void {
    const {locations} = this.profile;
    dictionary.message(2, new PprofWriter());
    for (let row = 0; row < locations.length; row++) {
      const message = new PprofWriter().integer(1, locations.mapping[row] + 1).integer(2, locations.address[row]);
      for (let line = locations.lineStart[row]; line < locations.lineStart[row + 1]; line++) {
        const inner = new PprofWriter().integer(1, locations.lineFunction[line] + 1);
        message.message(3, inner.integer(2, locations.lineNumber[line]).integer(3, locations.lineColumn[line]));
      }
      if (locations.isFolded[row] !== 0) message.packed(4, [this.flagAttribute('pprof.location.is_folded')]);
      dictionary.message(2, message);
    }
  }

  private functions(dictionary: PprofWriter): void {
    const {functions, strings} = this.profile;
    dictionary.message(3, new PprofWriter());
    for (let row = 0; row < functions.length; row++) {
      const [name, systemName, file] = [functions.name, functions.systemName, functions.filename].map((column) =>
        this.text(strings.at(column[row])),
      );
      const message = new PprofWriter().integer(1, name).integer(2, systemName).integer(3, file);
      dictionary.message(3, message.integer(4, functions.startLine[row]));
    }
  }

  private stacks(dictionary: PprofWriter): void {
    const {stacks} = this.profile;
    dictionary.message(7, new PprofWriter());
    for (const row of this.indexOfStack.keys()) {
      const indexes: number[] = [];
      for (let at = row; at !== NONE; at = stacks.parent[at]) indexes.push(stacks.location[at] + 1);
      dictionary.message(7, new PprofWriter().packed(1, indexes));
    }
  }

  /** Stacks are numbered in the order of the samples. */
  private stackIndex(row: number): number {
    if (row === NONE) return 0;
    const known = this.indexOfStack.get(row);
    if (known !== undefined) return known;
    const index = this.indexOfStack.size + 1;
    this.indexOfStack.set(row, index);
    return index;
  }

  private valueType({type, unit}: ValueType): PprofWriter {
    return new PprofWriter().integer(1, this.text(type)).integer(2, this.text(unit));
  }

  private textAttribute(key: string, text: string): number {
    return this.attribute(key, JSON.stringify(text), new PprofWriter().text(STRING_VALUE, encodeUtf8(text)));
  }

  private flagAttribute(key: string): number {
    return this.attribute(key, 'true', new PprofWriter().flag(BOOL_VALUE, true));
  }

  /** @param identity  the value in a form that no other value has */
  private attribute(key: string, identity: string, value: PprofWriter, unit = ''): number {
    const name = JSON.stringify([key, identity, unit]);
    const known = this.indexOfAttribute.get(name);
    if (known !== undefined) return known;
    const index = this.indexOfAttribute.size + 1;
    this.indexOfAttribute.set(name, index);
    const message = new PprofWriter().integer(1, this.text(key)).message(2, value).integer(3, this.text(unit));
    this.attributes.message(6, message);
    return index;
  }

  private text(text: string): number {
    const known = this.indexOfText.get(text);
    if (known !== undefined) return known;
    const index = this.indexOfText.size;
    this.indexOfText.set(text, index);
    this.strings.text(5, encodeUtf8(text));
    return index;
  }
}
