/**
 * Functions that work in pairs, of which one side is left over: its partner has ended without it.
 */

import {type BlockedCluster, blockedClusters} from '../analysis/blocking/blocked-clusters.ts';
import {clusterEvidence} from '../analysis/blocking/goroutine-evidence.ts';
import type {Case} from '../analysis/case/case.ts';
import {culpritOf, goroutineKey, makeFinding} from '../analysis/evidence/make-finding.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import {enclosingFunction, packageOf, parseSymbol, shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Left-over goroutines. */
  goroutines: 100,
  /** How many times the partner's count. */
  ratio: 10,
};

export const partnerImbalance: Detector = {
  id: 'partner-imbalance',
  title: sayLater('One half of a pair of goroutines is left over'),
  limits: LIMITS,
  detect: (subject, limits) => ({findings: imbalances(subject, {...LIMITS, ...limits}), suppressed: []}),
};

/** Methods of one type that live and die together. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['read', 'write'],
  ['recv', 'send'],
  ['receive', 'send'],
  ['reader', 'writer'],
  ['receiver', 'sender'],
  ['in', 'out'],
  ['consume', 'produce'],
];

function imbalances(subject: Case, limits: typeof LIMITS): Finding[] {
  return subject.ofKind('goroutine', 'goroutineleak').flatMap((facts) => {
    const counts = countsByFunction(blockedClusters(facts, subject.options.signatures));
    return [...counts.values()].flatMap(({cluster, count}) => {
      if (count < limits.goroutines) return [];
      const partner =
        otherTypesCount(cluster, counts) ?? (cluster.idle === undefined ? partnerCount(cluster, counts) : undefined);
      return partner === undefined || count < partner.count * limits.ratio
        ? []
        : [imbalance(cluster, count, partner, limits)];
    });
  });
}

interface FunctionCount {
  readonly cluster: BlockedCluster;
  readonly count: number;
}

function countsByFunction(clusters: readonly BlockedCluster[]): Map<string, FunctionCount> {
  const counts = new Map<string, FunctionCount>();
  for (const cluster of clusters) {
    for (const {count, names} of cluster.groups) {
      // Loops are the outermost function of their goroutine.
      const outermost = enclosingFunction(names[names.length - 1] ?? '');
      const known = counts.get(outermost);
      counts.set(outermost, {cluster: known?.cluster ?? cluster, count: (known?.count ?? 0) + count});
    }
  }
  return counts;
}

interface Partner {
  readonly name: string;
  readonly count: number;
}

/** Partners that are methods of different types of one package; either may be idle by design, but not alone. */
const OTHER_TYPES: ReadonlyMap<string, string> = new Map([['(*http2Client).reader', '(*loopyWriter).run']]);

function otherTypesCount({groups}: BlockedCluster, counts: ReadonlyMap<string, FunctionCount>): Partner | undefined {
  const own = enclosingFunction(groups[0].names.at(-1) ?? '');
  const start = packageOf(own).length + 1;
  const partner = OTHER_TYPES.get(own.slice(start));
  const name = partner === undefined ? '' : own.slice(0, start) + partner;
  const count = counts.get(name)?.count;
  return count === undefined ? undefined : {name, count};
}

/** The partner by name: `readLoop` and `writeLoop` of one type; undefined for functions that have none. */
function partnerCount({groups}: BlockedCluster, counts: ReadonlyMap<string, FunctionCount>): Partner | undefined {
  const own = enclosingFunction(groups[0].names.at(-1) ?? '');
  const {function: method, receiver} = parseSymbol(own);
  if (receiver === '') return undefined;
  for (const [a, b] of PAIRS.flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ])) {
    const name = partnerName(method, a, b);
    if (name === undefined) continue;
    const full = own.slice(0, own.length - method.length) + name;
    const partner = counts.get(full);
    if (partner !== undefined && packageOf(full) === packageOf(own)) return {name: full, count: partner.count};
  }
  return undefined;
}

function partnerName(method: string, from: string, to: string): string | undefined {
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  if (method.startsWith(from)) return to + method.slice(from.length);
  if (method.startsWith(capital(from))) return capital(to) + method.slice(from.length);
  return method.endsWith(capital(from)) ? method.slice(0, -from.length) + capital(to) : undefined;
}

function imbalance(cluster: BlockedCluster, count: number, partner: Partner, limits: typeof LIMITS): Finding {
  const {culprit, facts, groups, share} = cluster;
  const name = groups[0].names.at(-1) ?? culprit;
  return makeFinding({
    id: 'partner-imbalance',
    severity: count >= limits.goroutines * limits.ratio ? 'critical' : 'warning',
    // Of a fragment, more of the partner may be in the rest.
    evidenceLevel: facts.census().isExcerpt ? 'possible' : 'likely',
    title: say`${formatCount(count)} of ${shortName(name)} are left over: only ${formatCount(partner.count)} of ${shortName(partner.name)} live`,
    why: say`The two are started in pairs, and one side is there ${(count / Math.max(1, partner.count)).toFixed(0)} times as often as the other (limit ${limits.ratio}): it does not notice that its partner has ended.`,
    advice: [
      sayLater('Let each side end when the other does: close the channel between them, or share a context.'),
      sayLater(
        'Look at what the side that is left over waits for; that is what its partner should have closed or read.',
      ),
    ],
    culprit: culpritOf(name, facts.profile, groups[0].stack),
    evidence: [
      ...clusterEvidence(cluster),
      {
        label: sayLater('partner'),
        value: partner.count,
        unit: 'goroutines',
        text: say`${formatCount(partner.count)} in ${shortName(partner.name)}`,
      },
    ],
    weight: share,
    explains: [goroutineKey(culprit), goroutineKey(name)],
    precedence: 2,
  });
}
