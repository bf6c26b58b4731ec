/**
 * Crowds that wait for a semaphore that nobody is left to give back.
 */
import type {BlockedCluster} from '../../analysis/blocking/blocked-clusters.ts';
import type {GoroutineGroup} from '../../analysis/goroutines/census.ts';
import {layerOf} from '../../analysis/names/layers.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {formatCount} from '../../base/units.ts';
import {packageOf, parseSymbol} from '../../model/symbol.ts';
import type {LeakLimits} from './kind.ts';
import type {Verdict} from './verdict.ts';

/** All wait for a semaphore, and nobody is left who could hold a part of it: it was not given back. */
export function exhaustedVerdict(cluster: BlockedCluster, {crowd}: LeakLimits): Verdict | undefined {
  if (cluster.count < crowd || !isExhausted(cluster)) return undefined;
  const reason = say`${formatCount(cluster.count)} goroutines, limit ${crowd}, and no other goroutine shows that it holds what they wait for`;
  return {severity: 'warning', level: 'possible', reason, words: notReleased()};
}

function notReleased(): Verdict['words'] {
  return {
    cause: say('Whoever took from the semaphore did not give it back.'),
    advice: [
      sayLater('Release in a defer right after Acquire, so that every return gives back as much as was taken.'),
      sayLater('Look at errors and panics between Acquire and Release, and at weights that differ between the two.'),
    ],
  };
}

const SEMAPHORE = /(?:Semaphore|Weighted|^sem|[sS]em|[lL]imiter|[sS]lots?|[tT]ickets?)$/i;
const TAKES = /^(?:acquire|p|down)$/i;

function isAcquire(name: string): boolean {
  const {function: method, receiver} = parseSymbol(name);
  return TAKES.test(method) && SEMAPHORE.test(receiver);
}

/** Whether they wait for a semaphore that nobody else holds, as far as the stacks show. */
function isExhausted({census, groups}: BlockedCluster): boolean {
  const homes = new Set<string>();
  for (const {names} of groups) {
    const at = names.findLastIndex(isAcquire);
    const user = names.slice(at + 1).find((name) => layerOf(name) === 'code');
    if (at < 0 || user === undefined) return false;
    homes.add(packageOf(user));
  }
  const mayHold = ({names}: GoroutineGroup): boolean =>
    !names.includes('main.main') && names.some((name) => homes.has(packageOf(name)));
  return (
    census.isLive && !census.isExcerpt && !census.groups.some((group) => !groups.includes(group) && mayHold(group))
  );
}
