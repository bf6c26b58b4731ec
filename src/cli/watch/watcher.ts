/**
 * One round after the other: take, diagnose, remember, decide, and only then report.
 *
 * What it does with the world comes in from outside: how a round is taken, what time it is, where reports go. The state is
 * written before anything is reported, so a watcher that is killed in between never reports an incident twice.
 */

import {existsSync, mkdirSync, readdirSync, rmdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {type AnalyzeOptions, analyze} from '../../analyze.ts';
import {PprofxError} from '../../base/errors.ts';
import {pushAll} from '../../base/lists.ts';
import type {Finding} from '../../model/finding.ts';
import type {Profile} from '../../model/profile.ts';
import {warningLine} from '../output/failure-text.ts';
import {writeFailure} from '../output/write-file.ts';
import {decide, FORGET_SECONDS, type Symptom, symptomsOf} from './alarms.ts';
import {holdFolder, releaseFolder} from './held-folder.ts';
import {GOROUTINES, HEAP, type History, withRound} from './history.ts';
import {Ring} from './ring.ts';
import {movedBack, readState, type WatchState, writeState} from './state.ts';
import type {RoundFacts} from './words.ts';

/** A process as one round saw it. */
export interface Seen {
  readonly id: string;
  /** Empty when it did not answer. */
  readonly profiles: readonly Profile[];
  readonly startTime: string | undefined;
  /** By its own /metrics. */
  readonly residentBytes?: number;
  /** Why it did not answer, in a line; undefined when it did, or when nothing new came. */
  readonly failure?: string;
}

/** What a round brought. */
export interface Taken {
  readonly seen: readonly Seen[];
  /** Files of a followed folder that are known now. */
  readonly read: readonly string[];
  /** How long the slowest answer took. */
  readonly slowestMillis: number;
}

export interface WatchSource {
  /** Takes goroutines and heap of every process into a folder, or finds what came; reads them. */
  readonly round: (folder: string, state: WatchState) => Promise<Taken>;
  /** Takes everything once, when an alarm is raised. */
  readonly full: (folder: string) => Promise<void>;
}

export interface WatchSettings {
  readonly folder: string;
  readonly source: WatchSource;
  readonly analysis: AnalyzeOptions;
  readonly keepBytes: number;
  /** Seconds after which what is gone may be reported again, and between two full sets. */
  readonly cooldown: number;
  /** @param healthy  folder of the pinned round, if there is one to compare with */
  readonly report: (symptom: Symptom, folder: string, healthy: string | undefined) => Promise<void>;
  /** Where trouble of the watcher itself is reported, a line each. */
  readonly complain: (line: string) => void;
}

export interface Round {
  readonly facts: RoundFacts;
  readonly alarms: readonly Symptom[];
  readonly state: WatchState;
  /** Processes that answered. */
  readonly answered: ReadonlySet<string>;
  readonly slowestMillis: number;
}

export class Watcher {
  private readonly settings: WatchSettings;
  private readonly isNew: boolean;
  private readonly ring: Ring;
  private isFirst = true;
  private state: WatchState;

  /** @throws MALFORMED_TEXT for a broken state */
  constructor(settings: WatchSettings) {
    this.settings = settings;
    this.ring = new Ring(join(settings.folder, 'rounds'));
    this.isNew = !existsSync(settings.folder);
    this.state = readState(settings.folder);
  }

  /** Whether there was a round already, perhaps of a watcher before this one. */
  get hasBegun(): boolean {
    return this.state.rounds > 0;
  }

  /** @throws FILE_EXISTS where another process watches into the folder, NETWORK, WRITE_FAILED; nothing half-taken stays */
  async round(now: Date): Promise<Round> {
    const {folder, source} = this.settings;
    const seconds = now.getTime() / 1000;
    const {lastRound = seconds} = this.state;
    if (seconds < lastRound) this.state = movedBack(this.state, lastRound - seconds + 1);
    const name = roundName(now, this.state.rounds);
    const path = join(folder, 'rounds', name);
    makeRounds(folder);
    if (this.isFirst) this.ring.removeHalf(this.state.rounds);
    this.isFirst = false;
    // What a watcher left that was killed in this second, before it remembered the round.
    rmSync(path, {recursive: true, force: true});
    let taken: Taken | undefined;
    try {
      taken = await source.round(path, this.state);
    } finally {
      if (taken === undefined) this.removeEmpty(name);
    }
    const {read, seen, slowestMillis} = taken;
    const answered = new Set(seen.filter(({profiles}) => profiles.length > 0).map(({id}) => id));
    if (answered.size === 0) {
      this.removeEmpty(name);
      if (!this.hasBegun && read.length === 0) {
        return {facts: factsOf(seen, {}, 0), alarms: [], state: this.state, answered, slowestMillis};
      }
    }
    const {alarms, histories, symptoms} = await this.remember(name, seconds, taken, answered);
    return {facts: factsOf(seen, histories, symptoms), alarms, state: this.state, answered, slowestMillis};
  }

  /** Lets another watcher have the folder. */
  close(): void {
    releaseFolder(this.settings.folder);
  }

  private async remember(
    name: string,
    seconds: number,
    {read, seen}: Taken,
    answered: ReadonlySet<string>,
  ): Promise<{alarms: readonly Symptom[]; histories: WatchState['histories']; symptoms: number}> {
    const {cooldown, keepBytes} = this.settings;
    const {histories, symptoms} = this.look(seen, seconds);
    const {alarms, incidents} = decide(this.state.incidents, symptoms, answered, seconds, cooldown);
    const before = this.state.lastAlarm ?? Number.NEGATIVE_INFINITY;
    const isFull = alarms.length > 0 && seconds - before >= cooldown;
    const healthy = this.state.healthy ?? (symptoms.length === 0 && answered.size > 0 ? name : undefined);
    const lastAlarm = isFull ? seconds : this.state.lastAlarm;
    this.state = {
      schemaVersion: 1,
      rounds: this.state.rounds + 1,
      histories,
      incidents,
      read,
      lastRound: seconds,
      ...(healthy === undefined ? {} : {healthy}),
      ...(lastAlarm === undefined ? {} : {lastAlarm}),
    };
    // Before anything is reported. A full disk keeps it from being remembered, not from being said.
    await this.unlessItFails(async () => writeState(this.settings.folder, this.state));
    await this.raise(alarms, name, isFull);
    this.ring.thinOut(seconds, keepBytes, new Set([name, ...(healthy === undefined ? [] : [healthy])]));
    return {alarms, histories, symptoms: symptoms.length};
  }

  private async raise(alarms: readonly Symptom[], name: string, isFull: boolean): Promise<void> {
    const {folder, report, source} = this.settings;
    const path = join(folder, isFull ? 'alarms' : 'rounds', name);
    if (isFull) await this.unlessItFails(() => source.full(path));
    const healthy = join(folder, 'rounds', this.state.healthy ?? '');
    const compared = this.state.healthy !== undefined && existsSync(healthy) ? healthy : undefined;
    for (const alarm of alarms) await report(alarm, existsSync(path) ? path : folder, compared);
  }

  /** What must not keep an alarm from being raised. */
  private async unlessItFails(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof PprofxError)) throw error;
      this.settings.complain(warningLine(error));
    }
  }

  /**
   * A round without an answer leaves no files, and until the first answer there is nothing to keep at all: who mistyped a
   * target finds no folder.
   */
  private removeEmpty(name: string): void {
    const {folder} = this.settings;
    const rounds = join(folder, 'rounds');
    rmSync(join(rounds, name), {recursive: true, force: true});
    if (!this.isNew || this.hasBegun) return;
    releaseFolder(folder);
    for (const path of [rounds, folder]) {
      // What somebody else has put there stays.
      if (readdirSync(path).length === 0) rmdirSync(path);
    }
  }

  /** What the processes show in this round, and their histories with it. */
  private look(seen: readonly Seen[], seconds: number): {histories: Record<string, History>; symptoms: Symptom[]} {
    const {memoryLimitBytes} = this.settings.analysis;
    const remembered = Object.entries(this.state.histories);
    const histories = Object.fromEntries(remembered.filter(([, {at}]) => seconds - (at.at(-1) ?? 0) < FORGET_SECONDS));
    const symptoms: Symptom[] = [];
    for (const process of seen) {
      const {id, profiles} = process;
      if (profiles.length === 0) continue;
      histories[id] = withRound(this.state.histories[id], seconds, profiles, process);
      pushAll(symptoms, symptomsOf(id, this.findingsOf(process), histories[id], memoryLimitBytes));
    }
    return {histories, symptoms};
  }

  private findingsOf({profiles, residentBytes}: Seen): readonly Finding[] {
    const resident = residentBytes === undefined ? {} : {residentBytes};
    return analyze(profiles, {...this.settings.analysis, ...resident}).findings;
  }
}

function factsOf(seen: readonly Seen[], histories: WatchState['histories'], troubles: number): RoundFacts {
  const last = (name: string): number =>
    seen.reduce(
      (sum, {id, profiles}) => sum + (profiles.length === 0 ? 0 : (histories[id]?.series[name]?.at(-1) ?? 0)),
      0,
    );
  return {
    processes: seen.length,
    unreachable: seen.filter(({profiles}) => profiles.length === 0).length,
    failures: seen.flatMap(({failure, id}) => (failure === undefined ? [] : [`${id}: ${failure}`])),
    goroutines: last(GOROUTINES),
    heapBytes: last(HEAP),
    troubles,
  };
}

/** `20261127T214512Z-000042`, which sorts as time does; rounds of one second have different numbers. */
function roundName(now: Date, rounds: number): string {
  return `${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${String(rounds).padStart(6, '0')}`;
}

/** The folder of rounds, held for this process. */
function makeRounds(folder: string): void {
  const path = join(folder, 'rounds');
  try {
    mkdirSync(path, {recursive: true, mode: 0o700});
  } catch (error) {
    throw writeFailure(error, path);
  }
  holdFolder(folder);
}
