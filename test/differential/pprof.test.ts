/**
 * The same numbers and rows as `go tool pprof`, over all samples and the public corpus. What differs on purpose stands
 * in docs/differences.md.
 */
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {readProfile} from '../../src/read.ts';
import {corpusPath, samplePath} from '../support/shared.ts';
import {requireGo, runPprof} from './go-pprof.ts';
import {casesFor, type DifferentialCase} from './matrix.ts';
import {NORMALIZERS, type NormalForm} from './normal-form.ts';
import {commandLine, runPprofx} from './pprofx.ts';

interface Subject {
  readonly name: string;
  readonly sources: readonly string[];
  readonly arguments: readonly string[];
  /** The sample type that the profile shows by default. */
  readonly sampleIndex: string;
  readonly cases: readonly DifferentialCase[];
}

/** PPROFX_DIFFERENTIAL=10 compares ten times as much. */
const EFFORT = Number(process.env['PPROFX_DIFFERENTIAL'] ?? 1);
const CASES_PER_PROFILE = 8 * EFFORT;
const CASES_PER_LARGE_PROFILE = 2 * EFFORT;
const LARGE_SAMPLES = 2500;

/** Its names hold line breaks, which go tool pprof prints as they are: no row by row comparison is possible. */
const UNPRINTABLE = 'invalid_utf8.pb.gz';

interface CorpusFile {
  readonly path: string;
  readonly format: string;
  readonly samples: number;
}

function corpusSubjects(): Subject[] {
  const {files} = JSON.parse(readFileSync(corpusPath('expected.json'), 'utf8')) as {files: CorpusFile[]};
  return files
    .filter(({format, path}) => isComparable(format) && !path.endsWith(UNPRINTABLE))
    .map(({path, samples}) => {
      const source = corpusPath('files', path);
      const count = samples > LARGE_SAMPLES ? CASES_PER_LARGE_PROFILE : CASES_PER_PROFILE;
      return subjectOf(path, source, count);
    });
}

/** Go's count profiles hold symbols in comments, which only pprofx reads. */
function isComparable(format: string): boolean {
  return !/goroutine profile|threadcreate profile/.test(format);
}

function sampleSubjects(): Subject[] {
  return readdirSync(samplePath('.'), {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith('.pb.gz'))
    .sort()
    .map((path) => subjectOf(path, samplePath(path), CASES_PER_PROFILE));
}

function subjectOf(name: string, source: string, count: number): Subject {
  const profile = readProfile(new Uint8Array(readFileSync(source)));
  const sampleIndex = String(profile.defaultSampleType);
  return {name, sources: [source], arguments: [], sampleIndex, cases: casesFor(source, profile, count)};
}

/** Runs one subject through both tools; what differs, in words. */
async function differences(subject: Subject): Promise<string[]> {
  const theirs = runPprof(
    subject.sources,
    subject.cases.map(({kind, pattern, settings}) => ({
      command: pattern === undefined ? kind : `${kind} ${pattern}`,
      settings: {sample_index: subject.sampleIndex, ...(kind === 'top' ? {nodecount: '0'} : {}), ...settings},
    })),
    subject.arguments,
  );
  const found: string[] = [];
  for (const [i, wanted] of subject.cases.entries()) {
    const args = commandLine(subject.sources, wanted, subject.arguments);
    const ours = await runPprofx(args);
    const {ours: normalizeOurs, theirs: normalizeTheirs} = NORMALIZERS[wanted.kind];
    const isLoose = isLeftToChance(subject, wanted);
    const expected = normalForm(theirs[i], normalizeTheirs, isLoose);
    const actual = withoutExtras(normalForm(ours, normalizeOurs, isLoose), expected);
    const at = expected.findIndex((line, row) => line !== actual[row]);
    if (at < 0 && actual.length === expected.length) continue;
    const row = at < 0 ? expected.length : at;
    found.push(`${args.join(' ')}\n  row ${row}\n  pprof  ${expected[row]}\n  pprofx ${actual[row]}`);
  }
  return found;
}

/** Where no source is at hand pprofx lists lines all the same. */
function withoutExtras(actual: NormalForm, expected: NormalForm): NormalForm {
  const isLine = (line: string): boolean => line.startsWith('line ');
  return expected.some(isLine) ? actual : actual.filter((line) => !isLine(line));
}

function normalForm(
  bytes: Uint8Array | undefined,
  normalize: (bytes: Uint8Array) => NormalForm,
  isLoose: boolean,
): NormalForm {
  if (bytes === undefined) return ['refused'];
  return isLoose ? costsOnly(normalize(bytes)) : normalize(bytes);
}

/**
 * In callgrind files addresses are distances from the one before, so order changes every line: only costs compare
 * where go tool pprof leaves order to chance (nodes of one name in a call tree, calls of +n and −n).
 */
function isLeftToChance(subject: Subject, {kind, settings}: DifferentialCase): boolean {
  return kind === 'callgrind' && (settings['call_tree'] === 'true' || subject.arguments.length > 0);
}

function costsOnly(form: NormalForm): string[] {
  return form
    .filter((line) => /^[*+\d-]/.test(line))
    .map((line) => line.slice(line.lastIndexOf(' ') + 1))
    .sort();
}

/** Where calls of weight zero exist, go tool pprof chooses the nodes of a picture by accident: it must show all. */
function wholePicture(wanted: DifferentialCase): DifferentialCase {
  return wanted.kind === 'dot' ? {...wanted, settings: {...wanted.settings, trim: 'false'}} : wanted;
}

/** Several profiles at once: merged, subtracted, normalized. */
function combinedSubjects(): Subject[] {
  const series = ['1644509272337470000', '1644509287338709000', '1644509299337903000'].map((name) =>
    corpusPath('files', 'parca/pkg/query/testdata/many', `${name}.pb.gz`),
  );
  const pairs: readonly (readonly [string, string])[] = [
    ['deletecollection-leak/heap-before.pb.gz', 'deletecollection-leak/heap-after.pb.gz'],
    ['replicaset-flood/cpu-before.pb.gz', 'replicaset-flood/cpu-after.pb.gz'],
    ['replicaset-flood/goroutine-after.pb.gz', 'replicaset-flood/goroutine-before.pb.gz'],
  ];
  const combined = (name: string, sources: readonly string[], arguments_: readonly string[]): Subject => {
    const subject = subjectOf(name, sources[0], CASES_PER_PROFILE);
    return {...subject, sources, arguments: arguments_, cases: subject.cases.map(wholePicture)};
  };
  return [
    combined('three heaps merged', series, []),
    combined('a heap less an earlier one', [series[2]], [`-base=${series[0]}`]),
    combined('two heaps compared with one', series.slice(1), [`-diff_base=${series[0]}`]),
    ...pairs.flatMap(([source, base]) => [
      combined(`${source} less ${base}`, [samplePath(source)], [`-base=${samplePath(base)}`]),
      combined(`${source} compared with ${base}`, [samplePath(source)], [`-diff_base=${samplePath(base)}`]),
      combined(
        `${source} normalized to ${base}`,
        [samplePath(source)],
        [`-diff_base=${samplePath(base)}`, '-normalize'],
      ),
    ]),
  ];
}

/** Listings with the sources of the Go standard library beside them. */
function listingSubjects(): Subject[] {
  const root = execFileSync('go', ['env', 'GOROOT'], {encoding: 'utf8'}).trim();
  const patterns = ['^runtime\\.mallocgc$', '^syscall\\.', 'encoding/json|strconv'];
  return ['nodeips-hot/cpu-before.pb.gz', 'replicaset-flood/heap-before.pb.gz'].map((path) => ({
    ...subjectOf(`${path} with sources`, samplePath(path), 0),
    cases: patterns.map((pattern) => ({kind: 'list', pattern, settings: {source_path: join(root, 'src')}})),
  }));
}

const subjects = [...sampleSubjects(), ...corpusSubjects(), ...combinedSubjects(), ...listingSubjects()];

describe('go tool pprof and pprofx', () => {
  beforeAll(requireGo);

  it('are compared over at least 400 combinations of report, profile and options', () => {
    const combinations = subjects.flatMap(({cases, name}) => cases.map((wanted) => JSON.stringify([name, wanted])));
    expect(new Set(combinations).size).toBeGreaterThanOrEqual(400);
  });

  it.each(subjects.map((subject) => [subject.name, subject] as const))('agree on %s', async (_, subject) => {
    expect(await differences(subject)).toEqual([]);
  });
});
