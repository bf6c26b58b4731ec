/**
 * Dumps of tests, and stacks pasted without their process: so few goroutines that each is read by itself.
 */

import type {BlockedCluster} from '../../analysis/blocking/blocked-clusters.ts';
import {isTestFunction} from '../../analysis/names/layers.ts';
import {say, sayLater} from '../../base/language/say.ts';
import type {LeakKind} from './kind.ts';
import {isBeforeTests, isDaemon, isOfProcess, isOfTest, isWorkLoop, starterOf} from './shapes.ts';
import {FEW, lowConfidence, SMALL_DUMP, type Verdict} from './verdict.ts';

/** A dump of a test that hangs, or a stack pasted without a header: what waits in it is the story. */
export function smallDumpVerdict(cluster: BlockedCluster, kind: LeakKind): Verdict | undefined {
  const {census, culprit, groups} = cluster;
  const isTest = census.total <= SMALL_DUMP && census.groups.some(isOfTest);
  const isBare = kind.isSuspectAlone && census.isExcerpt && census.total <= FEW && !isDaemon(cluster);
  if (!isTest && !isBare && !census.isLeakReport) return undefined;
  if (groups.some(({names}) => names.includes('main.main'))) return undefined;
  // A test mostly waits for what is stuck elsewhere.
  if (isTestFunction(culprit)) return census.isTimedOut ? testItself() : undefined;
  if (census.isLeakReport) return leftOverVerdict(cluster);
  const reason = isTest ? say('it is left over in the dump of a test that hangs') : say('it is shown alone');
  if (isTest && isBeforeTests(cluster))
    return lowConfidence(reason, say('it began before the test, or the test is not shown'));
  if (isOfReaders(cluster)) return lowConfidence(reason, say('as many loops beside it are parts of the same'));
  return {severity: 'warning', level: 'possible', reason};
}

/** It waits for the end of one that reads from the network, started by the same: both live as long as a connection. */
function isOfReaders({census, groups, waitClass}: BlockedCluster): boolean {
  const readers = census.groups.filter((group) => group.waitClass === 'io').map(starterOf);
  return waitClass === 'waitgroup' && groups.every((group) => readers.includes(starterOf(group)));
}

/** What a leak test lists. */
function leftOverVerdict(cluster: BlockedCluster): Verdict {
  const found = say('a leak test found it left over');
  if (cluster.idle !== undefined) return {severity: 'warning', level: 'possible', reason: found, words: leftOpen()};
  if (isOfProcess(cluster)) {
    return lowConfidence(found, say('goroutine 1 started it, which runs no test: it is one of the process'));
  }
  if (isWorkLoop(cluster)) return lowConfidence(found, say('it loops for work: not stopped, not stuck'));
  return {severity: 'warning', level: 'possible', reason: found};
}

function testItself(): Verdict {
  const reason = say('the test timed out while it waited here, and nothing else in the dump waits');
  return {severity: 'warning', level: 'possible', reason, isLastWord: true};
}

/** Of what rests by design for as long as its owner is there. */
function leftOpen(): Verdict['words'] {
  return {
    cause: say('It rests like this for as long as what it belongs to is open: the test ends without closing that.'),
    advice: [
      sayLater(
        'Close what the test opened before the check: CloseIdleConnections of an http.Client, Close of a client or server.',
      ),
      sayLater('Where a library keeps it for the life of the process, let the check ignore it.'),
    ],
  };
}
