/**
 * What stands out where nothing is convicted: the largest crowd of a process, or the wait somebody chose to show.
 */

import {type BlockedCluster, blockedClusters} from '../analysis/blocking/blocked-clusters.ts';
import {clusterEvidence} from '../analysis/blocking/goroutine-evidence.ts';
import type {Case, ProfileFacts} from '../analysis/case/case.ts';
import {culpritOf, goroutineKey, LAST_WORD, makeFinding} from '../analysis/evidence/make-finding.ts';
import {waitPhrase} from '../analysis/goroutines/wait-class.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount, percent} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import type {WaitClass} from '../model/profile.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Goroutines at one place that a reader would ask about. */
  goroutines: 100,
  /** Share of the process. */
  share: 0.3,
  /** Fragments of so few goroutines were picked one by one. */
  handful: 5,
};

export const goroutineCrowd: Detector = {
  id: 'goroutine-crowd',
  title: sayLater('A crowd of goroutines stands out, and nothing else speaks against it'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: subject
      .ofKind('goroutine', 'goroutineleak')
      .flatMap((facts) => standout(subject, facts, {...LIMITS, ...limits}) ?? []),
    suppressed: [],
  }),
};

function standout(subject: Case, facts: ProfileFacts, limits: typeof LIMITS): Finding | undefined {
  const clusters = blockedClusters(facts, subject.options.signatures).filter(
    ({culprit}) => layerOf(culprit) !== 'runtime',
  );
  const {isExcerpt, listed} = facts.census();
  const [largest] = clusters;
  if (largest === undefined) return undefined;
  const isCrowd = largest.count >= limits.goroutines && largest.share >= limits.share;
  if (isCrowd) return crowdFinding(largest);
  if (!isExcerpt) return undefined;
  if (listed > limits.handful) return crowdFinding(largest);
  const [first] = [...clusters].sort((a, b) => suspicion(a) - suspicion(b));
  return crowdFinding(first);
}

/** Waits by how seldom they are meant. */
const ORDER: readonly WaitClass[] = [
  'nilchan',
  'send',
  'mutex',
  'rwmutex-w',
  'rwmutex-r',
  'waitgroup',
  'cond',
  'semaphore',
  'recv',
  'select',
  'other',
];

function suspicion({idle, waitClass}: BlockedCluster): number {
  const at = ORDER.indexOf(waitClass);
  // Known idle shapes are spoken of where nothing else is shown.
  return (at < 0 ? ORDER.length : at) + (idle === undefined ? 0 : 100);
}

/** Where only the standard library is on the stack, the outermost frame says what the goroutine is. */
function ownerName({culprit, groups}: BlockedCluster): string {
  if (layerOf(culprit) !== 'standard') return culprit;
  return groups[0].names.findLast((name) => layerOf(name) === 'standard') ?? culprit;
}

function crowdFinding(cluster: BlockedCluster): Finding {
  const {count, facts, groups, idle, share, waitClass} = cluster;
  const culprit = ownerName(cluster);
  const name = shortName(culprit);
  const known = idle === undefined ? '' : say` This is a known shape: ${say(idle.title)}.`;
  const network =
    waitClass === 'io'
      ? say(' Each is most likely an open connection; peers that vanish are only noticed by deadlines.')
      : '';
  return makeFinding({
    id: 'goroutine-crowd',
    severity: 'info',
    evidenceLevel: 'possible',
    title: say`${formatCount(count)} ${count === 1 ? say('goroutine is') : say('goroutines are')} ${waitPhrase(waitClass)} in ${name}`,
    why: say`${count === 1 ? say('It is all that this dump shows') : say`It is the largest crowd that this dump shows, ${percent(share)} of the process`}; by itself that proves nothing.${known}${network}`,
    advice: [
      sayLater('Take a second dump in ten minutes and compare: `pprofx diff BEFORE AFTER`; what grows is the leak.'),
      sayLater(
        'Take it as debug=2, which prints states and ages: `curl -s localhost:6060/debug/pprof/goroutine?debug=2 > goroutine.txt`',
      ),
    ],
    culprit: culpritOf(culprit, facts.profile, groups[0].stack),
    evidence: clusterEvidence(cluster),
    weight: share,
    explains: [goroutineKey(cluster.culprit), goroutineKey(culprit)],
    precedence: LAST_WORD,
  });
}
