/**
 * One round after the other: take, diagnose, remember, decide, and only then report.
 *
 * What it does with the world comes in from outside: how a round is taken, what time it is, where reports go. The state is
 * written before anything is reported, so a watcher that is killed in between never reports an incident twice.
 */

import {existsSync, mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {type AnalyzeOptions, analyze} from '../../analyze.ts';
import {pushAll} from '../../base/lists.ts';
import type {Finding} from '../../model/finding.ts';
import type {Profile} from '../../model/profile.ts';
import {decide, type Symptom, symptomsOf} from './alarms.ts';
import {GOROUTINES, HEAP, type History, withRound} from './history.ts';
import {Ring} from './ring.ts';
import {readState, type WatchState, writeState} from './state.ts';
import type {RoundFacts} from './words.ts';

/** A process as one round saw it. */
export interface Seen {
  readonly id: string;
  /** Empty when it did not answer. */
  readonly profiles: readonly Profile[];
  readonly startTime: string | undefined;
  /** Why it did not answer, in a line; undefined when it did, or when nothing new came. */
  readonly failure?: string;
}

export interface WatchSource {
  /** Takes goroutines and heap of every process into a folder, or finds what came; reads them. */
  readonly round: (
    folder: string,
    state: WatchState,
  ) => Promise<{readonly seen: readonly Seen[]; readonly read: readonly string[]}>;
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
  readonly report: (symptom: Symptom, folder: string) => Promise<void>;
}

export interface Round {
  readonly facts: RoundFacts;
  readonly alarms: readonly Symptom[];
  readonly state: WatchState;
}

export class Watcher {
  private readonly settings: WatchSettings;
  private readonly isNew: boolean;
  private readonly ring: Ring;
  private state: WatchState;

  /** @throws MALFORMED_TEXT for a broken state */
  constructor(settings: WatchSettings) {
    this.settings = settings;
    this.ring = new Ring(join(settings.folder, 'rounds'));
    this.isNew = !existsSync(settings.folder);
    this.state = readState(settings.folder);
  }

  async round(now: Date): Promise<Round> {
    const {cooldown, folder, keepBytes, source} = this.settings;
    const seconds = now.getTime() / 1000;
    const name = roundName(now, this.state.rounds);
    mkdirSync(join(folder, 'rounds'), {recursive: true, mode: 0o700});
    const {read, seen} = await source.round(join(folder, 'rounds', name), this.state);
    const hasAnswers = seen.some(({profiles}) => profiles.length > 0);
    if (!hasAnswers && this.removeEmpty(name, read)) {
      return {facts: factsOf(seen, {}, 0), alarms: [], state: this.state};
    }
    const {histories, symptoms} = this.look(seen, seconds);
    const {alarms, incidents} = decide(this.state.incidents, symptoms, seconds, cooldown);
    const before = this.state.lastAlarm ?? Number.NEGATIVE_INFINITY;
    const isFull = alarms.length > 0 && seconds - before >= cooldown;
    const healthy = this.state.healthy ?? (symptoms.length === 0 && hasAnswers ? name : undefined);
    const lastAlarm = isFull ? seconds : this.state.lastAlarm;
    this.state = {
      schemaVersion: 1,
      rounds: this.state.rounds + 1,
      histories,
      incidents,
      read,
      ...(healthy === undefined ? {} : {healthy}),
      ...(lastAlarm === undefined ? {} : {lastAlarm}),
    };
    writeState(folder, this.state);
    const taken = join(folder, isFull ? 'alarms' : 'rounds', name);
    if (isFull) await source.full(taken);
    for (const alarm of alarms) await this.settings.report(alarm, existsSync(taken) ? taken : folder);
    this.ring.thinOut(seconds, keepBytes, healthy);
    return {facts: factsOf(seen, histories, symptoms.length), alarms, state: this.state};
  }

  /**
   * A round without an answer leaves no files, and until the first answer there is nothing to keep at all: who mistyped a
   * target finds no folder.
   *
   * @returns whether there is nothing to remember either
   */
  private removeEmpty(name: string, read: readonly string[]): boolean {
    const {folder} = this.settings;
    rmSync(join(folder, 'rounds', name), {recursive: true, force: true});
    if (this.state.rounds > 0 || read.length > 0) return false;
    if (this.isNew) rmSync(folder, {recursive: true, force: true});
    return true;
  }

  /** What the processes show in this round, and their histories with it. */
  private look(seen: readonly Seen[], seconds: number): {histories: Record<string, History>; symptoms: Symptom[]} {
    const {memoryLimitBytes} = this.settings.analysis;
    const histories: Record<string, History> = {...this.state.histories};
    const symptoms: Symptom[] = [];
    for (const {id, profiles, startTime} of seen) {
      if (profiles.length === 0) continue;
      histories[id] = withRound(histories[id], seconds, profiles, startTime);
      pushAll(symptoms, symptomsOf(id, this.findingsOf(profiles), histories[id], memoryLimitBytes));
    }
    return {histories, symptoms};
  }

  private findingsOf(profiles: readonly Profile[]): readonly Finding[] {
    return analyze(profiles, this.settings.analysis).findings;
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
