/**
 * Test cases of other readers of dumps and profiles, with what they expect of their inputs.
 */
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {PprofxError} from '../../src/base/errors.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';
import {pprofx} from '../support/cli.ts';
import {stackOf} from '../support/goroutines.ts';
import {type PeerCase, peerCases, peerExpectations, peerInputs, peerTally, type Wanted} from '../support/peers.ts';
import {peerPath, readBytes, readJson} from '../support/shared.ts';
import {labelsOf} from '../support/threads.ts';

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
  it.each(peerCases('goroutines'))('%s', (name, each) => {
    const {expect: wanted} = each;
    const read = (): Profile => readProfile(readBytes(peerInputs(each)[0]), {name});
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

describe('frames and creators', () => {
  it.each(peerCases('frames'))('%s', (name, each) => {
    const profile = readProfile(readBytes(peerInputs(each)[0]), {name});
    const found = goroutinesOf(profile);
    const {byId, createdBy, groups, labels, stacks} = each.expect;
    if (stacks !== undefined) expect(countBy(found.map(({frames}) => frames.join('\n')))).toEqual(stacks);
    if (groups !== undefined) expect(new Set(found.map(({frames}) => frames.join('\n'))).size).toBe(groups);
    if (createdBy !== undefined) {
      expect(countBy(found.flatMap((one) => (one.createdBy === '' ? [] : one.createdBy)))).toEqual(createdBy);
    }
    for (const {first, has, hasNot, id, state} of byId ?? []) {
      const one = found.find((other) => other.id === id);
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
  // What has no value is no sample.
  return new Map([...sums].filter(([, sum]) => sum !== 0));
}

function foldedOf(each: PeerCase): Map<string, number> {
  const {code, stderr, stdout} = pprofx(['convert', ...peerInputs(each), ...(each.args ?? [])]);
  expect([stderr.replace(/^warning: --\w+ matched nothing\n/gm, ''), code]).toEqual(['', 0]);
  return foldedSums(stdout);
}

/** Without remarks, and without frames that have no name, as speedscope and inferno read them, too. */
function plainFolded(text: string): string {
  const lines = text.replaceAll('\r', '').split('\n');
  return lines
    .filter((line) => !/^(?:#.*|\s*)$/.test(line))
    .map((line) => line.replace(/;\s+(\d+)$/, ' $1'))
    .join('\n');
}

describe('stacks', () => {
  it.each(peerCases('stacks'))('%s', (_, each) => {
    const sums = foldedOf(each);
    if (each.expect.folded !== undefined) expect(Object.fromEntries(sums)).toEqual(each.expect.folded);
    if (each.expect.total !== undefined)
      expect([...sums.values()].reduce((sum, count) => sum + count, 0)).toBe(each.expect.total);
  });

  it.each(peerCases('sameAsInput'))('%s come out as they went in', (_, each) => {
    const text = new TextDecoder(each.expect.encoding).decode(readBytes(peerInputs(each)[0]));
    expect(foldedOf(each)).toEqual(foldedSums(plainFolded(text)));
  });
});

describe('other answers', () => {
  it.each(peerCases('noFailure'))('%s is no failure', (_, each) => {
    expect(pprofx([each.cmd, ...peerInputs(each), ...(each.args ?? [])]).code).toBe(0);
  });
});

describe('tag filters', () => {
  it.each(peerCases('kept'))('%s', (_, each) => {
    const {stdout} = pprofx([each.cmd, ...peerInputs(each), ...(each.args ?? [])]);
    expect(JSON.parse(stdout || '{"rows":[]}').rows.length > 0).toBe(each.expect.kept);
  });
});

/** What the tests here and in peer-goldens.shared.test.ts look at; `note` is for people, `race` says what `stateOf` says. */
const LOOKED_AT =
  'atLeast byId createdBy emptyOk encoding failed firstFrames folded goldenFile goroutines groups ids kept labels leaked ' +
  'locked note race rawFile rc0 refused sameAsInput stacks stateOf states sums total types waits';

describe('total', () => {
  it.each(peerCases('total'))('%s', (_, each) => {
    const {stdout} = pprofx([each.cmd, ...peerInputs(each), ...(each.args ?? [])]);
    expect(JSON.parse(stdout).total).toBe(each.expect.total);
  });
});

describe('the list', () => {
  const {all, right, unheld} = peerTally();
  it(`has ${all} cases: ${right} are right here`, () => {
    expect(unheld).toEqual([]);
    expect(right).toBe(all);
  });

  it('asks for nothing that no test looks at', () => {
    expect(peerExpectations()).toEqual(LOOKED_AT.split(' '));
  });
});

/** Inputs that no other project's test covers, and the test that holds each. */
const HORIZON: Readonly<Record<string, readonly string[]>> = {
  'formats/tools/horizon.shared.test.ts': [
    'perf-script/perf-dd-stacks-01',
    'perf-script/perf-java-stacks-02',
    'perf-script/perf-js-stacks-01',
    'perf-script/perf-funcab-cmd-01',
    'perf-script/perf-mirageos-stacks-01',
    'perf-script/inferno-go-stacks',
    'perf-script/inferno-single-line-stacks',
  ],
  'formats/otlp/horizon.shared.test.ts': ['otlp/protobuf'],
  'formats/kernel/horizon.shared.test.ts': [
    'kernel/proc-stack',
    'kernel/proc-stack-0',
    'kernel/seed-002-as-pasted',
    'kernel/hung-task',
  ],
  'formats/goroutine-labels.shared.test.ts': ['goroutine/debug3'],
};
/** An archive with nothing to read in it: the list asks that its form is known. */
const NAMED_ONLY = ['archive/zip'];

describe('what lies beyond', () => {
  const {cases} = readJson(peerPath('horizon.json')) as {
    readonly cases: readonly {readonly id: string; readonly input: string; readonly expect: object}[];
  };

  it('is held by a test, entry by entry', () => {
    const held = [...Object.values(HORIZON).flat(), ...NAMED_ONLY];
    expect(cases.map(({id}) => id).sort()).toEqual(held.sort());
  });

  it.each(Object.keys(HORIZON))('%s reads the list or the input', (path) => {
    expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toMatch(/peers\/horizon|'horizon\.json'/);
  });

  const isNamedOnly = ({id}: {readonly id: string}): boolean => NAMED_ONLY.includes(id);

  it.each(cases.filter((each) => !isNamedOnly(each)).map(({id, input}) => [id, input] as const))(
    '%s is read by analyze',
    (_, input) => {
      const {code, stderr} = pprofx(['analyze', peerPath(input)]);
      expect([code === 0 || code === 1, stderr.match(/^error:.*/m)]).toEqual([true, null]);
    },
  );

  it.each(cases.filter(isNamedOnly).map(({id, input}) => [id, input] as const))(
    '%s is opened, and what it holds is named',
    (_, input) => {
      expect(pprofx(['analyze', peerPath(input)]).stderr).toMatch(/among \d+ entries; profiles\/heap\.pprof: /);
    },
  );
});
