/**
 * The moments at which evidence of one process was taken.
 *
 * What a path calls a moment (`before`, `0001`) is one; all else is sorted by time, and a pause of minutes begins the
 * next. Times of files count only where nothing better is known: unpacking and copying change them.
 */
import {groupBy, largest} from '../base/lists.ts';
import type {ProfileKind} from '../model/profile.ts';
import type {Evidence} from './evidence.ts';

export interface Placed {
  readonly evidence: Evidence;
  /** A moment that has no time; '' where nothing names one. */
  readonly label: string;
  /** Milliseconds since 1970; undefined where nothing but the file itself says. */
  readonly millis: number | undefined;
  /** An earlier snapshot of what counts since the start of the process: what matters is the difference. */
  readonly before?: Evidence;
}

export interface Moment {
  /** As the path has it, with what sorts it before; '' where nothing names the moment. */
  readonly label: string;
  /** Of the first and the last piece of evidence, milliseconds since 1970; undefined where nothing says. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Oldest first. */
  readonly evidence: readonly Placed[];
}

const PAUSE_MILLIS = 5 * 60_000;

/** Oldest first. */
export function momentsOf(placed: readonly Placed[]): Moment[] {
  const isTimed = placed.some(({millis}) => millis !== undefined);
  const timed = isTimed ? placed : placed.map(withFileTime);
  const byLabel = groupBy([...timed].sort(byTime), ({label}) => label);
  const moments = [...byLabel].flatMap(([label, some]) => (label === '' ? byPause(some) : [momentOf(label, some)]));
  return moments.sort(byOrder);
}

function withFileTime(one: Placed): Placed {
  return {...one, millis: one.evidence.modifiedAt?.getTime()};
}

/** What has no time stands with the last that has one. */
function byTime(a: Placed, b: Placed): number {
  const [first, second] = [a, b].map(({millis}) => millis ?? Number.MAX_SAFE_INTEGER);
  return first - second || (nameOf(a) < nameOf(b) ? -1 : 1);
}

/** Without its ending: `heap` comes before `heap-2`. */
function nameOf({evidence}: Placed): string {
  return evidence.path.replace(/\.[^/]*$/, '');
}

function byPause(sorted: readonly Placed[]): Moment[] {
  const moments: Placed[][] = [];
  let last: number | undefined;
  for (const one of sorted) {
    const isNext = last !== undefined && one.millis !== undefined && one.millis - last > PAUSE_MILLIS;
    if (moments.length === 0 || isNext) moments.push([]);
    moments.at(-1)?.push(one);
    last = one.millis ?? last;
  }
  return moments.map((some) => momentOf('', some));
}

function momentOf(label: string, evidence: readonly Placed[]): Moment {
  const times = evidence.flatMap(({millis}) => millis ?? []);
  return {label, from: times[0], to: times.at(-1), evidence};
}

/** A name of a moment says more of its place than a clock: whoever gave it knew. */
function byOrder(a: Moment, b: Moment): number {
  if (a.label !== '' && b.label !== '') return a.label < b.label ? -1 : 1;
  return (a.from ?? Number.MAX_SAFE_INTEGER) - (b.from ?? Number.MAX_SAFE_INTEGER);
}

/** In the order in which reports name them; an allocs profile is a heap profile with another type first. */
export const KINDS: readonly ProfileKind[] = [
  'goroutineleak',
  'goroutine',
  'heap',
  'kernel',
  'cpu',
  'mutex',
  'block',
  'allocs',
  'threadcreate',
  'other',
];

/** The last evidence of each kind at one moment. */
export function shownAt(moment: Moment): Placed[] {
  return KINDS.flatMap((kind) => {
    const of = moment.evidence.filter(({evidence}) => evidence.kind === kind);
    const last = kind === 'goroutine' || kind === 'kernel' ? lastDump(of) : of.at(-1);
    const isRepeated = kind === 'allocs' && moment.evidence.some(({evidence}) => evidence.kind === 'heap');
    return last === undefined || isRepeated || kind === 'threadcreate' ? [] : [last];
  });
}

/** The last evidence of each kind over all moments. */
export function lastShown(moments: readonly Moment[]): Placed[] {
  return KINDS.flatMap((kind) => {
    const last = moments.findLast(({evidence}) => evidence.some((one) => one.evidence.kind === kind));
    return last === undefined ? [] : shownAt(last).filter(({evidence}) => evidence.kind === kind);
  });
}

/**
 * A text dump says more than a profile of the same moment, and a dump with more waits and ids says more than one without;
 * a log that quotes one goroutine is no dump of the process.
 */
function lastDump(dumps: readonly Placed[]): Placed | undefined {
  const last = dumps.at(-1);
  if (last === undefined) return undefined;
  const latest = dumps.filter(
    ({millis}) => millis === undefined || last.millis === undefined || last.millis - millis < PAUSE_MILLIS,
  );
  const most = largest(latest.map(({evidence}) => evidence.total));
  const complete = latest.filter(({evidence}) => evidence.total >= most / 2);
  return complete.findLast(({evidence}) => evidence.isText) ?? complete.at(-1);
}

/** All evidence of a kind over all moments, oldest first, in the one form that most of it has. */
export function historyOf(moments: readonly Moment[], kind: ProfileKind): Placed[] {
  const all = moments.flatMap(({evidence}) => evidence.filter((one) => one.evidence.kind === kind));
  const forms = [...groupBy(all, ({evidence}) => evidence.format).values()];
  // Of equal ones the profile, which carries its own time.
  const rank = (form: readonly Placed[]): number => form.length + (form[0].evidence.format === 'pprof' ? 0.5 : 0);
  return forms.reduce<Placed[]>((most, form) => (most.length === 0 || rank(form) > rank(most) ? form : most), []);
}
