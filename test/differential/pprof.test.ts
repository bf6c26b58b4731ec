/**
 * The same numbers and rows as `go tool pprof`, over all samples and the public corpus. What differs on purpose stands
 * in docs/differences.md.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {beforeAll, describe, expect, it} from 'vitest';
import {corpusPath, samplePath} from '../support/shared.ts';
import {requireGo, runPprof} from './go-pprof.ts';
import {casesFor, type DifferentialCase} from './matrix.ts';
import {NORMALIZERS, type NormalForm} from './normal-form.ts';
import {commandLine, runPprofx} from './pprofx.ts';

interface Subject {
  readonly name: string;
  readonly sources: readonly string[];
  readonly arguments: readonly string[];
  readonly cases: readonly DifferentialCase[];
}

const CASES_PER_PROFILE = 10;
const CASES_PER_LARGE_PROFILE = 4;
const LARGE_SAMPLES = 2500;

interface CorpusFile {
  readonly path: string;
  readonly format: string;
  readonly samples: number;
}

function corpusSubjects(): Subject[] {
  const {files} = JSON.parse(readFileSync(corpusPath('expected.json'), 'utf8')) as {files: CorpusFile[]};
  return files
    .filter(({format}) => format === 'profile.proto')
    .map(({path, samples}) => {
      const source = corpusPath('files', path);
      const count = samples > LARGE_SAMPLES ? CASES_PER_LARGE_PROFILE : CASES_PER_PROFILE;
      return {name: path, sources: [source], arguments: [], cases: casesFor(source, count)};
    });
}

function sampleSubjects(): Subject[] {
  return readdirSync(samplePath('.'), {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith('.pb.gz'))
    .sort()
    .map((path) => {
      const source = samplePath(path);
      return {name: path, sources: [source], arguments: [], cases: casesFor(source, CASES_PER_PROFILE)};
    });
}

/** Runs one subject through both tools; what differs, in words. */
async function differences(subject: Subject): Promise<string[]> {
  const theirs = runPprof(
    subject.sources,
    subject.cases.map(({kind, pattern, settings}) => ({
      command: pattern === undefined ? kind : `${kind} ${pattern}`,
      settings: kind === 'top' && settings['nodecount'] === undefined ? {...settings, nodecount: '0'} : settings,
    })),
    subject.arguments,
  );
  const found: string[] = [];
  for (const [i, wanted] of subject.cases.entries()) {
    const args = commandLine(subject.sources, wanted, subject.arguments);
    const ours = await runPprofx(args);
    const {ours: normalizeOurs, theirs: normalizeTheirs} = NORMALIZERS[wanted.kind];
    const expected = normalForm(theirs[i], normalizeTheirs);
    const actual = normalForm(ours, normalizeOurs);
    const at = expected.findIndex((line, row) => line !== actual[row]);
    if (at < 0 && actual.length === expected.length) continue;
    const row = at < 0 ? expected.length : at;
    found.push(`${args.join(' ')}\n  row ${row}\n  pprof  ${expected[row]}\n  pprofx ${actual[row]}`);
  }
  return found;
}

function normalForm(bytes: Uint8Array | undefined, normalize: (bytes: Uint8Array) => NormalForm): NormalForm {
  return bytes === undefined ? ['refused'] : normalize(bytes);
}

const subjects = [...sampleSubjects(), ...corpusSubjects()];

describe('go tool pprof and pprofx', () => {
  beforeAll(requireGo);

  it('are compared over at least 400 combinations of report, profile and options', () => {
    const combinations = subjects.flatMap(({cases, name}) => cases.map((wanted) => JSON.stringify([name, wanted])));
    expect(new Set(combinations).size).toBeGreaterThanOrEqual(400);
  });

  it.each(subjects)('agree on $name', async (subject) => {
    expect(await differences(subject)).toEqual([]);
  });
});
