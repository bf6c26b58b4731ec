/**
 * Test cases of other readers of dumps and profiles, with what they expect of their inputs.
 */
import {describe, expect, it} from 'vitest';
import {PprofxError} from '../../src/base/errors.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';
import {pprofx} from '../support/cli.ts';
import {stackOf} from '../support/goroutines.ts';
import {peerPath, readBytes, readJson} from '../support/shared.ts';
import {labelsOf} from '../support/threads.ts';

interface Wanted {
  readonly refused?: boolean;
  /** Others leave out what is broken; we may keep it. */
  readonly atLeast?: boolean;
  readonly goroutines?: number;
  readonly states?: Readonly<Record<string, number>>;
  readonly ids?: readonly number[];
  readonly locked?: number;
  readonly leaked?: number;
  readonly waits?: {readonly min: number; readonly max: number};
  /** Null where anything goes. */
  readonly firstFrames?: readonly (string | null)[];
  /** States are those of a race report, which says more than the header. */
  readonly stateOf?: 'race';
  readonly folded?: Readonly<Record<string, number>>;
  readonly total?: number;
  readonly kept?: boolean;
  /** Names of each goroutine's frames, leaf first, a line each, and how many have them. */
  readonly stacks?: Readonly<Record<string, number>>;
  readonly createdBy?: Readonly<Record<string, number>>;
  readonly byId?: readonly {
    readonly id: number;
    readonly state: string;
    readonly first: string;
    readonly has: readonly string[];
    readonly hasNot: readonly string[];
  }[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly emptyOk?: boolean;
  readonly rc0?: boolean;
}

interface PeerCase {
  readonly id: string;
  readonly input: string;
  readonly cmd: string;
  readonly judge?: string;
  readonly args?: readonly string[];
  readonly expect: Wanted;
}

const {cases} = readJson(peerPath('expected.json')) as {readonly cases: readonly PeerCase[]};
const named = (kept: (each: PeerCase) => boolean): (readonly [string, PeerCase])[] =>
  cases.filter(kept).map((each) => [each.id, each] as const);

interface Goroutine {
  readonly id: number;
  readonly state: string;
  readonly wait: number;
  readonly isLocked: boolean;
  readonly isLeaked: boolean;
  readonly first: string;
  readonly frames: readonly string[];
  readonly createdBy: string;
}

/** One each, as often as the dump counts it. */
function goroutinesOf(profile: Profile): Goroutine[] {
  const {goroutines: table, kind, samples} = profile;
  if (table === undefined) {
    const unnamed = {
      id: -1,
      state: '',
      wait: -1,
      isLocked: false,
      isLeaked: kind === 'goroutineleak',
      first: '',
      frames: [],
      createdBy: '',
    };
    return Array.from(samples.values[0]).flatMap((count) => new Array<Goroutine>(count).fill(unnamed));
  }
  return Array.from({length: table.length}, (_, row) => ({
    id: table.id[row],
    state: table.states[table.state[row]].text,
    wait: table.waitMinutes[row],
    isLocked: table.isLocked[row] === 1,
    isLeaked: table.isLeaked[row] === 1,
    first: stackOf(profile, row)[0] ?? '',
    // Go writes dots of the last element of a path as %2e; we keep that.
    frames: stackOf(profile, row).map((frame) => frame.replaceAll('%2e', '.')),
    createdBy: table.createdBy[row] < 0 ? '' : profile.strings.at(table.createdBy[row]),
    count: samples.values[0][row],
  })).flatMap(({count, ...each}) => new Array<Goroutine>(count).fill(each));
}

/** What is seen of all that is wanted. */
function seenOf(
  found: readonly Goroutine[],
): Required<Pick<Wanted, 'goroutines' | 'states' | 'ids' | 'locked' | 'leaked'>> {
  const states: Record<string, number> = {};
  for (const {state} of found) states[state] = (states[state] ?? 0) + 1;
  return {
    goroutines: found.length,
    states,
    ids: found.map(({id}) => id).sort((a, b) => a - b),
    locked: found.filter(({isLocked}) => isLocked).length,
    leaked: found.filter(({isLeaked}) => isLeaked).length,
  };
}

describe('goroutines', () => {
  it.each(named(({cmd}) => cmd === 'goroutines'))('%s', (_, {expect: wanted, input}) => {
    const read = (): Profile => readProfile(readBytes(peerPath(input)), {name: input});
    if (wanted.refused === true) {
      expect(read).toThrow(PprofxError);
      return;
    }
    const found = goroutinesOf(read());
    const seen = seenOf(found);
    if (wanted.atLeast === true) {
      expect(seen.goroutines).toBeGreaterThanOrEqual(wanted.goroutines ?? 0);
      expect(seen.ids).toEqual(expect.arrayContaining([...(wanted.ids ?? [])]));
      return;
    }
    const {goroutines, ids, leaked, locked} = wanted;
    const states = wanted.stateOf === 'race' ? undefined : wanted.states;
    const figures = Object.entries({goroutines, ids, leaked, locked, states}).filter(
      ([, value]) => value !== undefined,
    );
    expect(seen).toMatchObject(Object.fromEntries(figures));
    if (wanted.firstFrames !== undefined) {
      const frames = found.map(({first}, at) => (wanted.firstFrames?.[at] === null ? null : first));
      expect(frames).toEqual(wanted.firstFrames);
    }
    const waits = found.map(({wait}) => wait).filter((wait) => wait >= 0);
    if (wanted.waits !== undefined)
      expect([Math.min(...waits), Math.max(...waits)]).toEqual([wanted.waits.min, wanted.waits.max]);
  });
});

function countBy(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

/** What differs: creators of a race report are not kept, and frames without argument lists are no frames. */
const DIFFERENT = /^(?:panicparse\/(?:synthetic-Race|panic_race|static_race)|stackgazer\/no-args)$/;

describe('frames and creators', () => {
  const wants = ({byId, createdBy, labels, stacks}: Wanted): boolean =>
    [byId, createdBy, labels, stacks].some((each) => each !== undefined);
  it.each(
    named(({cmd, expect: wanted}) => cmd === 'goroutines' && wanted.atLeast !== true && wants(wanted)).filter(
      ([id]) => !DIFFERENT.test(id),
    ),
  )('%s', (_, {expect: wanted, input}) => {
    const profile = readProfile(readBytes(peerPath(input)), {name: input});
    const found = goroutinesOf(profile);
    const {byId, createdBy, labels, stacks} = wanted;
    if (stacks !== undefined) expect(countBy(found.map(({frames}) => frames.join('\n')))).toEqual(stacks);
    if (createdBy !== undefined) {
      expect(countBy(found.flatMap((each) => (each.createdBy === '' ? [] : each.createdBy)))).toEqual(createdBy);
    }
    for (const {first, has, hasNot, id, state} of byId ?? []) {
      const one = found.find((each) => each.id === id);
      expect([one?.state, one?.first]).toEqual([state, first]);
      expect(one?.frames).toEqual(expect.arrayContaining([...has]));
      expect(one?.frames.filter((frame) => hasNot.includes(frame))).toEqual([]);
    }
    const rows = [...profile.samples.stack.keys()];
    if (labels !== undefined) expect(rows.map((row) => labelsOf(profile, row))).toContainEqual(labels);
  });
});

/** A stack with several label sets stands once for each. */
function foldedSums(text: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of text.trim().split('\n')) {
    const space = line.lastIndexOf(' ');
    const stack = line.slice(0, space);
    sums.set(stack, (sums.get(stack) ?? 0) + Number(line.slice(space + 1)));
  }
  return sums;
}

describe('stacks', () => {
  it.each(named(({expect: {folded, total}, judge}) => judge === 'folded' && (folded ?? total) !== undefined))(
    '%s',
    (_, each) => {
      const {code, stderr, stdout} = pprofx(['convert', peerPath(each.input), ...(each.args ?? [])]);
      expect([stderr.replace(/^warning: --\w+ matched nothing\n/gm, ''), code]).toEqual(['', 0]);
      const sums = foldedSums(stdout);
      if (each.expect.folded !== undefined) expect(Object.fromEntries(sums)).toEqual(each.expect.folded);
      if (each.expect.total !== undefined)
        expect([...sums.values()].reduce((sum, count) => sum + count, 0)).toBe(each.expect.total);
    },
  );
});

describe('other answers', () => {
  it.each(named(({expect: {emptyOk, rc0}}) => emptyOk === true || rc0 === true))('%s is no failure', (_, each) => {
    expect(pprofx([each.cmd, peerPath(each.input), ...(each.args ?? [])]).code).toBe(0);
  });
});

describe('tag filters', () => {
  it.each(named(({judge}) => judge === 'kept'))('%s', (_, each) => {
    const {stdout} = pprofx([each.cmd, peerPath(each.input), ...(each.args ?? [])]);
    expect(JSON.parse(stdout || '{"rows":[]}').rows.length > 0).toBe(each.expect.kept);
  });
});
