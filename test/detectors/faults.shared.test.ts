/**
 * Inputs of ../shared/faults that have no label of a first finding, and that every other one has a label.
 */
import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {diffProfiles} from '../../src/diff.ts';
import {verdictSentence} from '../../src/render/words/diff-words.ts';
import {pprofx} from '../support/cli.ts';
import {readFixture, troubles} from '../support/diagnosis.ts';
import {faultPath, readJson} from '../support/shared.ts';

const {faults: labels} = readJson('test/accuracy/labels.json') as {faults: {file: string}[]};

test('every entry is labelled or tried here', () => {
  const entries = (readJson(faultPath('faults.json')) as {file: string}[]).flatMap(({file}) => file.split(' '));
  const profiles = readdirSync(faultPath('profiles')).filter((name) => name !== 'README.md');
  const labelled = new Set(labels.map(({file}) => file));
  const rest = [...entries, ...profiles.map((name) => `profiles/${name}`)].filter((file) => !labelled.has(file));
  expect(rest.sort()).toEqual([
    'diff-unknown/goroutine-debug1-1.txt',
    'diff-unknown/goroutine-debug1-2.txt',
    'diff-unknown/heap-1.pb.gz',
    'diff-unknown/heap-2.pb.gz',
    'profiles/list-output.txt',
    'profiles/table-difference.txt',
    'profiles/table-stack-unwinding.txt',
    'status-forbidden.json',
  ]);
});

const first = (name: string) => analyze([readFixture(faultPath('profiles', name))]).findings[0];

test('a listing is its function, a difference no trouble, stacks of allocations are the memory profiler', () => {
  expect(first('list-output.txt').culprit.function).toBe('example.com/app/ws.deflateFor');
  expect(troubles(analyze([readFixture(faultPath('profiles/table-difference.txt'))]))).toEqual([]);
  expect(first('table-stack-unwinding.txt').id).toBe('stack-unwinding');
});

test('a difference names functions, never the unknown', () => {
  const [before, after] = [1, 2].map((i) => readFixture(faultPath(`diff-unknown/goroutine-debug1-${i}.txt`)));
  expect(verdictSentence(diffProfiles([before], [after]))).toContain('main.handle.func1');
});

test('the refusal of an API server is repeated, with the rule that it wants', () => {
  const {code, stderr} = pprofx(['analyze', faultPath('status-forbidden.json')]);
  expect(code).not.toBe(0);
  expect(stderr).toContain('cannot get path "/debug/pprof/heap"');
  expect(stderr).toContain('nonResourceURLs');
});
