/**
 * What is compared with go tool pprof: all samples, pairs of them, and the public corpus, each with its reports.
 */
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {readProfile} from '../../src/read.ts';
import {corpusPath, samplePath} from '../support/shared.ts';
import {casesFor, type DifferentialCase} from './matrix.ts';

export interface Subject {
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
/** A report of these takes seconds. */
const CASES_PER_LARGE_PROFILE = 1 + EFFORT;
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

/** Where calls of weight zero exist, go tool pprof chooses the nodes of a picture by accident: it must show all. */
function wholePicture(wanted: DifferentialCase): DifferentialCase {
  return wanted.kind === 'dot' ? {...wanted, settings: {...wanted.settings, trim: 'false'}} : wanted;
}

function combined(name: string, sources: readonly string[], arguments_: readonly string[]): Subject {
  const subject = subjectOf(name, sources[0], CASES_PER_PROFILE);
  return {...subject, sources, arguments: arguments_, cases: subject.cases.map(wholePicture)};
}

/** Several profiles of the corpus at once: merged and subtracted. */
function combinedCorpusSubjects(): Subject[] {
  const series = ['1644509272337470000', '1644509287338709000', '1644509299337903000'].map((name) =>
    corpusPath('files', 'parca/pkg/query/testdata/many', `${name}.pb.gz`),
  );
  return [
    combined('three heaps merged', series, []),
    combined('a heap less an earlier one', [series[2]], [`-base=${series[0]}`]),
    combined('two heaps compared with one', series.slice(1), [`-diff_base=${series[0]}`]),
  ];
}

/** Two samples at once: subtracted and normalized. */
function combinedSampleSubjects(): Subject[] {
  const pairs: readonly (readonly [string, string])[] = [
    ['deletecollection-leak/heap-before.pb.gz', 'deletecollection-leak/heap-after.pb.gz'],
    ['replicaset-flood/cpu-before.pb.gz', 'replicaset-flood/cpu-after.pb.gz'],
    ['replicaset-flood/goroutine-after.pb.gz', 'replicaset-flood/goroutine-before.pb.gz'],
  ];
  return pairs.flatMap(([source, base]) => [
    combined(`${source} less ${base}`, [samplePath(source)], [`-base=${samplePath(base)}`]),
    combined(`${source} compared with ${base}`, [samplePath(source)], [`-diff_base=${samplePath(base)}`]),
    combined(`${source} normalized to ${base}`, [samplePath(source)], [`-diff_base=${samplePath(base)}`, '-normalize']),
  ]);
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

/** The sources of the Go that runs here decide what it lists, so listings are not recorded. */
const isListing = ({kind}: DifferentialCase): boolean => kind === 'list';

let ofSamples: readonly Subject[] | undefined;

/** Read once for all test files of a worker. */
function subjectsOfSamples(): readonly Subject[] {
  ofSamples ??= [...sampleSubjects(), ...combinedSampleSubjects()];
  return ofSamples;
}

/** Subjects whose answers are recorded below goldens/. */
export function recordedSubjects(): Subject[] {
  return subjectsOfSamples().map((subject) => ({
    ...subject,
    cases: subject.cases.filter((wanted) => !isListing(wanted)),
  }));
}

/** Listings of the samples, and some with the sources of Go's standard library. */
export function listedSubjects(): Subject[] {
  const listed = subjectsOfSamples()
    .filter(({cases}) => cases.some(isListing))
    // The first case, a plain table, shows that go tool pprof answers where it refuses every listing.
    .map((subject) => ({...subject, cases: subject.cases.filter((wanted, i) => i === 0 || isListing(wanted))}));
  return [...listed, ...listingSubjects()];
}

export function allCorpusSubjects(): Subject[] {
  return [...corpusSubjects(), ...combinedCorpusSubjects()];
}
