/**
 * Connections, streams or pool slots that are taken and never given back.
 *
 * Goroutines of well-known libraries betray them: which ones, and how many are too many, is field knowledge.
 */

import {
  type BlockedCluster,
  blockedClusters,
  shapeOfGroup,
  siblingClusters,
} from '../analysis/blocking/blocked-clusters.ts';
import {clusterEvidence, trendText} from '../analysis/blocking/goroutine-evidence.ts';
import {countPast} from '../analysis/blocking/turns.ts';
import type {Case, ProfileFacts} from '../analysis/case/case.ts';
import {culpritOf, goroutineKey, makeFinding} from '../analysis/evidence/make-finding.ts';
import {namePattern} from '../analysis/knowledge/signature-match.ts';
import {say, sayLater} from '../base/language/say.ts';
import {largest} from '../base/lists.ts';
import {formatCount, percent} from '../base/units.ts';
import type {Evidence, Finding} from '../model/finding.ts';
import type {Signature} from '../model/signature.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** From here on the process or its peers are about to run out of something. */
  criticalCount: 2000,
};

export const connectionLeak: Detector = {
  id: 'connection-leak',
  title: sayLater('Connections, streams or pool slots are taken and not given back'),
  limits: LIMITS,
  detect: (subject, limits) => ({findings: leaks(subject, {...LIMITS, ...limits}), suppressed: []}),
};

/** All clusters that one signature knows, as one. */
interface Crowd {
  readonly signature: Signature;
  readonly clusters: BlockedCluster[];
  count: number;
}

function leaks(subject: Case, limits: typeof LIMITS): Finding[] {
  return subject.ofKind('goroutine', 'goroutineleak').flatMap((facts) =>
    crowdsOf(subject, facts)
      .filter(({count, signature}) => count >= (signature.atLeast ?? 1))
      .map((crowd) => leakFinding(subject, crowd, limits)),
  );
}

function crowdsOf(subject: Case, facts: ProfileFacts): Crowd[] {
  const {signatures} = subject.options;
  const crowds = new Map<string, Crowd>();
  for (const cluster of blockedClusters(facts, signatures)) {
    for (const group of cluster.groups) {
      const signature = signatures.findShape(shapeOfGroup(group), 'connection-leak');
      if (signature === undefined) continue;
      const crowd = crowds.get(signature.id) ?? {signature, clusters: [], count: 0};
      crowds.set(signature.id, crowd);
      crowd.count += group.count;
      if (crowd.clusters.at(-1) !== cluster) crowd.clusters.push(cluster);
    }
  }
  for (const crowd of crowds.values()) crowd.count -= accountedCount(facts, crowd.signature);
  return [...crowds.values()];
}

/** Goroutines that show what as many of the crowd are for. */
function accountedCount(facts: ProfileFacts, {accountedBy = []}: Signature): number {
  const tests = accountedBy.map(namePattern);
  return facts
    .census()
    .groups.filter(({names}) => names.some((name) => tests.some((test) => test(name))))
    .reduce((sum, {count}) => sum + count, 0);
}

function leakFinding(subject: Case, {clusters, count, signature}: Crowd, limits: typeof LIMITS): Finding {
  const [cluster] = clusters;
  const siblings = siblingClusters(cluster, subject.options.signatures, count);
  const {census, facts, groups, waits} = cluster;
  const name = culpritName(cluster, signature);
  const share = count / Math.max(1, census.total);
  const trend = waits === undefined ? '' : say` Over time: ${trendText(waits)}.`;
  const partners = partnerEvidence(cluster);
  const past = takenTurns(clusters);
  const doubt =
    past === 0
      ? ''
      : say` But ${formatCount(past)} that came the same way have what these wait for, so they take turns.`;
  return makeFinding({
    id: 'connection-leak',
    signature: signature.id,
    severity: past > 0 ? 'info' : count >= limits.criticalCount ? 'critical' : 'warning',
    evidenceLevel: past > 0 ? 'possible' : 'likely',
    title: say`${formatCount(count)} goroutines wait in ${shortName(name)}: connections or slots are not given back`,
    why: say`${say(signature.title)} Decided on: ${formatCount(count)} goroutines, limit ${signature.atLeast ?? 1}, ${percent(share)} of the process.${trend}${doubt}`,
    advice: [
      ...(signature.advice ?? []),
      sayLater('Compare with a dump of ten minutes later: `pprofx diff BEFORE AFTER`'),
    ],
    culprit: culpritOf(name, facts.profile, groups[0].stack),
    evidence: [...clusterEvidence(cluster), ...partners],
    references: signature.references ?? [],
    weight: share,
    explains: [
      ...clusters.map(({culprit}) => goroutineKey(culprit)),
      ...clusters.map(({blocking}) => goroutineKey(blocking)),
      goroutineKey(name),
      ...siblings.map(({culprit}) => goroutineKey(culprit)),
    ],
    precedence: 4,
  });
}

/** How many have the slot that the crowd waits for, where none of it has waited for long: the pool is busy. */
function takenTurns(clusters: readonly BlockedCluster[]): number {
  if (clusters.some(({waits}) => waits !== undefined)) return 0;
  return largest(
    clusters.flatMap(({blocking, census, groups}) =>
      // Loops of connections are what their goroutine runs; they come from no line of code.
      groups.map((group) => (group.names.at(-1) === blocking ? 0 : countPast(census, group))),
    ),
  );
}

/** The frame that the signature knows, rather than whoever called it. */
function culpritName({culprit, groups}: BlockedCluster, {stack}: Signature): string {
  const test = namePattern(stack[0]);
  for (const {names} of groups) {
    const name = names.find(test);
    if (name !== undefined) return name;
  }
  return culprit;
}

/** Loops that live in pairs show how many connections there are. */
const PARTNERS: readonly (readonly [RegExp, RegExp])[] = [
  [/\.readLoop$/, /\.writeLoop$/],
  [/\.recvLoop$/, /\.sendLoop$/],
  [/\.serve$/, /\.readFrames$/],
];

function partnerEvidence({blocking, census}: BlockedCluster): Evidence[] {
  const pair = PARTNERS.find(([own]) => own.test(blocking));
  if (pair === undefined) return [];
  const partner = census.groups.filter(({names}) => names.some((name) => pair[1].test(name)));
  const count = partner.reduce((sum, group) => sum + group.count, 0);
  return count === 0
    ? []
    : [
        {
          label: sayLater('partner loops'),
          value: count,
          unit: 'goroutines',
          text: say`${formatCount(count)} in the partner loop`,
        },
      ];
}
