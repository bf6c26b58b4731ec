/**
 * Blocked goroutines gathered by the function that is responsible for their wait.
 *
 * Groups of one census that wait in the same way for the same function are one cluster, whatever brought them there.
 * Idle shapes are recognized here, once, so that every detector sets aside the same goroutines.
 */
import {NONE} from '../../base/columns.ts';
import type {WaitClass} from '../../model/profile.ts';
import type {Signature} from '../../model/signature.ts';
import {identityName} from '../../model/symbol.ts';
import type {ProfileFacts} from '../case/case.ts';
import type {GoroutineCensus, GoroutineGroup} from '../goroutines/census.ts';
import {goroutineFrames} from '../goroutines/frames.ts';
import {type WaitFacts, waitFacts} from '../goroutines/waits.ts';
import type {SignatureIndex, StackShape} from '../knowledge/signature-match.ts';
import {frameNames} from '../names/frame-names.ts';
import {blockingFrame, responsibleFrame} from '../names/layers.ts';

export interface BlockedCluster {
  readonly facts: ProfileFacts;
  readonly census: GoroutineCensus;
  readonly waitClass: WaitClass;
  readonly isInferred: boolean;
  /** Raw name of the responsible function. */
  readonly culprit: string;
  /** Raw name of the frame that blocks, which may be a library's. */
  readonly blocking: string;
  /** Largest first. */
  readonly groups: readonly GoroutineGroup[];
  readonly count: number;
  /** Part of all goroutines of the process. */
  readonly share: number;
  /** Set when the shape is idle by design. */
  readonly idle: Signature | undefined;
  readonly waits: WaitFacts | undefined;
  readonly idSpread: IdSpread | undefined;
  /** The first argument of the responsible function is the same pointer in all of them; false where none is printed. */
  readonly sharesObject: boolean;
}

/** Whether goroutines were started together or one by one over time. */
export interface IdSpread {
  readonly first: number;
  readonly last: number;
  /** Goroutine ids handed out per member while they were started: 1 is a loop that starts them all. */
  readonly stride: number;
}

/** One case has one signature index, and its facts live as long as the case. */
const KNOWN = new WeakMap<ProfileFacts, readonly BlockedCluster[]>();

/** Clusters of a dump, largest first. */
export function blockedClusters(facts: ProfileFacts, signatures: SignatureIndex): readonly BlockedCluster[] {
  const known = KNOWN.get(facts) ?? gatherClusters(facts, signatures);
  KNOWN.set(facts, known);
  return known;
}

function gatherClusters(facts: ProfileFacts, signatures: SignatureIndex): BlockedCluster[] {
  const census = facts.census();
  const gathered = new Map<string, {groups: GoroutineGroup[]; culprit: string; idle: Signature | undefined}>();
  for (const group of census.groups) {
    const at = responsibleFrame(group.names);
    if (at < 0 || group.waitClass === 'running' || group.waitClass === 'runtime') continue;
    // A thread of cgo shows nothing but runtime.goexit: nobody's wait.
    if (group.names[at] === 'runtime.goexit') continue;
    const idle = signatures.find(shapeOfGroup(group), 'idle');
    const culprit = group.names[at];
    const key = `${group.waitClass} ${identityName(culprit)} ${idle?.id ?? ''}`;
    const known = gathered.get(key);
    if (known === undefined) gathered.set(key, {groups: [group], culprit, idle});
    else known.groups.push(group);
  }
  return [...gathered.values()]
    .map(({culprit, groups, idle}) => finishCluster(facts, census, culprit, groups, idle))
    .sort((a, b) => b.count - a.count);
}

export function shapeOfGroup({count, createdBy, names, waitClass}: GoroutineGroup): StackShape {
  return {count, createdBy, names, waitClass};
}

function finishCluster(
  facts: ProfileFacts,
  census: GoroutineCensus,
  culprit: string,
  groups: readonly GoroutineGroup[],
  idle: Signature | undefined,
): BlockedCluster {
  const [group] = groups;
  const count = groups.reduce((sum, member) => sum + member.count, 0);
  const rows = groups.length === 1 ? group.rows : groups.flatMap((member) => member.rows);
  const {goroutines, samples} = facts.profile;
  // Worked out when somebody asks, and once: most of thousands of clusters are never looked at so closely.
  let waits: {readonly facts: WaitFacts | undefined} | undefined;
  return {
    facts,
    census,
    waitClass: group.waitClass,
    isInferred: group.isInferred,
    culprit,
    blocking: group.names[Math.max(0, blockingFrame(group.names))],
    groups,
    count,
    share: census.total === 0 ? 0 : count / census.total,
    idle: idle !== undefined && count <= (idle.atMost ?? Number.POSITIVE_INFINITY) ? idle : undefined,
    get waits() {
      waits ??= {facts: waitFacts(goroutines, samples.values[0], rows, facts.clock())};
      return waits.facts;
    },
    idSpread: idSpread(facts, rows),
    sharesObject: sharesObject(facts, groups, culprit),
  };
}

/** Fewest goroutines with a pointer that show whether they share it, and how many of a crowd are looked at. */
const FEWEST_SHARERS = 20;
const MOST_SHARERS = 200;

function sharesObject({profile}: ProfileFacts, groups: readonly GoroutineGroup[], culprit: string): boolean {
  if (profile.goroutines === undefined) return false;
  if (groups.length === 1 && groups[0].rows.length < FEWEST_SHARERS) return false;
  const rows = groups.flatMap((group) => group.rows.slice(0, MOST_SHARERS)).slice(0, MOST_SHARERS);
  if (rows.length < FEWEST_SHARERS) return false;
  const names = frameNames(profile);
  let shared: bigint | undefined;
  for (const row of rows) {
    const first = goroutineFrames(profile, names, row).find(({name}) => name === culprit)?.first;
    if (first === undefined || (shared !== undefined && first !== shared)) return false;
    shared = first;
  }
  return true;
}

/** Fewest ids that show how goroutines were started. */
const FEWEST_IDS = 8;

function idSpread({profile}: ProfileFacts, rows: readonly number[]): IdSpread | undefined {
  const {goroutines} = profile;
  if (goroutines === undefined) return undefined;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let known = 0;
  for (const row of rows) {
    const id = goroutines.id[row];
    if (id === NONE) continue;
    known++;
    first = Math.min(first, id);
    last = Math.max(last, id);
  }
  return known < FEWEST_IDS ? undefined : {first, last, stride: (last - first + 1) / known};
}

/** Fewest goroutines whose number says anything. */
const FEWEST_SIBLINGS = 20;
/** More of one size are many things that happen to be equally large. */
const MOST_SIBLINGS = 30;

/**
 * Clusters as large as this one, give or take 2 %: parts of one thing that is there so many times, such as the read
 * and the write loop of a connection.
 */
export function siblingClusters(cluster: BlockedCluster, signatures: SignatureIndex, count: number): BlockedCluster[] {
  if (count < FEWEST_SIBLINGS) return [];
  const siblings: BlockedCluster[] = [];
  for (const other of blockedClusters(cluster.facts, signatures)) {
    if (other === cluster || Math.abs(other.count - count) > Math.max(2, count * 0.02)) continue;
    if (siblings.length === MOST_SIBLINGS) return [];
    siblings.push(other);
  }
  return siblings;
}
