import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import protobuf from 'protobufjs';
import {describe, expect, it} from 'vitest';
import * as fields from '../../../src/formats/pprof/fields.ts';

const schema = protobuf.parse(
  readFileSync(fileURLToPath(new URL('../../../proto/profile.proto', import.meta.url)), 'utf8'),
  {keepCase: true},
).root;

describe('the decoder and proto/profile.proto', () => {
  it.each([
    ['Profile', fields.PROFILE],
    ['ValueType', fields.VALUE_TYPE],
    ['Sample', fields.SAMPLE],
    ['Label', fields.LABEL],
    ['Mapping', fields.MAPPING],
    ['Location', fields.LOCATION],
    ['Line', fields.LINE],
    ['Function', fields.FUNCTION],
  ])('agree on the field numbers of %s', (name, numbers) => {
    const type = schema.lookupType(`perftools.profiles.${name}`);
    expect(numbers).toEqual(Object.fromEntries(type.fieldsArray.map((field) => [field.name, field.id])));
  });
});
