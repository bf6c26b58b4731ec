/**
 * States of goroutines in protobuf, which has none: read from the runtime's frames and lines.
 */
import {expect, test} from 'vitest';
import {goroutineFilter} from '../../../src/analysis/goroutines/filter.ts';
import {groupGoroutines} from '../../../src/analysis/goroutines/groups.ts';
import {rowStates} from '../../../src/analysis/goroutines/row-states.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {stackOf} from '../../support/goroutines.ts';
import {blockedDumps} from '../../support/live.ts';

const {debug2, proto} = blockedDumps();
const printed = readProfile(debug2);
const bare = readProfile(proto);

/** Function of the program → states of its goroutines. */
function byStarter(profile: Profile): Record<string, string[]> {
  const stateOf = rowStates(profile);
  const states = new Map<string, Set<string>>();
  for (let row = 0; row < profile.samples.length; row++) {
    const starter =
      stackOf(profile, row)
        .filter((name) => name.startsWith('main.'))
        .at(-1) ?? '';
    states.set(starter, (states.get(starter) ?? new Set()).add(stateOf(row).text));
  }
  return Object.fromEntries([...states].map(([starter, texts]) => [starter, [...texts].sort()]));
}

test('every blocking state is the one that the text form prints', () => {
  const {'main.main': _writer, 'main.spinner': _spinner, ...waiting} = byStarter(printed);
  expect(bare.goroutines).toBeUndefined();
  expect(Object.keys(waiting).length).toBeGreaterThan(15);
  expect(byStarter(bare)).toMatchObject(waiting);
});

test('what runs has no state', () => {
  expect(byStarter(bare)['main.spinner']).toEqual(['']);
});

test('groups and --where know them, as inferred', () => {
  const keep = goroutineFilter(bare, ['state=chan send (nil chan)', 'class=nilchan']);
  const {groups, total} = groupGoroutines(bare, {similar: 'functions', by: 'state', keep});
  expect(total).toBe(3);
  expect(groups.map(({states}) => states)).toEqual([[['chan send (nil chan)', 3, true]]]);
});
