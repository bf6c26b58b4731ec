/**
 * What the names, ids and creators of a crowd say it is: resting workers, a pool, requests in flight, a daemon, a test.
 */
import type {BlockedCluster} from '../../analysis/blocking/blocked-clusters.ts';
import type {GoroutineGroup} from '../../analysis/goroutines/census.ts';
import {isTestFunction} from '../../analysis/names/layers.ts';
import {largest} from '../../base/lists.ts';
import type {WaitClass} from '../../model/profile.ts';
import {enclosingFunction, identityName, packageOf, parseSymbol, shortName} from '../../model/symbol.ts';

/** Names of what is meant to wait. */
const RESTING =
  /work|pool|pump|watch|serv|listen|loop|poll|dispatch|consum|subscri|daemon|background|alive|beat|monitor|tick|\bRun\b|handleConn|accept|idle|park/i;

export function isResting({culprit, groups}: BlockedCluster): boolean {
  return RESTING.test(shortName(culprit)) || RESTING.test(shortName(groups[0].createdBy));
}

/** What is done for as long as a thing lives: the loop of an actor, a device, a partition, a target of a build. */
const LIFELONG =
  /^(?:build|consume|feed|follow|forward|handle|notify|poll|process|pump|recv|receive|relay|replicate|run|tail)(?:[A-Z]|$)/;

export function isLifelong({culprit}: BlockedCluster): boolean {
  return LIFELONG.test(parseSymbol(culprit).function);
}

/** Ids handed out to others in between: not a pool that a loop started at once. */
const SPREAD_STRIDE = 1.8;

export function isSpreadOut({idSpread}: BlockedCluster): boolean {
  return idSpread !== undefined && idSpread.stride >= SPREAD_STRIDE;
}

/** Started in one go, or all at work on one object: a pool, which is as large as somebody wanted it. */
export function isPool(cluster: BlockedCluster): boolean {
  const {idSpread, sharesObject} = cluster;
  return sharesObject || (idSpread !== undefined && idSpread.stride < POOL_STRIDE);
}

/** Ids per member of a loop that starts them: a few go to whoever else starts something meanwhile. */
const POOL_STRIDE = 1.1;

/** Under the handler of a server: a client waits for the answer. */
export function isInFlight({groups}: BlockedCluster): boolean {
  return groups.every(({createdBy, names}) => [...names, createdBy].some((name) => HANDLER.test(name)));
}

const HANDLER =
  /net\/http\.\(\*(?:conn|http2serverConn|Server)\)\.|http2\.\(\*serverConn\)\.|grpc\.\(\*Server\)\.|fasthttp\.\(\*(?:Server|workerPool)\)\.|net\/rpc\.\(\*(?:Server|service)\)\./;

/** Started by main or by what main runs, before most others, to run for as long as the process lives. */
export function isDaemon({culprit, facts, groups}: BlockedCluster): boolean {
  const ids = facts.profile.goroutines?.id;
  return (
    DAEMON.test(parseSymbol(culprit).function) &&
    groups.every(
      ({createdBy, names, rows}) =>
        (names.includes('main.main') || COMMAND.test(packageOf(createdBy))) &&
        rows.every((row) => (ids?.[row] ?? -1) < STARTUP_IDS),
    )
  );
}

/** What main itself is, or runs: the packages of a program's commands. */
const COMMAND = /^main$|(?:^|\/)cmd(?:\/|$)/;

const DAEMON = /^(?:[Rr]un|[Ss]erve|[Ss]tart|[Ll]isten|[Ll]oop|[Ww]atch|[Ww]ait)/;

/** Goroutines of a process's start have small ids; daemons live there. */
export const STARTUP_IDS = 1000;

/** A function literal that waits itself, and is all that its goroutine runs: `go func() { for job := range jobs … }()`. */
export function isOwnLoop({culprit, groups}: BlockedCluster): boolean {
  const isOutermost = ({names}: GoroutineGroup): boolean =>
    names.findLast((name) => name !== 'runtime.goexit') === culprit;
  return parseSymbol(culprit).closure !== '' && groups.every(isOutermost);
}

/** Who started them, as far as it shows: the creator; the package where a form prints none. */
export function starterOf({createdBy, names}: GroupOrigin): string {
  if (createdBy !== '') return identityName(createdBy);
  const outermost = identityName(names.findLast((name) => name !== 'runtime.goexit') ?? '');
  return outermost === 'runtime.main' ? outermost : packageOf(outermost);
}

type GroupOrigin = Pick<GoroutineGroup, 'createdBy' | 'names'>;

/** Frames of the runtime in a printed goroutine: only a crash of the runtime or of C shows them. */
export function isOfCrash({facts, groups}: BlockedCluster): boolean {
  const ids = facts.profile.goroutines?.id;
  return groups.every(
    ({names, rows}) =>
      (names[0] === 'runtime.gopark' || names.at(-1) === 'runtime.goexit') &&
      rows.every((row) => (ids?.[row] ?? -1) > 0),
  );
}

/** Waits that a loop has between two pieces of work. */
const WORK_WAITS: ReadonlySet<WaitClass> = new Set<WaitClass>(['cond', 'recv', 'select', 'semaphore', 'io', 'sleep']);

/**
 * A loop that takes its work from a channel or from a queue that it calls: nothing has stopped it, but it is not stuck.
 * A loop with a select of its own is another matter: it has a case to stop on, and somebody forgot to.
 */
export function isWorkLoop({culprit, groups, waitClass}: BlockedCluster): boolean {
  const isLoop = (name: string): boolean => LOOP.test(parseSymbol(enclosingFunction(name)).function);
  if (!WORK_WAITS.has(waitClass)) return false;
  if (isLoop(culprit)) return waitClass === 'recv';
  return groups.every(({names}) => names.slice(names.indexOf(culprit) + 1).some(isLoop));
}

const LOOP =
  /(?:^|[a-z])(?:[Ll]oop|[Rr]un|[Ss]erve|[Aa]ccept|[Pp]oll|[Dd]equeue|[Cc]onsume|[Ww]orker|[Pp]rocessNextWorkItem)$/;

/** Part of a test: run by the testing package, or by a goroutine that a test function started. */
export function isOfTest({createdBy, names}: GoroutineGroup): boolean {
  return names.some(isTestEntry) || isTestFunction(createdBy) || names.some(isTestFunction);
}

/** Started by the goroutine that runs package initialisers and TestMain; each test has a goroutine of its own. */
export function isOfProcess({facts, groups}: BlockedCluster): boolean {
  const parents = facts.profile.goroutines?.parentId;
  return groups.every(({rows}) => rows.every((row) => parents?.[row] === 1));
}

/** Older than every goroutine of a test, by id, and idle for as long as goroutine 1 waits for them. */
export function isBeforeTests({census, facts, groups, waits}: BlockedCluster): boolean {
  const {goroutines} = facts.profile;
  if (goroutines === undefined || waits === undefined) return false;
  const main = goroutines.id.indexOf(1);
  if (main < 0 || waits.min < goroutines.waitMinutes[main]) return false;
  const idsOf = (of: readonly GoroutineGroup[]): number[] =>
    of.flatMap(({rows}) => rows.map((row) => goroutines.id[row]));
  const tests = idsOf(census.groups.filter(({names}) => names.some(isTestEntry))).filter((id) => id !== 1);
  const youngest = largest(idsOf(groups));
  return tests.every((id) => youngest < id);
}

function isTestEntry(name: string): boolean {
  return name === 'testing.tRunner' || name === 'testing.(*T).Run';
}
