/**
 * The OTLP profile among the forms that people bring.
 */
import {expect, it} from 'vitest';
import {readProfile} from '../../../src/read.ts';
import {sampleLines} from '../../support/profile-text.ts';
import {faultPath, readBytes} from '../../support/shared.ts';

it('OTLP protobuf is read as expected', () => {
  const profile = readProfile(readBytes(faultPath('../peers/horizon/otlp.pb')));
  expect(profile.sampleTypes).toEqual([{type: 'cpu', unit: 'nanoseconds'}]);
  const [line, ...others] = sampleLines(profile);
  expect(others).toEqual([]);
  expect(line).toMatch(/^30000000: main\.work < main\.main\b/);
  expect(line).toContain('service.name=checkout');
  expect(line).toContain('thread.name=worker');
});
