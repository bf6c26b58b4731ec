import {describe, expect, it} from 'vitest';
import {diffProfiles} from '../src/diff.ts';
import type {Profile} from '../src/model/profile.ts';
import {readProfile} from '../src/read.ts';
import {verdictSentence} from '../src/render/words/diff-words.ts';
import {profileOf} from './support/folded-profile.ts';
import {dump, readIncident} from './support/incident-text.ts';
import {readSample} from './support/samples.ts';
import {readBytes, samplePath} from './support/shared.ts';

const known = new Map<string, Profile>();

function read(path: string): Profile {
  const profile = known.get(path) ?? load(path);
  known.set(path, profile);
  return profile;
}

const load = (path: string): Profile =>
  path.endsWith('.txt.gz') ? readProfile(readBytes(samplePath(path)), {name: path}) : readSample(path);

/** Before, after, and the function that must be named first. */
const INCIDENTS: readonly (readonly [string, string, RegExp])[] = [
  ['deletecollection-leak/goroutine-before.pb.gz', 'deletecollection-leak/goroutine-after.pb.gz', /DeleteCollection/],
  [
    'deletecollection-leak/goroutine-debug1-before.txt',
    'deletecollection-leak/goroutine-debug1-after.txt',
    /DeleteCollection/,
  ],
  [
    'deletecollection-leak/goroutine-debug2-before.txt.gz',
    'deletecollection-leak/goroutine-debug2-after.txt.gz',
    /DeleteCollection/,
  ],
  ['deletecollection-leak/heap-before.pb.gz', 'deletecollection-leak/heap-after.pb.gz', /DeleteCollection/],
  ['replicaset-flood/heap-before.pb.gz', 'replicaset-flood/heap-after.pb.gz', /ReplicaSet/],
  ['replicaset-flood/cpu-before.pb.gz', 'replicaset-flood/cpu-after.pb.gz', /ListResource/],
  ['nodeips-hot/cpu-before.pb.gz', 'nodeips-hot/cpu-after.pb.gz', /NodeIPs/],
];

/** What a server allocated since its start, at a second of its life. */
function allocated(bytes: number, timeSeconds: number, root = 'net/http.(*conn).serve'): Profile {
  const stacks = Array.from({length: 500}, (_, i) => `${root};acme.io/web.render;acme.io/web.row${i} ${bytes / 500}`);
  return profileOf(stacks, {type: 'alloc_space', unit: 'bytes', timeSeconds});
}

describe('dumps in two forms', () => {
  const text = (count: number): Profile =>
    readIncident(dump([`[chan receive] main.work(0x1) < main.main.func1() by main.main *${count}`]));
  const binary = (count: number): Profile =>
    profileOf([`main.main.func1;main.work;runtime.chanrecv1;runtime.chanrecv;runtime.gopark ${count}`], {
      type: 'goroutine',
      unit: 'count',
    });

  it('of the same goroutines are equal, although only one shows where in the runtime they wait', () => {
    for (const [before, after] of [
      [text(300), binary(300)],
      [binary(300), text(300)],
    ]) {
      const diff = diffProfiles([before], [after]);
      expect(diff.verdict).toBe('unchanged');
      expect(diff.sections[0].goroutines?.shapes.map(({change}) => change)).toEqual(['unchanged']);
    }
  });

  it('say what grew, which is never the runtime', () => {
    const sentence = verdictSentence(diffProfiles([text(30)], [binary(300)]));
    expect(sentence).toContain('main.work');
    expect(sentence).not.toContain('gopark');
  });

  it('exact counts are not called noise', () => {
    const sentence = verdictSentence(diffProfiles([binary(300)], [binary(306)]));
    expect(sentence).toContain('300 → 306 (+2.0%, no more than such counts vary)');
    expect(sentence).not.toContain('noise');
  });
});

describe('counters since the start', () => {
  it('that fell are of another life of a server, and not compared', () => {
    const diff = diffProfiles([allocated(125e9, 1000)], [allocated(12e9, 5000)]);
    expect(diff.verdict).toBe('unchanged');
    expect(verdictSentence(diff)).toMatch(/bytes allocated .*restarted in between/);
  });

  it.each([
    ['that rose', allocated(12e9, 1000), allocated(125e9, 5000), 'worse'],
    [
      'of a benchmark',
      allocated(125e9, 1000, 'testing.(*B).launch'),
      allocated(12e9, 5000, 'testing.(*B).launch'),
      'fixed',
    ],
  ])('%s are', (_, before, after, verdict) => {
    const diff = diffProfiles([before], [after]);
    expect(diff.verdict).toBe(verdict);
    expect(verdictSentence(diff)).not.toContain('restarted');
  });
});

describe('diff', () => {
  it.each(INCIDENTS)('%s was fixed in %s', (before, after, culprit) => {
    const {findings, sections, verdict} = diffProfiles([read(before)], [read(after)]);
    expect(verdict).toBe('fixed');
    const [{comparison, assessments}] = sections;
    expect(assessments[comparison.decisive].lead?.function).toMatch(culprit);
    expect(new Set(findings.map(({status}) => status))).toEqual(new Set(['gone']));
    expect(findings[0].finding.culprit.function).toMatch(culprit);
  });

  it.each(INCIDENTS)('%s is what makes %s worse when swapped', (before, after, culprit) => {
    const {findings, sections, verdict} = diffProfiles([read(after)], [read(before)]);
    expect(verdict).toBe('worse');
    const [{comparison, assessments}] = sections;
    expect(assessments[comparison.decisive].lead?.function).toMatch(culprit);
    expect(new Set(findings.map(({status}) => status))).toEqual(new Set(['new']));
  });

  it.each(INCIDENTS)('%s against itself is unchanged, and no row is called a change', (before) => {
    const {findings, sections, verdict} = diffProfiles([read(before)], [read(before)]);
    expect(verdict).toBe('unchanged');
    const changed = sections.flatMap(({comparison}) =>
      comparison.types.flatMap(({rows, total}) =>
        [total, ...rows.flatMap(({cum, flat}) => [cum, flat])].filter(({change}) => change !== 'unchanged'),
      ),
    );
    expect(changed).toEqual([]);
    expect(findings.filter(({status}) => status !== 'same')).toEqual([]);
  });

  it('goroutines of two quiet servers are unchanged', () => {
    const {findings, verdict} = diffProfiles(
      [read('replicaset-flood/goroutine-debug2-before.txt.gz')],
      [read('replicaset-flood/goroutine-debug2-after.txt.gz')],
    );
    expect(verdict).toBe('unchanged');
    expect(findings).toEqual([]);
  });

  it('several kinds are paired by kind and judged together', () => {
    const folder = 'deletecollection-leak';
    const {sections, verdict} = diffProfiles(
      [read(`${folder}/goroutine-before.pb.gz`), read(`${folder}/heap-before.pb.gz`)],
      [read(`${folder}/goroutine-after.pb.gz`), read(`${folder}/heap-after.pb.gz`)],
    );
    expect(verdict).toBe('fixed');
    expect(sections.map(({comparison}) => comparison.kind)).toEqual(['goroutine', 'heap']);
  });

  it('an input without counterpart is told, and nothing in common is refused', () => {
    const heap = read('misc/etcd-heap.pb.gz');
    const cpu = read('misc/etcd-cpu.pb.gz');
    expect(diffProfiles([heap, cpu], [heap]).uncompared).toEqual([
      {name: 'misc/etcd-cpu.pb.gz', side: 'before', kind: 'cpu'},
    ]);
    expect(() => diffProfiles([heap], [cpu])).toThrow(/nothing to compare/);
  });

  it('a finding that stays is told as still there', () => {
    const leak = read('deletecollection-leak/goroutine-before.pb.gz');
    const freed = read('deletecollection-freed/goroutine.pb.gz');
    const {findings, verdict} = diffProfiles([leak], [freed]);
    expect(verdict).toBe('unchanged');
    expect(findings.map(({status}) => status)).toEqual(['same']);
  });
});
