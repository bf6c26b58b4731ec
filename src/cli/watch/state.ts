/**
 * What a watcher must know after it was killed: written beside and renamed after each round, before anything is reported.
 */
import {existsSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {failure} from '../../base/errors.ts';
import {writeFailure} from '../output/write-file.ts';
import type {History} from './history.ts';

/** An alarm that may be raised, or was. */
export interface Incident {
  /** Rounds in a row in which it was seen. */
  readonly seen: number;
  /** Seconds since 1970 of the round that saw it last. */
  readonly lastSeen: number;
  /** Seconds since 1970 when it was reported; undefined before. */
  readonly reported?: number;
}

export interface WatchState {
  readonly schemaVersion: 1;
  readonly rounds: number;
  readonly histories: Readonly<Record<string, History>>;
  readonly incidents: Readonly<Record<string, Incident>>;
  /** Folder of the first round without a finding, below the watcher's; it is never thinned out. */
  readonly healthy?: string;
  /** Seconds since 1970 when the full set was last taken. */
  readonly lastAlarm?: number;
  /** Files of a followed folder that were read. */
  readonly read: readonly string[];
}

export const STATE = 'state.json';
export const NEW_STATE: WatchState = {schemaVersion: 1, rounds: 0, histories: {}, incidents: {}, read: []};

/** @throws MALFORMED_TEXT */
export function readState(folder: string): WatchState {
  const path = join(folder, STATE);
  if (!existsSync(path)) return NEW_STATE;
  const wrong = (): never => {
    throw failure('MALFORMED_TEXT', 'this is no state of a watcher', {input: path}, 'remove it to start over');
  };
  try {
    const state = JSON.parse(readFileSync(path, 'utf8')) as WatchState;
    return state.schemaVersion === 1 ? state : wrong();
  } catch {
    return wrong();
  }
}

export function writeState(folder: string, state: WatchState): void {
  const path = join(folder, STATE);
  try {
    writeFileSync(`${path}.tmp`, `${JSON.stringify(state)}\n`, {mode: 0o600});
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    throw writeFailure(error, path);
  }
}
