/**
 * Goroutines that wait for their turn: others came the same way and are further in the same function by now.
 *
 * Who waits for a slot of a semaphore, for another's fetch or for a sync.Once stands before a line that somebody has passed.
 * A crowd that nobody gets past shows no such goroutine. Each crowd of a dump asks, so all stacks are filed once.
 */
import {NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import {functionName, type Profile, type WaitClass} from '../../model/profile.ts';
import type {GoroutineCensus, GoroutineGroup} from '../goroutines/census.ts';

/** Where a goroutine that is past the place makes no headway either. */
const STUCK: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'send',
  'nilchan',
  'select-empty',
  'mutex',
  'rwmutex-r',
  'rwmutex-w',
  'semaphore',
]);

interface Line {
  readonly name: string;
  readonly line: number;
}

const KNOWN = new WeakMap<GoroutineCensus, Passages>();

/** How many goroutines are past the place where the group waits. */
export function countPast(census: GoroutineCensus, waiting: GoroutineGroup): number {
  let passages = KNOWN.get(census);
  if (passages === undefined) {
    passages = new Passages(census.profile);
    for (const group of census.groups) if (!STUCK.has(group.waitClass)) passages.add(group);
    KNOWN.set(census, passages);
  }
  return passages.countPast(waiting);
}

/** Goroutines of one creator by the lines they came through: past a stack is a later line at its first difference. */
class Passages {
  private readonly profile: Profile;
  private readonly texts = new Map<string, number>();
  /** Ways as (way so far, place); the first step is that of the creator. */
  private readonly ways = new PairInterner();
  /** Places as (function, line). */
  private readonly places = new PairInterner();
  /** (Way so far, function): a row of `lines`. */
  private readonly calls = new PairInterner();
  private readonly lines: LineCounts[] = [];

  constructor(profile: Profile) {
    this.profile = profile;
  }

  add({count, createdBy, stack}: GoroutineGroup): void {
    let way = this.ways.intern(NONE, this.textRow(createdBy));
    for (const {line, name} of linesOf(this.profile, stack)) {
      const fn = this.textRow(name);
      const call = this.calls.intern(way, fn);
      if (call === this.lines.length) this.lines.push(new LineCounts());
      this.lines[call].add(line, count);
      way = this.ways.intern(way, this.places.intern(fn, line));
    }
  }

  countPast({createdBy, stack}: GoroutineGroup): number {
    let way = this.ways.find(NONE, this.textRow(createdBy));
    let past = 0;
    for (const {line, name} of linesOf(this.profile, stack)) {
      if (way === NONE) break;
      const fn = this.textRow(name);
      const call = this.calls.find(way, fn);
      if (call !== NONE && line > 0) past += this.lines[call].countAfter(line);
      way = this.ways.find(way, this.places.find(fn, line));
    }
    return past;
  }

  private textRow(text: string): number {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, this.texts.size);
    return this.texts.size - 1;
  }
}

/** Goroutines by the line of one function that they are in. */
class LineCounts {
  private readonly counts = new Map<number, number>();
  private sorted: {readonly line: number; readonly countFromHere: number}[] | undefined;

  add(line: number, count: number): void {
    this.counts.set(line, (this.counts.get(line) ?? 0) + count);
  }

  countAfter(line: number): number {
    const sorted = this.sorted ?? this.sort();
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle].line > line) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : sorted[low - 1].countFromHere;
  }

  /** The last line first. */
  private sort(): readonly {readonly line: number; readonly countFromHere: number}[] {
    let countFromHere = 0;
    this.sorted = [...this.counts]
      .sort(([a], [b]) => b - a)
      .map(([line, count]) => {
        countFromHere += count;
        return {line, countFromHere};
      });
    return this.sorted;
  }
}

/** Outermost first. */
function linesOf(profile: Profile, leaf: number): Line[] {
  const {locations, stacks} = profile;
  const lines: Line[] = [];
  for (let stack = leaf; stack !== NONE; stack = stacks.parent[stack]) {
    const location = stacks.location[stack];
    for (let at = locations.lineStart[location]; at < locations.lineStart[location + 1]; at++) {
      const fn = locations.lineFunction[at];
      const name = fn === NONE ? '' : functionName(profile, fn);
      lines.push({name, line: locations.lineNumber[at]});
    }
  }
  return lines.reverse();
}
