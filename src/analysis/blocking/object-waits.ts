/**
 * Goroutines that wait in methods of one object since the same minute: one event, whoever they are.
 *
 * A call that closes an object and another call into it that have waited equally long wait for the same answer, which
 * was lost. Loops of an object also wait in its methods, but nobody called them and nobody closes it.
 */
import {parseSymbol} from '../../model/symbol.ts';
import type {ProfileFacts} from '../case/case.ts';
import {type GoroutineFrame, goroutineFrames, receiverType} from '../goroutines/frames.ts';
import type {SignatureIndex} from '../knowledge/signature-match.ts';
import {frameNames} from '../names/frame-names.ts';
import {layerOf} from '../names/layers.ts';
import {type BlockedCluster, blockedClusters} from './blocked-clusters.ts';

export interface ObjectWait {
  readonly address: bigint;
  readonly minutes: number;
  readonly clusters: readonly BlockedCluster[];
  /** Raw name of the method that closes the object. */
  readonly closing: string;
}

/** A method that ends its object; it waits for those at work, never for long. */
const CLOSING = /^(?:[a-z]\w*)?(?:[cC]lose|[sS]top|[sS]hutdown|[dD]estroy|[tT]earDown|[dD]isconnect)(?:$|[A-Z])/;

/** A crowd is no single event. */
const MOST_GOROUTINES = 20;

/** Closing takes seconds, or minutes where somebody drains. */
const LEAST_MINUTES = 10;

/** The event that a cluster is part of; undefined when its goroutines wait alone, or the dump prints no receivers. */
export function objectWait(cluster: BlockedCluster, signatures: SignatureIndex): ObjectWait | undefined {
  return objectWaits(cluster.facts, signatures).get(cluster);
}

const KNOWN = new WeakMap<ProfileFacts, ReadonlyMap<BlockedCluster, ObjectWait>>();

function objectWaits(facts: ProfileFacts, signatures: SignatureIndex): ReadonlyMap<BlockedCluster, ObjectWait> {
  const known = KNOWN.get(facts);
  if (known !== undefined) return known;
  const waits = new Map<BlockedCluster, ObjectWait>();
  for (const wait of findObjectWaits(facts, signatures)) {
    for (const cluster of wait.clusters) if (!waits.has(cluster)) waits.set(cluster, wait);
  }
  KNOWN.set(facts, waits);
  return waits;
}

interface Call {
  readonly cluster: BlockedCluster;
  readonly address: bigint;
  readonly minutes: number;
  readonly name: string;
}

function findObjectWaits(facts: ProfileFacts, signatures: SignatureIndex): ObjectWait[] {
  const {goroutines} = facts.profile;
  if (goroutines === undefined) return [];
  const callsOf = new Map<bigint, Call[]>();
  for (const cluster of blockedClusters(facts, signatures)) {
    if (cluster.idle !== undefined || cluster.count > MOST_GOROUTINES) continue;
    for (const row of cluster.groups.flatMap(({rows}) => rows)) {
      const minutes = goroutines.waitMinutes[row];
      const address = minutes < LEAST_MINUTES ? undefined : calledObject(facts, cluster, row);
      if (address === undefined) continue;
      const calls = callsOf.get(address) ?? [];
      calls.push({cluster, address, minutes, name: cluster.culprit});
      callsOf.set(address, calls);
    }
  }
  return [...callsOf.values()].flatMap(eventOf);
}

/** The object whose method waits, where somebody called that method; undefined for loops and functions. */
function calledObject({profile}: ProfileFacts, {culprit}: BlockedCluster, row: number): bigint | undefined {
  const type = receiverType(culprit);
  if (type === '') return undefined;
  const frames = goroutineFrames(profile, frameNames(profile), row);
  const at = frames.findIndex(({name}) => name === culprit);
  const isCaller = ({name}: GoroutineFrame): boolean => receiverType(name) !== type && layerOf(name) === 'code';
  return at >= 0 && frames.slice(at + 1).some(isCaller) ? frames[at].first : undefined;
}

/** The calls that wait as long as the one that closes, give or take the minute that rounding takes. */
function eventOf(calls: readonly Call[]): ObjectWait[] {
  const closing = calls.find(({name}) => CLOSING.test(parseSymbol(name).function));
  if (closing === undefined) return [];
  const together = calls.filter(({minutes}) => Math.abs(minutes - closing.minutes) <= 1);
  if (together.length < 2) return [];
  const {address, minutes, name} = closing;
  return [{address, minutes, clusters: [...new Set(together.map(({cluster}) => cluster))], closing: name}];
}
