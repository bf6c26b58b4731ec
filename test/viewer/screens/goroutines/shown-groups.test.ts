import {expect, it} from 'vitest';
import {readProfile} from '../../../../src/read.ts';
import {shownGroups} from '../../../../viewer/screens/goroutines/shown-groups.ts';
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
