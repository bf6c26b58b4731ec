/**
 * Dumps of tests, and stacks pasted without their process: so few goroutines that each is read by itself.
 */
import type {BlockedCluster} from '../../analysis/blocking/blocked-clusters.ts';
import {isTestFunction} from '../../analysis/names/layers.ts';
import type {LeakKind} from './kind.ts';
import {isBeforeTests, isDaemon, isOfProcess, isOfTest, isWorkLoop} from './shapes.ts';
import {FEW, lowConfidence, SMALL_DUMP, type Verdict} from './verdict.ts';

/** A dump of a test that hangs, or a stack pasted without a header: what waits in it is the story. */
export function smallDumpVerdict(cluster: BlockedCluster, kind: LeakKind): Verdict | undefined {
  const {census, culprit, groups} = cluster;
  const isTest = census.total <= SMALL_DUMP && census.groups.some(isOfTest);
  const isBare = kind.isSuspectAlone && census.isExcerpt && census.total <= FEW && !isDaemon(cluster);
  if (!isTest && !isBare && !census.isLeakReport) return undefined;
  if (groups.some(({names}) => names.includes('main.main'))) return undefined;
  // A test mostly waits for what is stuck elsewhere.
  if (isTestFunction(culprit)) return census.isTimedOut ? TEST_ITSELF : undefined;
  if (census.isLeakReport) return leftOverVerdict(cluster);
  const reason = isTest ? 'it is left over in the dump of a test that hangs' : 'it is shown alone';
  if (isTest && isBeforeTests(cluster))
    return lowConfidence(reason, 'it began before the test, or the test is not shown');
  return {severity: 'warning', level: 'possible', reason};
}

/** What a leak test lists. */
function leftOverVerdict(cluster: BlockedCluster): Verdict {
  const found = 'a leak test found it left over';
  if (cluster.idle !== undefined) return {severity: 'warning', level: 'possible', reason: found, words: LEFT_OPEN};
  if (isOfProcess(cluster)) {
    return lowConfidence(found, 'goroutine 1 started it, which runs no test: it is one of the process');
  }
  if (isWorkLoop(cluster)) return lowConfidence(found, 'it loops for work: not stopped, not stuck');
  return {severity: 'warning', level: 'possible', reason: found};
}

const TEST_ITSELF: Verdict = {
  severity: 'warning',
  level: 'possible',
  reason: 'the test timed out while it waited here, and nothing else in the dump waits',
  isLastWord: true,
};

/** Of what rests by design for as long as its owner is there. */
const LEFT_OPEN: Verdict['words'] = {
  cause: 'It rests like this for as long as what it belongs to is open: the test ends without closing that.',
  advice: [
    'Close what the test opened before the check: CloseIdleConnections of an http.Client, Close of a client or server.',
    'Where a library keeps it for the life of the process, let the check ignore it.',
  ],
};
