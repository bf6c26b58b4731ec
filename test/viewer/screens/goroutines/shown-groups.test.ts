import {expect, it} from 'vitest';
import {readProfile} from '../../../../src/read.ts';
import {barCounts} from '../../../../viewer/screens/goroutines/age-bars.ts';
import {inOrder, ownFrame, shownGroups} from '../../../../viewer/screens/goroutines/shown-groups.ts';
import {goroutineGroups} from '../../../../viewer/worker/requests/goroutine-rows.ts';

const NO_FILTERS = {sharing: '', waiting: '', waits: ''};
const payload = goroutineGroups(
  readProfile(
    new TextEncoder().encode(
      [
        'goroutine 1 [chan send, 1 minutes]{app: a}:\nmain.send()\n\t/x.go:1 +0x1\n',
        'goroutine 2 [chan send, 20 minutes]{app: a}:\nmain.send()\n\t/x.go:1 +0x1\n',
        'goroutine 3 [select, 28 minutes]{app: b}:\nmain.send()\n\t/x.go:1 +0x1\n',
        'goroutine 4 [select, 2 minutes]{app: b}:\nmain.loop()\n\t/x.go:9 +0x1\n',
        'goroutine 5 [running]{app: a}:\nmain.loop()\n\t/x.go:9 +0x1\n',
      ].join('\n'),
    ),
  ),
);

function shown(filters: Partial<typeof NO_FILTERS>, isMatch?: Uint8Array): unknown[] {
  return shownGroups(payload, {...NO_FILTERS, ...filters}, isMatch).map(({fullCount, group}) => [
    group.stack[0],
    `${group.count} of ${fullCount}`,
    group.states.map(({count, text}) => `${count} ${text}`).join(', '),
    [group.waitMin, group.waitMedian, group.waitMax],
  ]);
}

it('a range of waits shows the goroutines in it, not the rest of their groups', () => {
  expect(shown({waits: '10-29'})).toEqual([['main.send', '2 of 3', '1 chan send, 1 select', [20, 20, 28]]]);
});

it('a state shows the goroutines in it, not the rest of their groups', () => {
  expect(shown({waiting: 'select'})).toEqual([
    ['main.send', '1 of 3', '1 select', [28, 28, 28]],
    ['main.loop', '1 of 2', '1 select', [2, 2, 2]],
  ]);
});

it('state, waits, label and search together count what passes all of them', () => {
  expect(shown({sharing: 'label app=a', waits: '0-60'})).toEqual([['main.send', '2 of 3', '2 chan send', [1, 1, 20]]]);
  expect(shown({sharing: 'label app=b', waiting: 'select', waits: '0-10'})).toEqual([
    ['main.loop', '1 of 2', '1 select', [2, 2, 2]],
  ]);
  const isMatch = Uint8Array.from(payload.groups, ({stack}) => (stack[0] === 'main.loop' ? 1 : 0));
  expect(shown({waiting: 'select'}, isMatch)).toEqual([['main.loop', '1 of 2', '1 select', [2, 2, 2]]]);
});

it('without filters every goroutine is in its group', () => {
  expect(shownGroups(payload, NO_FILTERS).map(({group}) => group)).toEqual(payload.groups);
});

it('groups come in the order of a column, either way', () => {
  const names = (order: string): string[] =>
    inOrder(shownGroups(payload, NO_FILTERS), order).map(({group}) => ownFrame(group.stack));
  expect(names('function')).toEqual(['main.loop', 'main.send']);
  expect(names('-function')).toEqual(['main.send', 'main.loop']);
  expect(names('count')).toEqual(['main.send', 'main.loop']);
  expect(names('nonsense')).toEqual(payload.groups.map(({stack}) => ownFrame(stack)));
});

it('the frame shown of a group is its first own, or the first where all are the runtime', () => {
  expect(ownFrame(['runtime.gopark', 'sync.(*Mutex).Lock', 'acme.io/app.read'])).toBe('acme.io/app.read');
  expect(ownFrame(['runtime.gopark', 'runtime.bgsweep'])).toBe('runtime.gopark');
});

it('ages are counted on a logarithmic scale up to the longest of the dump', () => {
  const counts = barCounts([0, 0, 5, 1000], 1000);
  expect([counts[0], counts.at(-1)]).toEqual([2, 1]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(4);
});
