/**
 * Whether a server restarted between two profiles: counters since the start of a process never fall while it lives.
 *
 * Counts of two processes are not a before and after, so such types are not assessed. Programs that end by
 * themselves, such as benchmarks, are compared run by run as they are.
 */
import {functionName, type Profile} from '../../model/profile.ts';
import type {ComparedType, Comparison} from './compare.ts';

/** Types that only grow, unless the profile is of a stretch of time. */
const SINCE_START = /^(?:alloc_(?:space|objects)|contentions|delay)$/;

/** What every server has, and no benchmark at its end. */
const SERVER = /^(?:net\/http\.\(\*conn\)\.serve|net\/http\/pprof\.|google\.golang\.org\/grpc\.\(\*Server\)\.)/;

/** The types of the comparison that began at zero again in between; none for a process that lived on. */
export function restartedTypes({after, before, types}: Comparison): ReadonlySet<ComparedType> {
  const [old, recent] = [before[0], after[0]];
  const isOneLater =
    before.length === 1 && after.length === 1 && old.timeNanos > 0n && recent.timeNanos > old.timeNanos;
  if (!isOneLater || [old, recent].some((profile) => profile.durationNanos !== 0n || !isServer(profile)))
    return new Set();
  const counters = types.filter(({type}) => SINCE_START.test(type));
  return new Set(counters.some(({total}) => total.change === 'shrunk' || total.change === 'gone') ? counters : []);
}

function isServer(profile: Profile): boolean {
  for (let fn = 0; fn < profile.functions.length; fn++) if (SERVER.test(functionName(profile, fn))) return true;
  return false;
}
