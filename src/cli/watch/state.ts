/**
 * What a watcher must know after it was killed: written beside and renamed after each round, before anything is reported.
 */
import {existsSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {failure} from '../../base/errors.ts';
import {writeFailure} from '../output/write-file.ts';
import {readRegularFile} from '../system/bounded-file.ts';
import type {History} from './history.ts';

/** An alarm that may be raised, or was. */
export interface Incident {
  /** Rounds in a row in which it was seen. */
  readonly seen: number;
  /** Seconds since 1970 of the round that saw it last. */
  readonly lastSeen: number;
  /** Seconds since 1970 when it was reported; undefined before. */
  readonly reported?: number;
  /** Seconds since 1970 of the round that first missed it; undefined while it is there. */
  readonly goneSince?: number;
}

export interface WatchState {
  readonly schemaVersion: 1;
  readonly rounds: number;
  readonly histories: Readonly<Record<string, History>>;
  readonly incidents: Readonly<Record<string, Incident>>;
  /** Folder of the first round without a finding, below the watcher's; it is never thinned out. */
  readonly healthy?: string;
  /** Seconds since 1970 of the last round. */
  readonly lastRound?: number;
  /** Seconds since 1970 when the full set was last taken. */
  readonly lastAlarm?: number;
  /** Files of a followed folder that were read. */
  readonly read: readonly string[];
}

export const STATE = 'state.json';
const MAX_STATE_BYTES = 256 * 2 ** 20;
export const NEW_STATE: WatchState = {schemaVersion: 1, rounds: 0, histories: {}, incidents: {}, read: []};

/** @throws MALFORMED_TEXT */
export function readState(folder: string): WatchState {
  const path = join(folder, STATE);
  if (!existsSync(path)) return NEW_STATE;
  const wrong = (): never => {
    throw failure('MALFORMED_TEXT', 'this is not the state of a watch', {input: path}, 'remove it to start over');
  };
  try {
    const state = JSON.parse(String(readRegularFile(path, MAX_STATE_BYTES))) as Partial<WatchState> | null;
    return isState(state) ? state : wrong();
  } catch {
    return wrong();
  }
}

function isState(read: Partial<WatchState> | null): read is WatchState {
  const {histories, incidents, read: files, rounds, schemaVersion} = read ?? {};
  const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  const hasParts = isRecord(incidents) && isRecord(histories) && Array.isArray(files) && Number.isInteger(rounds);
  return schemaVersion === 1 && hasParts && Object.values(histories ?? {}).every(isHistory);
}

function isHistory({at, series}: Partial<History>): boolean {
  const isLong = (values: unknown): boolean => Array.isArray(values) && values.length === at?.length;
  return isLong(at) && Object.values(series ?? {}).every(isLong);
}

/**
 * The state as a clock sees it that was set back: everything remembered moves with it, so that series go on and cooldowns
 * end when they would have.
 *
 * @param by  seconds
 */
export function movedBack(state: WatchState, by: number): WatchState {
  const {healthy, histories, incidents, lastAlarm, lastRound, ...rest} = state;
  const moved = (time: number): number => time - by;
  const times = <Name extends string>(name: Name, time: number | undefined): Partial<Record<Name, number>> =>
    time === undefined ? {} : ({[name]: time - by} as Record<Name, number>);
  return {
    ...rest,
    ...(healthy === undefined ? {} : {healthy}),
    ...times('lastAlarm', lastAlarm),
    ...times('lastRound', lastRound),
    histories: mapValues(histories, (history) => ({...history, at: history.at.map(moved)})),
    incidents: mapValues(incidents, ({goneSince, lastSeen, reported, seen}) => ({
      seen,
      lastSeen: moved(lastSeen),
      ...times('reported', reported),
      ...times('goneSince', goneSince),
    })),
  };
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

export function writeState(folder: string, state: WatchState): void {
  const path = join(folder, STATE);
  try {
    writeFileSync(`${path}.tmp`, `${JSON.stringify(state)}\n`, {mode: 0o600});
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    rmSync(`${path}.tmp`, {force: true});
    throw writeFailure(error, path);
  }
}
