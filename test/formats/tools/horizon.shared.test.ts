/**
 * What `perf script` prints, against the folded stacks that FlameGraph and inferno make of it; and that every entry of
 * the list of inputs is held by some test.
 */
import {expect, it} from 'vitest';
import {functionName, type Profile, stackFunctions} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {readText} from '../../support/profile-text.ts';
import {peerPath, readBytes, readJson} from '../../support/shared.ts';

interface HorizonCase {
  readonly id: string;
  readonly input: string;
  readonly expect: {readonly samples: number; readonly foldedFile: string; readonly stacks: number};
}

const {cases} = readJson(peerPath('horizon.json')) as {readonly cases: readonly HorizonCase[]};
const perf = cases.filter(({id}) => id.startsWith('perf-script/'));

/** As stackcollapse-perf.pl writes names: without arguments of C++, a colon where a semicolon would part frames. */
function foldedName(name: string): string {
  return name
    .replaceAll(';', ':')
    .replace(/(?<!\.)\((?!anonymous namespace\)).*/, '')
    .replace(/["']/g, '');
}

/** Stacks, root first behind the command, with the sum of the last sample type. */
function folded(profile: Profile): Map<string, number> {
  const {labelSets, samples, sampleTypes, strings} = profile;
  const values = samples.values[sampleTypes.length - 1];
  const sums = new Map<string, number>();
  for (let row = 0; row < samples.length; row++) {
    const comm = strings.at(labelSets.text[labelSets.start[samples.labels[row]]]);
    const names = stackFunctions(profile, samples.stack[row]).map((fn) => foldedName(functionName(profile, fn)));
    const stack = [comm, ...names.reverse()].join(';');
    sums.set(stack, (sums.get(stack) ?? 0) + values[row]);
  }
  return sums;
}

it.each(perf.map((each) => [each.id, each] as const))(
  '%s has the stacks of FlameGraph',
  (id, {expect: wanted, input}) => {
    // stackcollapse-perf.pl drops a sample that no empty line ends.
    const text = Buffer.from(readBytes(peerPath(input))).toString('utf8');
    const profile = readText(id.includes('/perf-') ? text.slice(0, text.lastIndexOf('\n\n') + 2) : text);
    const sums = folded(profile);
    const lines = [...sums].map(([stack, sum]) => `${stack} ${sum}`).sort();
    const golden = Buffer.from(readBytes(peerPath(wanted.foldedFile)))
      .toString('utf8')
      .trim()
      .split('\n')
      .sort();
    expect(lines).toEqual(golden);
    expect(sums.size).toBe(wanted.stacks);
    expect([...sums.values()].reduce((sum, value) => sum + value, 0)).toBe(wanted.samples);
  },
);

it('a zip archive is called one', () => {
  const [zip] = cases.filter(({id}) => id === 'archive/zip');
  expect(() => readProfile(readBytes(peerPath(zip.input)))).toThrow(/a zip archive/);
});

it('every entry is held by a test', () => {
  const groups = new Set(cases.map(({id}) => id.split('/')[0]));
  expect([...groups].sort()).toEqual(['archive', 'goroutine', 'kernel', 'otlp', 'perf-script']);
});
