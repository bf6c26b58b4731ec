/**
 * Which rounds stay on disk: all of the last hour, then one an hour, then one a day, within a size.
 */
import {readdirSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {type Collection, MANIFEST} from '../../model/collection.ts';
import {readRegularFile} from '../system/bounded-file.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const MAX_MANIFEST_BYTES = 64 * 2 ** 20;

export interface RoundFolder {
  readonly name: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly bytes: number;
}

/** Names of the rounds to remove, oldest first. @param rounds  oldest first; @param kept  never removed */
export function roundsToRemove(
  rounds: readonly RoundFolder[],
  now: number,
  maxBytes: number,
  kept: ReadonlySet<string>,
): string[] {
  const removed = new Set<string>();
  const slots = new Set<string>();
  for (const {at, name} of rounds) {
    const age = now - at;
    if (age <= HOUR || kept.has(name)) continue;
    const slot = age <= DAY ? `h${Math.floor(at / HOUR)}` : `d${Math.floor(at / DAY)}`;
    if (slots.has(slot)) removed.add(name);
    slots.add(slot);
  }
  let bytes = rounds.reduce((sum, round) => sum + (removed.has(round.name) ? 0 : round.bytes), 0);
  for (const {bytes: size, name} of rounds) {
    if (bytes <= maxBytes) break;
    if (removed.has(name) || kept.has(name)) continue;
    removed.add(name);
    bytes -= size;
  }
  return rounds.filter(({name}) => removed.has(name)).map(({name}) => name);
}

/** The rounds on disk. What one takes is looked up once: after its round nobody writes into it. */
export class Ring {
  private readonly folder: string;
  private readonly bytesOf = new Map<string, number>();

  /** @param folder  that holds the rounds, each named by its time */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Removes what the rules say. @param kept  the healthy round, and the last: the next alarm is about it */
  thinOut(now: number, maxBytes: number, kept: ReadonlySet<string>): void {
    const rounds = readdirSync(this.folder)
      .map((name) => ({name, at: secondsOf(name), bytes: this.sizeOf(name)}))
      .filter(({at}) => Number.isFinite(at))
      .sort((a, b) => a.at - b.at);
    for (const name of roundsToRemove(rounds, now, maxBytes, kept)) {
      rmSync(join(this.folder, name), {recursive: true, force: true});
      this.bytesOf.delete(name);
    }
  }

  /** Removes what a watcher left that was killed in the middle of a round. @param remembered  rounds that it finished */
  removeHalf(remembered: number): void {
    for (const name of readdirSync(this.folder)) {
      const number = Number(/Z-(\d{6,})$/.exec(name)?.[1] ?? Number.NaN);
      const path = join(this.folder, name);
      if (number >= remembered && !isWhole(path)) rmSync(path, {recursive: true, force: true});
    }
  }

  private sizeOf(name: string): number {
    const bytes = this.bytesOf.get(name) ?? sizeOf(join(this.folder, name));
    this.bytesOf.set(name, bytes);
    return bytes;
  }
}

/** Whether everything of a round is there: the manifest says so in the end. */
function isWhole(round: string): boolean {
  try {
    const text = String(readRegularFile(join(round, MANIFEST), MAX_MANIFEST_BYTES));
    return (JSON.parse(text) as Partial<Collection>).endedAt !== undefined;
  } catch {
    return false;
  }
}

/** Seconds since 1970 of `20261127T214512Z`. */
export function secondsOf(name: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'}).reduce((sum, name) => {
    const found = statSync(join(folder, name), {throwIfNoEntry: false});
    return sum + (found?.isFile() === true ? found.size : 0);
  }, 0);
}
