import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import protobuf from 'protobufjs';
import {describe, expect, it} from 'vitest';
import {goroutinesAsSamples} from '../../../src/analysis/goroutines/samples.ts';
import {encodeUtf8} from '../../../src/base/utf8.ts';
import {readProfile} from '../../../src/read.ts';
import {encodeOtlp} from '../../../src/render/exchange/otlp.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {sampleLines} from '../../support/profile-text.ts';
import {join, message, numberField} from '../../support/proto.ts';
import {readSample} from '../../support/samples.ts';

const proto = readFileSync(fileURLToPath(new URL('../../../proto/otlp-profiles.proto', import.meta.url)), 'utf8');
const schema = protobuf.parse(proto).root.lookupType('pprofx.otlp.ProfilesData');

const STRINGS = ['', 'cpu', 'nanoseconds', 'main.main', 'main.work', '/src/main.go', '/bin/app', 'thread.name', 'w1'];
const WORK = {locationIndices: [1, 2]};
const ATTRIBUTE = {keyStrindex: 7, value: {stringValue: 'w1'}};
const SERVICE = (name: string): object => ({attributes: [{key: 'service.name', value: {stringValue: name}}]});
const dictionary = {
  mappingTable: [{}, {memoryStart: 4096, memoryLimit: 8192, filenameStrindex: 6}],
  locationTable: [
    {},
    {mappingIndex: 1, address: 4100, lines: [{functionIndex: 2, line: 12}]},
    {mappingIndex: 1, address: 4200, lines: [{functionIndex: 1, line: 20}]},
  ],
  functionTable: [{}, {nameStrindex: 3, filenameStrindex: 5}, {nameStrindex: 4, filenameStrindex: 5}],
  linkTable: [{}],
  stringTable: STRINGS,
  attributeTable: [{}, ATTRIBUTE, {keyStrindex: 7, value: {intValue: '7'}, unitStrindex: 2}],
  stackTable: [{}, WORK],
};
const CPU = {typeStrindex: 1, unitStrindex: 2};
const SAMPLES = [
  {stackIndex: 1, attributeIndices: [1], values: ['30', '12']},
  {stackIndex: 1, attributeIndices: [2], values: ['5']},
];

interface Parts {
  readonly samples?: readonly object[];
  readonly tables?: object;
}

function profilesData({samples = SAMPLES, tables = dictionary}: Parts = {}): object {
  const profile = {sampleType: CPU, samples, timeUnixNano: '1700000000000000001', periodType: CPU, period: '10'};
  return {
    resourceProfiles: [{resource: SERVICE('checkout'), scopeProfiles: [{profiles: [profile]}]}],
    dictionary: tables,
  };
}

const asProtobuf = (object: object): Uint8Array => schema.encode(schema.fromObject(object)).finish();
const asJson = (object: object): Uint8Array => encodeUtf8(JSON.stringify(object));
const FORMS = [
  ['protobuf', asProtobuf],
  ['JSON', asJson],
] as const;

describe.each(FORMS)('OTLP profiles as %s', (_, encode) => {
  it('become samples with the resource and attributes as labels', () => {
    const profile = readProfile(encode(profilesData()));
    expect(profile.format).toBe('otlp');
    expect(profile.sampleTypes).toEqual([{type: 'cpu', unit: 'nanoseconds'}]);
    expect(sampleLines(profile)).toEqual([
      expect.stringMatching(/^42: main\.work < main\.main .*service\.name=checkout.*thread\.name=w1/),
      expect.stringMatching(/^5: main\.work < main\.main .*thread\.name=7/),
    ]);
    expect([profile.timeNanos, profile.period, profile.kind]).toEqual([1_700_000_000_000_000_001n, 10n, 'cpu']);
    expect(profile.mappings[0]).toMatchObject({start: 4096n, limit: 8192n, file: '/bin/app'});
  });

  it('count one for each time where there are no values', () => {
    const profile = readProfile(
      encode(profilesData({samples: [{stackIndex: 1, timestampsUnixNano: ['5', '6', '7']}]})),
    );
    expect(sampleLines(profile)[0]).toMatch(/^3: /);
  });

  it('keep values that no double holds', () => {
    const value = '9007199254740993';
    const {samples} = readProfile(encode(profilesData({samples: [{stackIndex: 1, values: [value]}]})));
    expect(BigInt(samples.values[0][0]) + BigInt(samples.residues[0]?.[0] ?? 0)).toBe(BigInt(value));
  });

  it.each([
    ['a stack', {samples: [{stackIndex: 9, values: ['1']}]}, /stackIndex 9 points outside a table of 2/],
    ['an attribute', {samples: [{stackIndex: 1, attributeIndices: [-1], values: ['1']}]}, /attributeIndices -1/],
    ['times', {samples: [{values: ['1', '2'], timestampsUnixNano: ['1']}]}, /2 for 1 times/],
    ['the first string', {tables: {...dictionary, stringTable: ['x']}}, /stringTable\[0\] is not the empty string/],
    ['a location', {tables: {...dictionary, stackTable: [{}, {locationIndices: [7]}]}}, /locationIndices 7/],
  ] as const)('are refused when %s is wrong', (_name, parts, message) => {
    expect(() => readProfile(encode(profilesData(parts)))).toThrow(message);
  });

  it('are refused without a dictionary, with the version that is read', () => {
    const {resourceProfiles} = profilesData() as {readonly resourceProfiles: object};
    expect(() => readProfile(encode({resourceProfiles}))).toThrow(
      expect.objectContaining({hint: expect.stringContaining('v1development as of 2026')}),
    );
  });
});

it('leaves to pprof what begins with an empty sample type', () => {
  expect(() => readProfile(Uint8Array.of(10, 0, 10, 0))).toThrow(/without a string table/);
});

it('skips fields that it does not know', () => {
  const bytes = join(asProtobuf(profilesData()), message(1000, numberField(1, 2)), numberField(77, 5));
  expect(sampleLines(readProfile(bytes))).toHaveLength(2);
});

it('reads samples in any form that protobuf allows: fields in another order, lists in pieces', () => {
  const sample = join(numberField(4, 30), numberField(2, 1), numberField(1, 1), numberField(4, 12));
  const profile = join(message(1, join(numberField(1, 1), numberField(2, 2))), message(2, sample));
  const resource = message(1, message(2, message(2, profile)));
  const tables = asProtobuf({dictionary});
  const [line, ...others] = sampleLines(readProfile(join(resource, tables)));
  expect(others).toEqual([]);
  expect(line).toMatch(/^42: main\.work < main\.main .*thread\.name=w1/);
});

it('adds up samples of several types, whatever their order', () => {
  const profileOf = (typeStrindex: number, samples: readonly object[]): object => ({
    sampleType: {typeStrindex, unitStrindex: 2},
    samples,
  });
  const profiles = [profileOf(1, SAMPLES), profileOf(3, [...SAMPLES].reverse())];
  const profile = readProfile(asProtobuf({resourceProfiles: [{scopeProfiles: [{profiles}]}], dictionary}));
  expect(profile.sampleTypes.map(({type}) => type)).toEqual(['cpu', 'main.main']);
  expect(profile.samples.values.map((column) => [...column])).toEqual([
    [42, 5],
    [42, 5],
  ]);
});

it('refuses indexes that are no numbers, and leaves out frames that are not set', () => {
  const tables = (locationIndices: readonly unknown[]): Parts => ({
    samples: [{stackIndex: 1, values: ['1']}],
    tables: {...dictionary, stackTable: [{}, {locationIndices}]},
  });
  expect(() => readProfile(asJson(profilesData(tables(['length']))))).toThrow(/is not a whole number/);
  expect(sampleLines(readProfile(asJson(profilesData(tables([1, 0])))))[0]).toMatch(/^1: main\.work(?! <)/);
});

it('reads one JSON object a line, and says which line is damaged', () => {
  const line = JSON.stringify(profilesData());
  expect(sampleLines(readProfile(encodeUtf8(`${line}\n${line}\n`)))[0]).toMatch(/^84: /);
  expect(() => readProfile(encodeUtf8(`${line}\n${line.slice(0, -9)}\n`))).toThrow(
    expect.objectContaining({code: 'MALFORMED_TEXT', at: expect.objectContaining({line: 2})}),
  );
});

it('refuses protobuf that breaks off anywhere', () => {
  const bytes = asProtobuf(profilesData());
  for (let end = 3; end < bytes.length; end += 7) {
    expect(() => readProfile(bytes.subarray(0, end))).toThrow(expect.objectContaining({name: 'PprofxError'}));
  }
});

it('has at most 256 sample types: a value of each for every sample would grow with the square', () => {
  const types = Array.from({length: 257}, (_, i) => `type ${i}`);
  const tables = {...dictionary, stringTable: [...STRINGS, ...types]};
  const profiles = types.map((_, i) => ({
    sampleType: {typeStrindex: STRINGS.length + i},
    samples: SAMPLES.slice(0, 1),
  }));
  const read = (count: number): unknown =>
    readProfile(
      asProtobuf({resourceProfiles: [{scopeProfiles: [{profiles: profiles.slice(0, count)}]}], dictionary: tables}),
    ).sampleTypes.length;
  expect(read(256)).toBe(256);
  expect(() => read(257)).toThrow(expect.objectContaining({code: 'LIMIT_EXCEEDED'}));
});

it('refuses attributes that nest without end', () => {
  let value = numberField(3, 1);
  for (let depth = 0; depth < 2000; depth++) value = message(5, message(1, value));
  const resource = message(1, message(1, message(2, value)));
  expect(() => readProfile(message(1, resource))).toThrow(/nested deeper than 32/);
});

it.each([
  'replicaset-flood/heap-before.pb.gz',
  'nodeips-hot/cpu-before.pb.gz',
  'deletecollection-leak/goroutine-before.pb.gz',
])('%s comes back from OTLP as it was', (path) => {
  const original = goroutinesAsSamples(readSample(path));
  const bytes = encodeOtlp(original);
  const back = readProfile(bytes);
  expect(Buffer.from(encodePprof(back)).equals(Buffer.from(encodePprof(original)))).toBe(true);
  const {dictionary: tables, resourceProfiles} = schema.toObject(schema.decode(bytes), {longs: String});
  const profiles = resourceProfiles[0].scopeProfiles[0].profiles as {samples: {values: string[]}[]}[];
  expect(tables.stackTable).toHaveLength(new Set(original.samples.stack).size + 1);
  profiles.forEach(({samples}, type) => {
    const sum = samples.reduce((total, {values}) => total + Number(values[0]), 0);
    expect(sum).toBe(original.samples.values[type].reduce((total, value) => total + value, 0));
  });
});
