/**
 * What the inputs show of one function, whether anything was concluded from it or not.
 */
import {isDumpKind} from '../../model/dump-kind.ts';
import type {SeenGoroutines, SeenValue, Sighting} from '../../model/suspicion.ts';
import {type BlockedCluster, blockedClusters, shapeOfGroup} from '../blocking/blocked-clusters.ts';
import type {Case, ProfileFacts} from '../case/case.ts';
import type {GoroutineGroup} from '../goroutines/census.ts';
import {waitFacts} from '../goroutines/waits.ts';
import type {SignatureIndex} from '../knowledge/signature-match.ts';
import {responsibleFrame} from '../names/layers.ts';

/** Where the function of this raw name stands, input by input; inputs without it are left out. */
export function sightingsOf(subject: Case, name: string): Sighting[] {
  return subject.inputs
    .map((facts) => ({
      input: facts.profile.name,
      goroutines: isDump(facts) ? seenGoroutines(facts, subject.options.signatures, name) : [],
      values: isDump(facts) ? [] : seenValues(facts, name),
    }))
    .filter(({goroutines, values}) => goroutines.length > 0 || values.length > 0);
}

/** Raw names that are accepted, those with the largest share of any input first. */
export function heaviestNames({inputs}: Case, accepts: (name: string) => boolean): string[] {
  const shares = new Map<string, number>();
  for (const [name, share] of inputs.flatMap((facts) => [...framesOf(facts), ...creatorsOf(facts)])) {
    if (accepts(name)) shares.set(name, Math.max(share, shares.get(name) ?? 0));
  }
  return [...shares].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

type NamedShare = readonly [name: string, share: number];

function framesOf({profile, top}: ProfileFacts): NamedShare[] {
  if (profile.sampleTypes.length === 0) return [];
  const {cum, names, total} = top(profile.defaultSampleType);
  return names.map((name, row) => [name, total === 0 ? 0 : Math.abs(cum.values[row]) / total]);
}

/** Who started goroutines may be on no stack. */
function creatorsOf(facts: ProfileFacts): NamedShare[] {
  if (!isDump(facts)) return [];
  const {groups, total} = facts.census();
  return groups
    .filter(({createdBy}) => createdBy !== '')
    .map(({count, createdBy}) => [createdBy, count / Math.max(1, total)]);
}

/** Goroutines and threads are counted by their waits, all else by value. */
function isDump({profile}: ProfileFacts): boolean {
  return isDumpKind(profile.kind);
}

function seenValues({profile, top}: ProfileFacts, name: string): SeenValue[] {
  return profile.sampleTypes.flatMap(({type, unit}, sampleType) => {
    const {cum, flat, names, total} = top(sampleType);
    const row = names.indexOf(name);
    return row < 0 || cum.values[row] === 0 ? [] : [{type, unit, flat: flat.values[row], cum: cum.values[row], total}];
  });
}

function seenGoroutines(facts: ProfileFacts, signatures: SignatureIndex, name: string): SeenGoroutines[] {
  const clusters = blockedClusters(facts, signatures);
  const {groups, total} = facts.census();
  const gathered = new Map<BlockedCluster | string, GoroutineGroup[]>();
  for (const group of groups) {
    if (group.createdBy !== name && !group.names.includes(name)) continue;
    // What runs is in no cluster.
    const key = clusters.find((cluster) => cluster.groups.includes(group)) ?? group.waitClass;
    gathered.set(key, [...(gathered.get(key) ?? []), group]);
  }
  return [...gathered]
    .map(([key, members]) => seenCrowd(facts, signatures, members, total, typeof key === 'string' ? undefined : key))
    .sort((a, b) => b.count - a.count);
}

function seenCrowd(
  facts: ProfileFacts,
  signatures: SignatureIndex,
  groups: readonly GoroutineGroup[],
  total: number,
  cluster: BlockedCluster | undefined,
): SeenGoroutines {
  const [{createdBy, names, state, waitClass}] = groups;
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const {goroutines, samples} = facts.profile;
  const rows = groups.flatMap((group) => group.rows);
  const waits = waitFacts(goroutines, samples.values[0], rows, undefined);
  const idle = cluster?.idle;
  return {
    count,
    share: total === 0 ? 0 : count / total,
    waitClass,
    state,
    createdBy,
    chargedTo: cluster?.culprit ?? names[Math.max(0, responsibleFrame(names))] ?? '',
    ...(waits === undefined ? {} : {minutes: {min: waits.min, max: waits.max}}),
    ...(idle === undefined
      ? {}
      : {
          idle: {id: idle.id, reason: idle.title, ...(idle.atMost === undefined ? {} : {atMost: idle.atMost})},
        }),
    tooFew: tooFew(signatures, groups, cluster?.count ?? count),
  };
}

/** Shapes of trouble that fit, and want more goroutines than there are. */
function tooFew(
  signatures: SignatureIndex,
  groups: readonly GoroutineGroup[],
  count: number,
): SeenGoroutines['tooFew'] {
  const found = new Map<string, number>();
  for (const group of groups) {
    const signature = signatures.findShape(
      shapeOfGroup(group),
      'connection-leak',
      'goroutine-leak',
      'timer-leak',
      'deadlock',
    );
    if (signature?.atLeast !== undefined && signature.atLeast > count) found.set(signature.id, signature.atLeast);
  }
  return [...found].map(([id, atLeast]) => ({id, atLeast}));
}
