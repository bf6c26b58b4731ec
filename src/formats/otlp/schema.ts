/**
 * The fields of OTLP profiles by number, as far as they are read. Names are those of OTLP/JSON.
 */

/**
 * How a field is read. What OTLP reserves, earlier versions had. `later` notes where messages stand, [start, end) on end in an Int32Column: of a million samples
 * and stacks, one is decoded at a time.
 */
export type Kind = 'number' | 'text' | 'id' | 'double' | 'later' | 'reserved' | Schema;

export interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly isRepeated: boolean;
}

/** Fields by number. */
export type Schema = (Field | undefined)[];

function schema(fields: Readonly<Record<number, readonly [name: string, kind: Kind]>>): Schema {
  const result: Schema = [];
  for (const [number, [name, kind]] of Object.entries(fields)) {
    const isRepeated = name.endsWith('*');
    result[Number(number)] = {name: isRepeated ? name.slice(0, -1) : name, kind, isRepeated};
  }
  return result;
}

const RESERVED = ['reserved', 'reserved'] as const;

const ANY_VALUE: Schema = schema({
  1: ['stringValue', 'text'],
  2: ['boolValue', 'number'],
  3: ['intValue', 'number'],
  4: ['doubleValue', 'double'],
  7: ['bytesValue', 'id'],
});
const KEY_VALUE = schema({1: ['key', 'text'], 2: ['value', ANY_VALUE]});
ANY_VALUE[5] = {name: 'arrayValue', kind: schema({1: ['values*', ANY_VALUE]}), isRepeated: false};
ANY_VALUE[6] = {name: 'kvlistValue', kind: schema({1: ['values*', KEY_VALUE]}), isRepeated: false};

const VALUE_TYPE = schema({1: ['typeStrindex', 'number'], 2: ['unitStrindex', 'number']});
const LINE = schema({1: ['functionIndex', 'number'], 2: ['line', 'number'], 3: ['column', 'number']});

const DICTIONARY = schema({
  1: [
    'mappingTable*',
    schema({
      1: ['memoryStart', 'number'],
      2: ['memoryLimit', 'number'],
      3: ['fileOffset', 'number'],
      4: ['filenameStrindex', 'number'],
      5: ['attributeIndices*', 'number'],
    }),
  ],
  2: [
    'locationTable*',
    schema({
      1: ['mappingIndex', 'number'],
      2: ['address', 'number'],
      3: ['lines*', LINE],
      4: ['attributeIndices*', 'number'],
    }),
  ],
  3: [
    'functionTable*',
    schema({
      1: ['nameStrindex', 'number'],
      2: ['systemNameStrindex', 'number'],
      3: ['filenameStrindex', 'number'],
      4: ['startLine', 'number'],
    }),
  ],
  4: ['linkTable*', schema({1: ['traceId', 'id'], 2: ['spanId', 'id']})],
  5: ['stringTable*', 'text'],
  6: [
    'attributeTable*',
    schema({1: ['keyStrindex', 'number'], 2: ['value', ANY_VALUE], 3: ['unitStrindex', 'number']}),
  ],
  7: ['stackTable*', 'later'],
});

export const STACK: Schema = schema({1: ['locationIndices*', 'number']});

const PROFILE = schema({
  1: ['sampleType', VALUE_TYPE],
  2: ['samples*', 'later'],
  3: ['timeUnixNano', 'number'],
  4: ['durationNano', 'number'],
  5: ['periodType', VALUE_TYPE],
  6: ['period', 'number'],
  11: ['attributeIndices*', 'number'],
});

export const SAMPLE: Schema = schema({
  1: ['stackIndex', 'number'],
  2: ['attributeIndices*', 'number'],
  3: ['linkIndex', 'number'],
  4: ['values*', 'number'],
  5: ['timestampsUnixNano*', 'number'],
});

const RESOURCE: Schema = schema({1: ['attributes*', KEY_VALUE]});
const SCOPE = schema({3: ['attributes*', KEY_VALUE]});

export const PROFILES_DATA: Schema = schema({
  1: [
    'resourceProfiles*',
    schema({
      1: ['resource', RESOURCE],
      2: ['scopeProfiles*', schema({1: ['scope', SCOPE], 2: ['profiles*', PROFILE], 1000: RESERVED})],
      1000: RESERVED,
    }),
  ],
  2: ['dictionary', DICTIONARY],
});

/** What a file needs to be taken apart: where its profiles stand, and what sets them apart. */
export const FILE_PARTS: Schema = schema({
  1: ['resourceProfiles*', 'later'],
  2: ['dictionary', schema({5: ['stringTable*', 'text']})],
});
export const RESOURCE_PARTS: Schema = schema({1: ['resource', RESOURCE], 2: ['scopeProfiles*', 'later']});
export const SCOPE_PARTS: Schema = schema({2: ['profiles*', 'later']});
export const PROFILE_HEAD: Schema = schema({
  1: ['sampleType', VALUE_TYPE],
  3: ['timeUnixNano', 'number'],
  4: ['durationNano', 'number'],
  5: ['periodType', VALUE_TYPE],
});
