/**
 * The end of decoding: string indexes become strings, file ids become rows, and every reference is checked once.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {LabelDecoder, RawLabel} from './label-decoder.ts';
import type {RawStrings} from './raw-strings.ts';
import type {RawTables} from './raw-tables.ts';
import type {Repairs} from './repairs.ts';

/**
 * Moves mappings, functions, locations and label sets into the builder and makes its provisional rows final.
 *
 * @returns final location row per provisional one
 */
export function resolveTables(
  tables: RawTables,
  builder: ProfileBuilder,
  strings: RawStrings,
  labels: LabelDecoder,
  repairs: Repairs,
): Int32Array {
  strings.row(labels.highestString, 'sample.label');
  tables.extendLocations();
  tables.extendFunctions();
  const mappingOf = resolveMappings(tables, builder, strings);
  const functionOf = resolveFunctions(tables, builder, strings, repairs);
  const locationOf = resolveLocations(tables, builder, mappingOf, functionOf, repairs);
  const labelSetOf = Int32Array.from(labels.sets, (set) => resolveLabelSet(set, builder, strings));
  builder.remap(locationOf, labelSetOf);
  return locationOf;
}

function resolveMappings(tables: RawTables, builder: ProfileBuilder, strings: RawStrings): number[] {
  const rows: number[] = [];
  for (let row = 0; row < tables.mappingIds.length; row++) {
    const raw = tables.mappings[row];
    // google/pprof takes a mapping id that names nothing for "no mapping".
    if (raw === undefined) {
      rows.push(NONE);
      continue;
    }
    rows.push(
      builder.addMapping({
        start: raw.start,
        limit: raw.limit,
        offset: raw.offset,
        file: strings.text(raw.filename, 'mapping.filename'),
        buildId: strings.text(raw.buildId, 'mapping.build_id'),
        hasFunctions: raw.hasFunctions,
        hasFilenames: raw.hasFilenames,
        hasLineNumbers: raw.hasLineNumbers,
        hasInlineFrames: raw.hasInlineFrames,
      }),
    );
  }
  return rows;
}

function resolveFunctions(
  tables: RawTables,
  builder: ProfileBuilder,
  strings: RawStrings,
  repairs: Repairs,
): Int32Array {
  const rows = new Int32Array(tables.functionIds.length);
  for (let row = 0; row < rows.length; row++) {
    const at = tables.functionDefined.values[row];
    if (at === NONE && repairs.allow('MISSING_FUNCTION')) {
      rows[row] = NONE;
      continue;
    }
    if (at === NONE) {
      const id = tables.functionIds.idText(row);
      throw failure('INVALID_ID', `a line names function ${id}, which is not in the file`, {
        byteOffset: ownerOfFunction(tables, row),
        field: 'location.line.function_id',
      });
    }
    rows[row] = builder.internFunction(
      strings.row(tables.functionName.values[row], 'function.name', at),
      strings.row(tables.functionSystemName.values[row], 'function.system_name', at),
      strings.row(tables.functionFile.values[row], 'function.filename', at),
      tables.functionStartLine.values[row],
    );
  }
  return rows;
}

/** Byte offset of the first location that has a line of this function. */
function ownerOfFunction(tables: RawTables, fn: number): number {
  for (let row = 0; row < tables.locationIds.length; row++) {
    for (let line = tables.locationLineStart.values[row]; line < tables.locationLineEnd.values[row]; line++) {
      if (tables.lineFunction.values[line] === fn) return tables.locationDefined.values[row];
    }
  }
  return 0;
}

function resolveLocations(
  tables: RawTables,
  builder: ProfileBuilder,
  mappingOf: readonly number[],
  functionOf: Int32Array,
  repairs: Repairs,
): Int32Array {
  const rows = new Int32Array(tables.locationIds.length);
  const lines: number[] = [];
  for (let row = 0; row < rows.length; row++) {
    if (tables.locationDefined.values[row] === NONE && !repairs.allow('MISSING_LOCATION')) {
      const id = tables.locationIds.idText(row);
      throw failure('INVALID_ID', `a sample names location ${id}, which is not in the file`, {
        byteOffset: tables.mentionOf(row),
        field: 'sample.location_id',
      });
    }
    lines.length = 0;
    for (let line = tables.locationLineStart.values[row]; line < tables.locationLineEnd.values[row]; line++) {
      const fn = tables.lineFunction.values[line];
      // A line may have no function at all: it says nothing, and google/pprof takes it too.
      lines.push(fn === NONE ? NONE : functionOf[fn], tables.lineNumber.values[line], tables.lineColumn.values[line]);
    }
    const mapping = tables.locationMapping.values[row];
    rows[row] = builder.internLocation(
      tables.locationAddressLow.values[row],
      tables.locationAddressHigh.values[row],
      mapping === NONE ? NONE : mappingOf[mapping],
      tables.locationFolded.values[row] !== 0,
      lines,
    );
  }
  return rows;
}

function resolveLabelSet(labels: readonly RawLabel[], builder: ProfileBuilder, strings: RawStrings): number {
  const inputs: LabelInput[] = labels.map(({key, str, num, unit}) => ({
    key: strings.row(key, 'sample.label.key'),
    text: str === 0 ? NONE : strings.row(str, 'sample.label.str'),
    number: num,
    unit: strings.row(unit, 'sample.label.num_unit'),
  }));
  return builder.internLabelSet(inputs);
}
