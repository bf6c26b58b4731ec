/**
 * Profiles as they might have been measured: seeded redrawing of every sampled event.
 */
import type {Profile} from '../../src/model/profile.ts';

/** A repeatable source of numbers in [0, 1). */
export type Random = () => number;

/** Mulberry32: 32 bits of state are enough for tests. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A Poisson count; by products of uniforms in steps, so that large means do not underflow. */
export function poisson(mean: number, random: Random): number {
  let count = 0;
  for (let rest = mean; rest > 0; rest -= 500) {
    const limit = Math.exp(-Math.min(rest, 500));
    for (let product = random(); product > limit; product *= random()) count++;
  }
  return count;
}

/** How many of `count` events fall to the first of two equal halves. */
export function halfOf(count: number, random: Random): number {
  let chosen = 0;
  for (let i = 0; i < count; i++) if (random() < 0.5) chosen++;
  return chosen;
}

/** Events per sample row: sampled objects of a heap, counts of anything else. */
export function eventCounts(profile: Profile, objects = 'inuse_objects', space = 'inuse_space'): Float64Array {
  const column = (type: string): Float64Array | undefined =>
    profile.samples.values[profile.sampleTypes.findIndex((candidate) => candidate.type === type)];
  const [objectColumn, spaceColumn] = [column(objects), column(space)];
  const counts = profile.samples.values[0];
  if (objectColumn === undefined || spaceColumn === undefined) return counts.slice();
  return objectColumn.map((count, row) => {
    if (count === 0) return 0;
    return Math.max(1, Math.round(count * -Math.expm1(-spaceColumn[row] / count / Number(profile.period))));
  });
}

/** The profile with each row's values multiplied by drawn events over its own. */
export function withEvents(profile: Profile, own: Float64Array, drawn: ArrayLike<number>): Profile {
  const values = profile.samples.values.map((column) =>
    column.map((value, row) => (own[row] === 0 ? 0 : (value * drawn[row]) / own[row])),
  );
  return {...profile, samples: {...profile.samples, values}};
}

/** The profile measured once more: each row's events drawn anew, times `factorOf(row)` where the process changed. */
export function remeasured(profile: Profile, random: Random, factorOf: (row: number) => number = () => 1): Profile {
  const own = eventCounts(profile);
  const drawn = own.map((count, row) => poisson(count * factorOf(row), random));
  return withEvents(profile, own, drawn);
}

/** Every event of the profile in one of two halves. */
export function halves(profile: Profile, random: Random): [Profile, Profile] {
  const own = eventCounts(profile);
  const first = own.map((count) => halfOf(count, random));
  return [
    withEvents(profile, own, first),
    withEvents(
      profile,
      own,
      own.map((count, row) => count - first[row]),
    ),
  ];
}
