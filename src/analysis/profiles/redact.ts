/**
 * A profile that can be shown to strangers: names are pseudonyms, and what only its owner needs is gone: labels,
 * comments, build ids, paths, the words of warnings.
 *
 * Everything is written into a new string table, so that whatever encodes the result cannot find an original.
 * Numbers stay: values, addresses, lines, goroutine ids, waits.
 */
import {NONE} from '../../base/columns.ts';
import {StringTable} from '../../base/tables/string-table.ts';
import type {FunctionTable, GoroutineTable, LabelSetTable, Profile, ValueType} from '../../model/profile.ts';
import type {Pseudonyms} from './pseudonyms.ts';

/** @param name  what the input is called from now on; its own name may say too much */
export function redactProfile(profile: Profile, pseudonyms: Pseudonyms, name: string): Profile {
  const {goroutines, periodType, samples} = profile;
  const strings = new StringTable();
  const measure = ({type, unit}: ValueType): ValueType => ({
    type: pseudonyms.measure(type),
    unit: pseudonyms.measure(unit),
  });
  return {
    ...profile,
    name,
    strings,
    sampleTypes: profile.sampleTypes.map(measure),
    defaultSampleTypeName: pseudonyms.measure(profile.defaultSampleTypeName),
    periodType: periodType === undefined ? undefined : measure(periodType),
    functions: redactFunctions(profile, strings, pseudonyms),
    mappings: profile.mappings.map((mapping) => ({
      ...mapping,
      file: pseudonyms.mappingFile(mapping.file),
      buildId: '',
    })),
    labelSets: noLabels(),
    samples: {...samples, labels: new Int32Array(samples.length)},
    goroutines: goroutines === undefined ? undefined : redactGoroutines(profile, goroutines, strings, pseudonyms),
    comments: [],
    docUrl: '',
    dropFrames: '',
    keepFrames: '',
    warnings: profile.warnings.map(({code}) => ({code, message: 'the words of this warning are redacted'})),
  };
}

function redactFunctions(profile: Profile, strings: StringTable, pseudonyms: Pseudonyms): FunctionTable {
  const {functions, strings: old} = profile;
  const name = (row: number): number => strings.intern(pseudonyms.functionName(old.at(row)));
  return {
    ...functions,
    name: functions.name.map(name),
    systemName: functions.systemName.map(name),
    filename: functions.filename.map((file, row) =>
      strings.intern(pseudonyms.fileName(old.at(file), old.at(functions.name[row]))),
    ),
  };
}

function redactGoroutines(
  {strings: old}: Profile,
  table: GoroutineTable,
  strings: StringTable,
  pseudonyms: Pseudonyms,
): GoroutineTable {
  return {
    ...table,
    createdBy: table.createdBy.map((row) =>
      row === NONE ? NONE : strings.intern(pseudonyms.functionName(old.at(row))),
    ),
    // The text they point into is the original.
    byteOffset: new Float64Array(table.length).fill(NONE),
    byteLength: new Float64Array(table.length),
    states: table.states.map((state) => ({...state, text: pseudonyms.state(state.text)})),
  };
}

/** Only row 0, the empty set. */
function noLabels(): LabelSetTable {
  return {
    length: 1,
    start: new Int32Array(2),
    key: new Int32Array(0),
    text: new Int32Array(0),
    number: new BigInt64Array(0),
    unit: new Int32Array(0),
  };
}
