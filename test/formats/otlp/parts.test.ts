/**
 * Files of OpenTelemetry profiles with several processes, kinds and moments.
 */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import protobuf from 'protobufjs';
import {describe, expect, it} from 'vitest';
import {encodeUtf8} from '../../../src/base/utf8.ts';
import {messageRanges} from '../../../src/formats/otlp/messages.ts';
import {otlpParts} from '../../../src/formats/otlp/parts.ts';
import {readProfile} from '../../../src/read.ts';
import {encodeOtlp} from '../../../src/render/exchange/otlp.ts';
import {sampleLines} from '../../support/profile-text.ts';
import {bytesField, join, message} from '../../support/proto.ts';
import {readSample} from '../../support/samples.ts';

const proto = readFileSync(fileURLToPath(new URL('../../../proto/otlp-profiles.proto', import.meta.url)), 'utf8');
const schema = protobuf.parse(proto).root.lookupType('pprofx.otlp.ProfilesData');

const dictionary = {
  stringTable: ['', 'cpu', 'nanoseconds', 'main.main', 'main.work', 'inuse_space', 'bytes'],
  mappingTable: [{}],
  functionTable: [{}, {nameStrindex: 3}, {nameStrindex: 4}],
  locationTable: [{}, {lines: [{functionIndex: 2}]}, {lines: [{functionIndex: 1}]}],
  stackTable: [{}, {locationIndices: [1, 2]}],
  attributeTable: [{}],
  linkTable: [{}],
};
const SECOND = 1_000_000_000n;
const START = 1_790_000_000n * SECOND;

interface Spec {
  readonly resource: Readonly<Record<string, string>>;
  readonly seconds?: number;
  readonly value: number;
  /** A snapshot has no duration. */
  readonly isHeap?: boolean;
}

function profileOf({isHeap = false, seconds = 0, value}: Spec): object {
  const type = isHeap ? {typeStrindex: 5, unitStrindex: 6} : {typeStrindex: 1, unitStrindex: 2};
  return {
    sampleType: type,
    periodType: type,
    timeUnixNano: `${START + BigInt(seconds) * SECOND}`,
    durationNano: isHeap ? '0' : `${10n * SECOND}`,
    samples: [{stackIndex: 1, values: [`${value}`]}],
  };
}

function messageOf(specs: readonly Spec[]): object {
  const resourceProfiles = specs.map((spec) => ({
    resource: {attributes: Object.entries(spec.resource).map(([key, stringValue]) => ({key, value: {stringValue}}))},
    scopeProfiles: [{scope: {}, profiles: [profileOf(spec)]}],
  }));
  return {resourceProfiles, dictionary};
}

const asProtobuf = (object: object): Uint8Array => schema.encode(schema.fromObject(object)).finish();
/** As the collector's file exporter writes protobuf. */
function framed(objects: readonly object[]): Uint8Array {
  return join(
    ...objects.map((object) => {
      const bytes = asProtobuf(object);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return join(length, bytes);
    }),
  );
}
const FORMS = [
  ['protobuf', framed],
  ['JSON', (objects: readonly object[]) => encodeUtf8(objects.map((each) => JSON.stringify(each)).join('\n'))],
] as const;

/** Name, type and what is in each part, as the reader of one profile sees it. */
function seen(bytes: Uint8Array): unknown[] {
  return otlpParts(bytes).map(({bytes: inside, process, type}) => {
    const profile = readProfile(inside());
    const total = profile.samples.values[0].reduce((sum, value) => sum + value, 0);
    return [process, type, total, Number(profile.durationNanos / SECOND)];
  });
}

const WEB = {'service.name': 'web', 'k8s.pod.name': 'web-1'};

describe.each(FORMS)('OTLP profiles as %s', (_, written) => {
  it('are one part for each resource and kind, named by the service and what sets it apart', () => {
    const other = {'service.name': 'web', 'k8s.pod.name': 'web-2', 'process.pid': '7'};
    const bytes = written([
      messageOf([
        {resource: WEB, value: 1},
        {resource: other, value: 2},
        {resource: {'service.name': 'cart', 'host.name': 'n1'}, value: 3},
        {resource: WEB, value: 4, isHeap: true},
      ]),
    ]);
    expect(seen(bytes)).toEqual([
      ['web web-1', 'cpu', 1, 10],
      ['web web-2', 'cpu', 2, 10],
      ['cart', 'cpu', 3, 10],
      ['web web-1', 'inuse_space', 4, 0],
    ]);
    expect(otlpParts(bytes)[1].group).toBe('web');
  });

  it('windows that follow each other are one; a pause and a snapshot begin another', () => {
    const at = (seconds: number): object =>
      messageOf([
        {resource: WEB, seconds, value: 5},
        {resource: WEB, seconds, value: 7, isHeap: true},
      ]);
    expect(seen(written([at(0), at(10), at(1000)]))).toEqual([
      ['web', 'cpu', 10, 20],
      ['web', 'cpu', 5, 10],
      ['web', 'inuse_space', 7, 0],
      ['web', 'inuse_space', 7, 0],
      ['web', 'inuse_space', 7, 0],
    ]);
  });

  it('of one process and moment are no parts, and read at once they last as long as their windows', () => {
    const bytes = written([0, 10].map((seconds) => messageOf([{resource: WEB, seconds, value: 5}])));
    expect(otlpParts(bytes)).toEqual([]);
    const profile = readProfile(bytes);
    expect([profile.durationNanos / SECOND, sampleLines(profile)[0]]).toEqual([20n, expect.stringMatching(/^10: /)]);
  });
});

it('a profile of ours with several sample types is one part, and comes back equal', () => {
  const profile = readSample('replicaset-flood/heap-before.pb.gz');
  const bytes = encodeOtlp(profile);
  expect(otlpParts(bytes)).toEqual([]);
  expect(encodeOtlp(readProfile(bytes))).toEqual(bytes);
});

it('a file of framed messages that is cut says where', () => {
  const bytes = framed([messageOf([{resource: WEB, value: 1}])]);
  expect(messageRanges(bytes)).toEqual([[4, bytes.length]]);
  expect(() => readProfile(bytes.subarray(0, bytes.length - 3))).toThrow(
    expect.objectContaining({code: 'TRUNCATED_PROFILE', at: expect.objectContaining({byteOffset: 0})}),
  );
});

it.each([
  ['a field that OTLP reserves', message(1, join(message(2, bytesField(1, '')), bytesField(1000, 'x')))],
  ['a field of another wire type', message(1, message(2, message(2, join(bytesField(3, 'indices')))))],
  ['a sample of a draft', message(1, message(2, message(2, message(2, bytesField(1, 'x')))))],
])('%s is refused with the version that is read', (_, resource) => {
  const bytes = join(resource, asProtobuf({dictionary}));
  expect(() => readProfile(bytes)).toThrow(
    expect.objectContaining({code: 'WIRE_FORMAT', hint: expect.stringContaining('v1development as of 2026')}),
  );
});
