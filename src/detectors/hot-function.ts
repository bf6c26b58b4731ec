/**
 * One function burns the CPU, through whatever it calls.
 */

import type {Case} from '../analysis/case/case.ts';
import {type CpuUse, cpuInputs, cpuUse, isBusy, type MeasuredInput} from '../analysis/case/profile-values.ts';
import {cpuEvidence, cpuWhere} from '../analysis/evidence/cpu-evidence.ts';
import {
  type HotPath,
  hotPath,
  hotPathOf,
  hottestLeaf,
  isRunner,
  lonePath,
  namesBelow,
} from '../analysis/evidence/hot-path.ts';
import {cpuKey, culpritOf, LAST_WORD, levelFor, makeFinding} from '../analysis/evidence/make-finding.ts';
import {meetingPoint} from '../analysis/evidence/meeting-point.ts';
import {responsibleRow, type TableRow, tableRows} from '../analysis/evidence/printed-table.ts';
import {COMPRESSION, JSON_CODING} from '../analysis/names/codec-work.ts';
import {firstMarked, markIdentities, markNames} from '../analysis/names/frame-classes.ts';
import {NETWORK_IO} from '../analysis/names/runtime-work.ts';
import {NONE} from '../base/columns.ts';
import {say, sayLater} from '../base/language/say.ts';
import {percent} from '../base/units.ts';
import type {CallTree} from '../model/call-tree.ts';
import type {Finding} from '../model/finding.ts';
import type {Signature} from '../model/signature.ts';
import {localName, parseSymbol, shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Below this share nobody stands out. */
  share: 0.3,
  /** From here on the largest is reported, as info. */
  shareNoted: 0.15,
  /** Cores that must be busy on average: a quiet process may spend its little time as it likes. */
  cores: 0.25,
  /** CPU seconds that must have been sampled where the profile does not say how long it ran. */
  seconds: 3,
  /** From here on the report says where a quiet process spends its little time. */
  secondsNoted: 0.5,
  /** More functions than this sharing half of the cost: a program at work, not a hot spot. */
  breadth: 4,
  /** The same with what other packages do inside: compilers and databases call few functions that call hundreds. */
  functions: 9,
  /** The costliest of them takes at least this part of it, or nobody stands out. */
  part: 0.2,
  /** A function that calls others for more than it does itself calls one of them for this part of it. */
  most: 0.5,
  /** Part that goes into the network, into compression or JSON: a server at work, and other detectors have limits for it. */
  network: 0.8,
  /** The same of a handler of requests, with functions of all packages. */
  piece: 0.3,
};

export const hotFunction: Detector = {
  id: 'hot-function',
  title: sayLater('One function takes most of the CPU time'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: cpuInputs(subject).flatMap((input) => hotFindings(subject, input, {...LIMITS, ...limits})),
    suppressed: [],
  }),
};

function hottest(input: MeasuredInput, leastShare: number): HotPath | undefined {
  const rows = tableRows(input);
  if (rows !== undefined) return hottestRow(input, rows, leastShare);
  const tree = input.facts.tree(input.sampleType);
  const hot = hotPath(tree, leastShare);
  return hot === undefined ? hottestLeaf(tree, leastShare) : (insideRunner(input, tree, hot, leastShare) ?? hot);
}

/** Part of what a runner costs that must meet in one function again, to be named instead; a closure is somebody's code. */
const MEETS = {entry: 0.5, closure: 0.8};

/** Below an entry, a loop or a closure of a worker, where the cost splits and meets again in a function proper. */
function insideRunner(
  {stacks}: MeasuredInput,
  tree: CallTree,
  {function: runner, value}: HotPath,
  leastShare: number,
): HotPath | undefined {
  if (!isRunner(runner)) return undefined;
  const inside = namesBelow(tree, runner);
  const part = parseSymbol(runner).closure === '' ? MEETS.entry : MEETS.closure;
  const least = Math.max(leastShare, (part * value) / stacks.total);
  const name = meetingPoint(
    stacks,
    () => true,
    least,
    (candidate) => inside.has(candidate) && !isRunner(candidate),
  );
  return name === undefined ? undefined : hotPathOf(tree, name);
}

/** Of a table the row to hold responsible; how its cost is shared out below is not known. */
function hottestRow(input: MeasuredInput, rows: readonly TableRow[], leastShare: number): HotPath | undefined {
  const row = responsibleRow(input, rows);
  if (row === undefined || row.cum < leastShare * input.stacks.total) return undefined;
  return lonePath(row.name, row.cum);
}

function hotFindings(subject: Case, input: MeasuredInput, limits: typeof LIMITS): Finding[] {
  if (cpuUse(input).seconds < limits.secondsNoted) return [];
  const hot = hottest(input, limits.share) ?? hottest(input, limits.shareNoted);
  return hot === undefined ? [] : [hotFinding(subject, input, hot, limits)];
}

function hotFinding(subject: Case, input: MeasuredInput, hot: HotPath, limits: typeof LIMITS): Finding {
  const use = cpuUse(input);
  const share = hot.value / input.stacks.total;
  const name = hot.function;
  const shape = {names: hot.below.toReversed(), createdBy: '', waitClass: undefined, count: share * 100};
  const signature = subject.options.signatures.find(shape, 'cpu');
  // A known shape brings a limit of its own.
  const isNoted = !isBusy(use, limits) || (share < limits.share && signature === undefined);
  const excuse = isNoted || signature !== undefined ? undefined : excuseOf(input, hot, limits);
  return makeFinding({
    id: 'hot-function',
    ...(signature === undefined ? {} : {signature: signature.id}),
    severity: isNoted || excuse !== undefined ? 'info' : 'warning',
    evidenceLevel: levelFor(input.facts.profile, input.stacks.self.length < 3 ? 'possible' : 'likely'),
    title: say`${shortName(name)} takes ${percent(share)} of the CPU time`,
    why: say`${signature === undefined ? '' : say`${say(signature.title)} `}${cpuWhere(use)} ${percent(share)} of it is spent in ${shortName(name)} and what it calls (${limitText(use, share, signature, excuse, limits)}).`,
    advice: [
      ...(signature?.advice ?? []),
      ...(tableRows(input) === undefined
        ? [say`See where inside: \`pprofx peek '${localName(name)}' ${input.facts.profile.name}\``]
        : [TABLE_ADVICE]),
      sayLater(
        'Ask how often it is called: compute the result once and keep it, or call it once per round instead of once per item.',
      ),
      sayLater('Compare with a profile of a quiet time: `pprofx diff BEFORE AFTER`'),
    ],
    culprit: culpritOf(name, input.facts.profile),
    evidence: cpuEvidence(input, hot),
    references: signature?.references ?? [],
    weight: share,
    explains: hot.below.map(cpuKey),
    precedence: isNoted ? LAST_WORD : signature === undefined ? 1 : 3,
  });
}

/** Why much time is no trouble: the function leaves it to many others, to the network, or to what has a limit of its own. */
type Excuse = 'spread' | 'network' | 'judged';

function excuseOf(input: MeasuredInput, hot: HotPath, limits: typeof LIMITS): Excuse | undefined {
  if (!standsOut(hot, limits)) return 'spread';
  if (isMostly(NETWORK_IO, input, hot, limits)) return 'network';
  // Less than compression-heavy and json-heavy find too much is no more in one handler.
  return hot.isServed && JUDGED.some((work) => isMostly(work, input, hot, limits)) ? 'judged' : undefined;
}

const JUDGED = [COMPRESSION, JSON_CODING];

/** Whether nearly all of the function's time goes into such work. */
function isMostly(
  work: RegExp,
  {stacks}: MeasuredInput,
  {function: name, value}: HotPath,
  limits: typeof LIMITS,
): boolean {
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (candidate) => candidate === name),
  );
  const inWork = firstMarked(stacks, markIdentities(stacks.frames, work));
  let sum = 0;
  for (let stack = 0; stack < owners.length; stack++) {
    if (owners[stack] !== NONE && inWork[stack] !== NONE) sum += stacks.self[stack];
  }
  return sum >= limits.network * value;
}

const TABLE_ADVICE = sayLater(
  'A table has no callers. Take the profile itself: `curl -s localhost:6060/debug/pprof/profile > cpu.pb.gz && pprofx analyze cpu.pb.gz`',
);

/** The limit that decided, and why it is no trouble where it is none. */
function limitText(
  use: CpuUse,
  share: number,
  signature: Signature | undefined,
  excuse: Excuse | undefined,
  limits: typeof LIMITS,
): string {
  const noted = percent(limits.shareNoted);
  if (!isBusy(use, limits)) {
    return use.cores === undefined
      ? say`noted from ${noted} on; trouble from ${limits.seconds} s`
      : say`noted from ${noted} on; trouble from ${limits.cores} cores`;
  }
  const limit = percent(limits.share);
  if (excuse === 'spread') return say`limit ${limit}, but spread over what it calls`;
  if (excuse === 'judged') return say`limit ${limit}, but for compression and JSON other limits decide`;
  if (excuse === 'network') return say`limit ${limit}, but it sends and receives over the network`;
  if (share >= limits.share) return say`limit ${limit}`;
  return signature === undefined
    ? say`noted from ${noted} on; trouble from ${limit}`
    : say`a known shape, limit ${signature.atLeast ?? 1}%`;
}

function standsOut(hot: HotPath, limits: typeof LIMITS): boolean {
  const {breadth, functions, isForRequests, isServed, largestPart, largestPiece, ownPart} = hot;
  // What leaves its work to others, and most of it to none, is a program at work.
  if (ownPart < largestPart && largestPart < limits.most) return false;
  // Serving, rendering, converting is what a program is there for; only what takes a large piece of it stands out. One part
  // of answering requests that takes most of the time does: it is not all that a server is there for.
  if ((isServed || !isForRequests) && largestPiece < limits.piece) return false;
  return breadth <= limits.breadth && functions <= limits.functions && largestPart >= limits.part;
}
