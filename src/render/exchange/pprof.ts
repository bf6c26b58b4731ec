/**
 * A profile in the pprof format (protobuf, not compressed): what `go tool pprof` and every other tool reads.
 *
 * Rows become ids 1…n in the order of the tables; strings are numbered on first use. Values are exact.
 */
import {NONE} from '../../base/columns.ts';
import {encodeUtf8} from '../../base/utf8.ts';
import {FUNCTION, LABEL, LINE, LOCATION, MAPPING, PROFILE, SAMPLE, VALUE_TYPE} from '../../formats/pprof/fields.ts';
import type {Profile, ValueType} from '../../model/profile.ts';
import {PprofWriter} from './pprof-writer.ts';

export function encodePprof(profile: Profile): Uint8Array {
  return new ProfileEncoder(profile).encode();
}

class ProfileEncoder {
  private readonly profile: Profile;
  private readonly out = new PprofWriter();
  private readonly indexOfRow = new Map<number, number>();
  private readonly indexOfText = new Map<string, number>([['', 0]]);
  private readonly table: Uint8Array[] = [new Uint8Array(0)];

  constructor(profile: Profile) {
    this.profile = profile;
  }

  encode(): Uint8Array {
    const {out, profile} = this;
    for (const type of profile.sampleTypes) out.message(PROFILE.sample_type, this.valueType(type));
    for (let row = 0; row < profile.samples.length; row++) this.sample(row);
    this.mappings();
    for (let row = 0; row < profile.locations.length; row++) out.message(PROFILE.location, this.location(row));
    for (let row = 0; row < profile.functions.length; row++) out.message(PROFILE.function, this.fn(row));
    this.head();
    for (const bytes of this.table) out.text(PROFILE.string_table, bytes);
    return out.finish();
  }

  /** One record, or as many as it takes where a sum of the row is beyond what one can hold. */
  private sample(row: number): void {
    const {samples, stacks} = this.profile;
    const ids: number[] = [];
    for (let stack = samples.stack[row]; stack !== NONE; stack = stacks.parent[stack]) {
      ids.push(stacks.location[stack] + 1);
    }
    const values = samples.values.map((column, type) => {
      const residue = samples.residues[type]?.[row] ?? 0;
      return residue === 0 ? column[row] : BigInt(column[row]) + BigInt(residue);
    });
    for (const part of int64Parts(values)) {
      const message = new PprofWriter().packed(SAMPLE.location_id, ids).packed(SAMPLE.value, part);
      this.labels(message, samples.labels[row]);
      this.out.message(PROFILE.sample, message);
    }
  }

  private labels(message: PprofWriter, labelSet: number): void {
    const {labelSets} = this.profile;
    for (let row = labelSets.start[labelSet]; row < labelSets.start[labelSet + 1]; row++) {
      const label = new PprofWriter().integer(LABEL.key, this.row(labelSets.key[row]));
      if (labelSets.text[row] === NONE) {
        label.integer(LABEL.num, labelSets.number[row]).integer(LABEL.num_unit, this.row(labelSets.unit[row]));
      } else label.integer(LABEL.str, this.row(labelSets.text[row]));
      message.message(SAMPLE.label, label);
    }
  }

  private mappings(): void {
    this.profile.mappings.forEach((mapping, row) => {
      this.out.message(
        PROFILE.mapping,
        new PprofWriter()
          .integer(MAPPING.id, row + 1)
          .integer(MAPPING.memory_start, mapping.start)
          .integer(MAPPING.memory_limit, mapping.limit)
          .integer(MAPPING.file_offset, mapping.offset)
          .integer(MAPPING.filename, this.text(mapping.file))
          .integer(MAPPING.build_id, this.text(mapping.buildId))
          .flag(MAPPING.has_functions, mapping.hasFunctions)
          .flag(MAPPING.has_filenames, mapping.hasFilenames)
          .flag(MAPPING.has_line_numbers, mapping.hasLineNumbers)
          .flag(MAPPING.has_inline_frames, mapping.hasInlineFrames),
      );
    });
  }

  private location(row: number): PprofWriter {
    const {locations} = this.profile;
    const message = new PprofWriter()
      .integer(LOCATION.id, row + 1)
      .integer(LOCATION.mapping_id, locations.mapping[row] + 1)
      .integer(LOCATION.address, locations.address[row]);
    for (let line = locations.lineStart[row]; line < locations.lineStart[row + 1]; line++) {
      message.message(
        LOCATION.line,
        new PprofWriter()
          .integer(LINE.function_id, locations.lineFunction[line] + 1)
          .integer(LINE.line, locations.lineNumber[line])
          .integer(LINE.column, locations.lineColumn[line]),
      );
    }
    return message.flag(LOCATION.is_folded, locations.isFolded[row] !== 0);
  }

  private fn(row: number): PprofWriter {
    const {functions} = this.profile;
    return new PprofWriter()
      .integer(FUNCTION.id, row + 1)
      .integer(FUNCTION.name, this.row(functions.name[row]))
      .integer(FUNCTION.system_name, this.row(functions.systemName[row]))
      .integer(FUNCTION.filename, this.row(functions.filename[row]))
      .integer(FUNCTION.start_line, functions.startLine[row]);
  }

  private head(): void {
    const {out, profile} = this;
    out
      .integer(PROFILE.drop_frames, this.text(profile.dropFrames))
      .integer(PROFILE.keep_frames, this.text(profile.keepFrames))
      .integer(PROFILE.time_nanos, profile.timeNanos)
      .integer(PROFILE.duration_nanos, profile.durationNanos);
    if (profile.periodType !== undefined) out.message(PROFILE.period_type, this.valueType(profile.periodType));
    out
      .integer(PROFILE.period, profile.period)
      .packed(
        PROFILE.comment,
        profile.comments.map((comment) => this.text(comment)),
      )
      .integer(PROFILE.default_sample_type, this.text(profile.defaultSampleTypeName))
      .integer(PROFILE.doc_url, this.text(profile.docUrl));
  }

  private valueType({type, unit}: ValueType): PprofWriter {
    return new PprofWriter().integer(VALUE_TYPE.type, this.text(type)).integer(VALUE_TYPE.unit, this.text(unit));
  }

  /** Index in the file of a row of the profile's string table. */
  private row(row: number): number {
    const known = this.indexOfRow.get(row);
    if (known !== undefined) return known;
    const index = this.text(this.profile.strings.at(row));
    this.indexOfRow.set(row, index);
    return index;
  }

  private text(text: string): number {
    const known = this.indexOfText.get(text);
    if (known !== undefined) return known;
    const index = this.table.push(encodeUtf8(text)) - 1;
    this.indexOfText.set(text, index);
    return index;
  }
}

const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/** Values, each an int64, that add up to the given ones; nearly always those themselves. */
export function int64Parts(values: readonly (number | bigint)[]): (readonly (number | bigint)[])[] {
  // 2^63 itself as a double is one too large.
  if (values.every((value) => value >= -(2 ** 63) && value < 2 ** 63)) return [values];
  const parts: bigint[][] = [];
  let rest = values.map(BigInt);
  while (rest.some((value) => value !== 0n)) {
    const part = rest.map((value) => (value > LARGEST ? LARGEST : value < SMALLEST ? SMALLEST : value));
    parts.push(part);
    rest = rest.map((value, i) => value - part[i]);
  }
  return parts;
}
