/**
 * CockroachDB's debug=3, as ../shared/peers describes it.
 */
import {expect, it} from 'vitest';
import {groupGoroutines} from '../../src/analysis/goroutines/groups.ts';
import {readProfile} from '../../src/read.ts';
import {peerPath, readBytes, readJson} from '../support/shared.ts';

interface Case {
  readonly id: string;
  readonly input: string;
  readonly expect: {
    readonly goroutines: number;
    readonly ids: readonly [number, number];
    readonly states: Readonly<Record<string, number>>;
    readonly waits: {readonly min: number; readonly max: number};
  };
}

it('goroutines of debug=3 have ids, states and waits', () => {
  const {cases} = readJson(peerPath('horizon.json')) as {cases: readonly Case[]};
  const [wanted] = cases.filter(({id}) => id === 'goroutine/debug3');
  const profile = readProfile(readBytes(peerPath(wanted.input)));
  const ids = [...(profile.goroutines?.id ?? [])];
  expect([ids.length, Math.min(...ids), Math.max(...ids)]).toEqual([wanted.expect.goroutines, ...wanted.expect.ids]);
  const {groups} = groupGoroutines(profile, {by: 'stack', similar: 'functions', keep: undefined});
  expect(groups).toHaveLength(1);
  expect(Object.fromEntries(groups[0].states.map(([state, count]) => [state, count]))).toEqual(wanted.expect.states);
  expect(groups[0].wait).toMatchObject(wanted.expect.waits);
});
