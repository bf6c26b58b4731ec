/**
 * The kernel stacks among the forms that people bring, with what is expected of each.
 */
import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {functionName, stackFunctions} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {faultPath} from '../../support/shared.ts';
import {labelsOf, threadLines} from '../../support/threads.ts';

interface HorizonCase {
  readonly id: string;
  readonly input: string;
  readonly expect: Readonly<Record<string, string | number>>;
}

const peers = (path: string): string => faultPath(`../peers/${path}`);
const {cases}: {readonly cases: readonly HorizonCase[]} = JSON.parse(readFileSync(peers('horizon.json'), 'utf8'));
const kernel = cases.filter(({id}) => id.startsWith('kernel/'));

it('holds kernel stacks', () => {
  expect(kernel.length).toBeGreaterThan(3);
});

it.each(kernel.map(({id, ...rest}) => [id, rest] as const))('%s is read as expected', (_, {expect: wanted, input}) => {
  const profile = readProfile(readFileSync(peers(input)), {name: input});
  const {goroutines, samples} = profile;
  const names = stackFunctions(profile, samples.stack[0]).map((fn) => functionName(profile, fn));
  const {comm: task, seconds} = labelsOf(profile, 0);
  const seen: Readonly<Record<string, unknown>> = {
    stacks: samples.length,
    tasks: samples.length,
    leaf: names[0],
    task,
    pid: goroutines?.id[0],
    state: goroutines?.states[goroutines.state[0]].text[0],
    seconds,
  };
  expect(profile.kind).toBe('kernel');
  for (const [key, value] of Object.entries(wanted)) if (key !== 'note') expect([key, seen[key]]).toEqual([key, value]);
});

it('a web page is read with all its pastes and the processes that they name', () => {
  const page = kernel.find(({input}) => input.includes('seed-002'));
  const lines = threadLines(readProfile(readFileSync(peers(page?.input ?? '')), {name: 'page'}));
  expect(lines.map((line) => line.replace(/ <.*/, ''))).toEqual([
    '? (291967) -: do_wait',
    '? (362091) -: call_rwsem_down_read_failed',
    '? (?) -: do_wait',
    '? (?) -: __ceph_do_pending_vmtruncate',
    '? (?) -: wait_woken',
  ]);
});
