/**
 * A watcher over simulated services: the clock and the profiles are handed in, nothing waits.
 *
 * PPROFX_ROUNDS=1000 watches the healthy service for longer than eight of its breaths.
 *
 * Slow: hundreds of rounds of a watcher.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {failure} from '../../../src/base/errors.ts';
import type {Symptom} from '../../../src/cli/watch/alarms.ts';
import {type History, withRound} from '../../../src/cli/watch/history.ts';
import type {WatchState} from '../../../src/cli/watch/state.ts';
import type {Taken} from '../../../src/cli/watch/watcher.ts';
import {alarmSentence, nextCommand} from '../../../src/cli/watch/words.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {readSample} from '../../support/samples.ts';
import {quietWatcher} from '../../support/watch-folder.ts';

/** Of a service that breathes every 31 rounds. */
const ROUNDS = Number(process.env['PPROFX_ROUNDS'] ?? 250);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

type Crowds = Readonly<Record<string, readonly [count: number, state: string]>>;

/** Most rounds are like one before, and reading is what takes time. */
const dumps = new Map<string, Profile>();

/** A dump. @param counts  by function, with the state of its goroutines */
function goroutines(counts: Crowds): Profile {
  const key = JSON.stringify(counts);
  const dump = dumps.get(key) ?? readDump(counts);
  dumps.set(key, dump);
  return dump;
}

function readDump(counts: Crowds): Profile {
  let id = 1;
  const blocks = Object.entries(counts).flatMap(([name, [count, state]]) =>
    Array.from({length: count}, () => `goroutine ${id++} [${state}]:\n${name}(0x1)\n\t/app/x.go:1 +0x1\n`),
  );
  return readProfile(bytes(blocks.join('\n')), {name: 'goroutine'});
}

/** A heap profile of one allocation site, in bytes. */
function heap(value: number): Profile {
  const counts = `1: ${value} [2: ${2 * value}]`;
  const text = `heap profile: ${counts} @ heap/2\n${counts} @ 0x1\n#\t0x1\tmain.cache+0x1\t/app/x.go:1\n`;
  return readProfile(bytes(text), {name: 'heap'});
}

interface Simulation {
  /** When rounds are taken, in milliseconds; by default one after the other. */
  readonly timeOf?: (round: number) => number;
  readonly idOf?: (round: number) => string;
  readonly folder: string;
  readonly profilesOf: (round: number) => readonly Profile[];
  readonly startTimeOf?: (round: number) => string;
  readonly everySeconds?: number;
}

interface Reported {
  readonly round: number;
  readonly sentence: string;
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'watch-'));

/** Runs rounds `from` up to `to`; a new watcher over the same folder continues where the last one was killed. */
async function rounds(
  {everySeconds = 60, folder, idOf, profilesOf, startTimeOf, timeOf}: Simulation,
  from: number,
  to: number,
): Promise<Reported[]> {
  const reported: Reported[] = [];
  let current = from;
  const take = async (): Promise<Taken> => ({
    slowestMillis: 1,
    seen: [{id: idOf?.(current) ?? 'web', profiles: profilesOf(current), startTime: startTimeOf?.(current) ?? 'start'}],
    read: [],
  });
  const report = async (symptom: Symptom): Promise<void> => {
    reported.push({round: current, sentence: alarmSentence(symptom)});
  };
  const source = {
    round: async (path: string) => {
      mkdirSync(path);
      writeFileSync(join(path, 'heap.pb.gz'), 'x');
      return take();
    },
    full: async (path: string) => {
      mkdirSync(path, {recursive: true});
    },
  };
  const watcher = quietWatcher({folder, source, report});
  for (; current < to; current++) {
    await watcher.round(new Date(timeOf?.(current) ?? 1.7e12 + current * everySeconds * 1000));
  }
  return reported;
}

const IDLE = {'main.serve': [4, 'IO wait']} as const;
const leaking = (round: number): Profile[] => [goroutines({...IDLE, 'main.leak': [10 * (round + 1), 'chan send']})];

describe('Watcher', () => {
  it('names a leak of two goroutines a second within two minutes of rounds of five seconds', async () => {
    const [first] = await rounds({folder: newFolder(), profilesOf: leaking, everySeconds: 5}, 0, 24);
    expect(first.sentence).toMatch(/^web: \d+ goroutines are stuck sending on a channel in main\.leak$/);
    expect(first.round).toBeLessThan(24);
  });

  it('names it as soon where the goroutines wait for what no detector counts so early: by its growth', async () => {
    const profilesOf = (round: number): Profile[] => [
      goroutines({...IDLE, 'main.handle': [10 * (round + 1), 'IO wait']}),
    ];
    const [first] = await rounds({folder: newFolder(), profilesOf, everySeconds: 5}, 0, 24);
    expect(first.sentence).toMatch(/^web: goroutines in main\.handle rise by 7\u202f200 an hour, from 10 to \d+$/);
    expect(first.round).toBeLessThan(24);
  });

  it('never reports one incident twice, killed and started again as often as you like', async () => {
    const folder = newFolder();
    const reported: Reported[] = [];
    for (let round = 0; round < 40; round++)
      reported.push(...(await rounds({folder, profilesOf: leaking}, round, round + 1)));
    expect(reported.length).toBe(1);
  });

  it('takes the full set once at the alarm', async () => {
    const folder = newFolder();
    await rounds({folder, profilesOf: leaking}, 0, 40);
    expect(readdirSync(join(folder, 'alarms')).length).toBe(1);
  });

  it('pins the first healthy round and thins out the others', async () => {
    const folder = newFolder();
    await rounds({folder, profilesOf: () => [goroutines(IDLE)]}, 0, 300);
    const {healthy} = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as {healthy: string};
    const kept = readdirSync(join(folder, 'rounds'));
    expect(kept[0]).toBe(healthy);
    expect(kept.length).toBeLessThan(70);
  });

  it(`a healthy service that breathes raises no alarm in ${ROUNDS} rounds`, async () => {
    const breath = (round: number): number => 1 + 0.25 * Math.sin(round / 5) + 0.05 * Math.sin(round * 1.7);
    const profilesOf = (round: number): Profile[] => [
      goroutines({...IDLE, 'main.handle': [Math.round(40 * breath(round)), 'IO wait']}),
      heap(Math.round(2e8 * breath(round))),
    ];
    expect(await rounds({folder: newFolder(), profilesOf}, 0, ROUNDS)).toEqual([]);
  });

  it('growth that no detector knows is reported with its rate', async () => {
    const profilesOf = (round: number): Profile[] => [heap(5e7 + 4e6 * round)];
    const [first] = await rounds({folder: newFolder(), profilesOf}, 0, 60);
    expect(first.sentence).toMatch(/^web: the heap rises by 2\d\d\.\d\dMB an hour, from \d+\.\d\dMB to \d+\.\d\dMB$/);
  });

  it('an alarm says what to run: growth is compared with the healthy round, a finding looked at by itself', async () => {
    const nextOf = async (profilesOf: (round: number) => readonly Profile[]): Promise<string> => {
      let next = '';
      const folder = newFolder();
      let round = 0;
      const watcher = quietWatcher({
        folder,
        source: {
          round: async (path) => {
            mkdirSync(path);
            return {seen: [{id: 'web', profiles: profilesOf(round), startTime: 's'}], read: [], slowestMillis: 1};
          },
          full: async (path) => {
            mkdirSync(path, {recursive: true});
          },
        },
        report: async (symptom, taken, healthy) => {
          next = nextCommand(symptom, taken, healthy).replaceAll(folder, 'w');
        },
      });
      for (; round < 40 && next === ''; round++) await watcher.round(new Date(1.7e12 + round * 60_000));
      return next;
    };
    expect(await nextOf((round) => [heap(5e7 + 4e6 * round)])).toMatch(
      /^pprofx diff w\/rounds\/20231114T221320Z-000000 w\/alarms\/\S+$/,
    );
    expect(await nextOf(leaking)).toMatch(/^pprofx analyze w\/alarms\/\S+$/);
  });

  it('a restart of the process begins new series', async () => {
    const folder = newFolder();
    const simulation = {
      folder,
      profilesOf: (): Profile[] => [heap(5e7)],
      startTimeOf: (round: number) => (round < 20 ? 'a' : 'b'),
    };
    await rounds(simulation, 0, 25);
    const state = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as {histories: {web: {at: number[]}}};
    expect(state.histories.web.at.length).toBe(5);
  });

  it('names a leak of one goroutine a second within five rounds of a minute', async () => {
    const profilesOf = (round: number): Profile[] => [
      goroutines({...IDLE, 'main.leak': [60 * (round + 1), 'chan receive']}),
    ];
    const [first] = await rounds({folder: newFolder(), profilesOf}, 0, 5);
    expect(first.sentence).toMatch(/main\.leak/);
  });

  it('a clock that is set back by a day repeats no alarm, and series go on', async () => {
    const folder = newFolder();
    const timeOf = (round: number): number => 1.7e12 + round * 60_000 - (round < 30 ? 0 : 86_400_000);
    const reported = await rounds({folder, profilesOf: leaking, timeOf}, 0, 60);
    expect(reported.length).toBe(1);
    const {histories} = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as WatchState;
    const {at} = histories.web;
    expect(at.length).toBe(60);
    expect(at.every((time, index) => index === 0 || time > at[index - 1])).toBe(true);
  });

  it('forgets processes that have not answered for a day', async () => {
    const folder = newFolder();
    const idOf = (round: number): string => `web-${Math.floor(round / 2)}`;
    await rounds({folder, profilesOf: leaking, idOf, everySeconds: 3600}, 0, 80);
    const {histories, incidents} = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as WatchState;
    expect(Object.keys(histories).length).toBeLessThan(14);
    expect(Object.keys(incidents).length).toBeLessThan(14);
  });

  it('another build of the program begins new series, also without a start time', () => {
    const profileOf = (buildId: string): Profile => {
      const profile = heap(5e7);
      const [mapping] = readSample('replicaset-flood/heap-before.pb.gz').mappings;
      return {...profile, mappings: [{...mapping, file: '/app/web', buildId}]};
    };
    const first = withRound(undefined, 1, [profileOf('a')]);
    expect(withRound(first, 2, [profileOf('a')]).at).toEqual([1, 2]);
    expect(withRound(first, 2, [profileOf('b')]).at).toEqual([2]);
  });

  it('follows the memory of the process, by its metrics or by the trailer of a heap in text', () => {
    const seen = [4e8, 5e8, undefined].reduce<History | undefined>(
      (history, residentBytes, at) =>
        withRound(history, at, [heap(5e7)], residentBytes === undefined ? {} : {residentBytes}),
      undefined,
    );
    // A round in which /metrics was late changes nothing.
    expect(seen?.series['resident memory']).toEqual([4e8, 5e8, 5e8]);
    const inText: Profile = {...heap(5e7), memStats: new Map([['Sys', 7e8]])};
    expect(withRound(undefined, 1, [inText]).series['resident memory']).toEqual([7e8]);
    expect(withRound(undefined, 1, [heap(5e7)]).series['resident memory']).toBeUndefined();
  });

  it('an alarm is reported though the disk is full: neither its state nor its full set can be written', async () => {
    const folder = newFolder();
    const [reported, complaints]: string[][] = [[], []];
    let round = 0;
    const full = failure('WRITE_FAILED', 'cannot write: no space left on the device', {input: 'x'});
    const watcher = quietWatcher({
      folder,
      source: {
        round: async () => ({
          seen: [{id: 'web', profiles: leaking(20), startTime: 's'}],
          read: [],
          slowestMillis: 1,
        }),
        full: async () => {
          throw full;
        },
      },
      keepBytes: 1,
      report: async (symptom, taken) => {
        reported.push(`${alarmSentence(symptom)} ${taken === folder}`);
      },
      complain: (line) => complaints.push(line),
    });
    // A folder in the place of the state keeps it from being renamed there.
    await watcher.round(new Date(1.7e12));
    rmSync(join(folder, 'state.json'));
    mkdirSync(join(folder, 'state.json'));
    for (round = 1; round < 5; round++) await watcher.round(new Date(1.7e12 + round * 60_000));
    expect(reported).toEqual(['web: 210 goroutines are stuck sending on a channel in main.leak true']);
    expect(complaints.filter((line) => line.includes('no space left on the device')).length).toBe(1);
    expect(complaints.length).toBe(5);
    expect(readdirSync(folder).sort()).toEqual(['rounds', 'state.json', 'watch.pid']);
  });

  it('a round that fails leaves nothing, and a new folder goes with it', async () => {
    const folder = join(newFolder(), 'w');
    const watcher = quietWatcher({
      folder,
      source: {
        round: async (path) => {
          mkdirSync(path);
          writeFileSync(join(path, 'half'), 'x');
          throw failure('NETWORK', 'gone');
        },
        full: async () => undefined,
      },
      keepBytes: 1,
      cooldown: 1,
    });
    await expect(watcher.round(new Date(1.7e12))).rejects.toThrow('gone');
    expect(existsSync(folder)).toBe(false);
  });

  it('one watcher a folder: another process that runs is refused, one that is gone is not', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'watch.pid'), `${process.ppid}\n`);
    await expect(rounds({folder, profilesOf: leaking}, 0, 1)).rejects.toThrow(/watches into this folder already/);
    const {pid} = spawnSync('true');
    writeFileSync(join(folder, 'watch.pid'), `${pid}\n`);
    await expect(rounds({folder, profilesOf: leaking}, 0, 1)).resolves.toEqual([]);
  });

  it('what a watcher left of a round in which it was killed is in the way of none in the same second', async () => {
    const folder = newFolder();
    const left = join(folder, 'rounds', '20231114T221320Z-000000');
    mkdirSync(left, {recursive: true});
    writeFileSync(join(left, 'half'), 'x');
    await expect(rounds({folder, profilesOf: leaking}, 0, 1)).resolves.toEqual([]);
    expect(readdirSync(left)).toEqual(['heap.pb.gz']);
  });

  it.each([
    '{"schemaVersion":1}',
    '{"schemaVersion":1,"rounds":1,"histories":{"a":{"at":[1],"series":{"b":[]}}},"incidents":{},"read":[]}',
  ])('a state without its parts is refused: %s', async (text) => {
    const folder = newFolder();
    writeFileSync(join(folder, 'state.json'), text);
    await expect(rounds({folder, profilesOf: leaking}, 0, 1)).rejects.toThrow(/not the state of a watch/);
  });

  it('the state stays small: points are thinned out, again and again', async () => {
    const folder = newFolder();
    const profile = goroutines(IDLE);
    const source = {
      round: async () => ({seen: [{id: 'web', profiles: [profile], startTime: 's'}], read: [], slowestMillis: 1}),
      full: async () => undefined,
    };
    const watcher = quietWatcher({folder, source, keepBytes: 1, cooldown: 1});
    let most = 0;
    for (let round = 0; round < 800; round++) {
      const {state} = await watcher.round(new Date(1.7e12 + round * 60_000));
      most = Math.max(most, state.histories['web'].at.length);
    }
    expect(most).toBe(512);
    expect(readFileSync(join(folder, 'state.json')).length).toBeLessThan(256 * 1024);
  });

  it('a broken state is refused, with what to do', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'state.json'), '{"schemaVersion":');
    await expect(rounds({folder, profilesOf: leaking}, 0, 1)).rejects.toThrow(/not the state of a watch/);
  });
});
