/**
 * One function burns the CPU, through whatever it calls.
 */

import {percent} from '../analysis/blocking/goroutine-evidence.ts';
import type {Case} from '../analysis/case/case.ts';
import {cpuInputs, cpuUse, isBusy, type MeasuredInput} from '../analysis/case/profile-values.ts';
import {cpuEvidence, cpuWhere} from '../analysis/evidence/cpu-evidence.ts';
import {type HotPath, hotPath, hottestLeaf} from '../analysis/evidence/hot-path.ts';
import {cpuKey, culpritOf, LAST_WORD, makeFinding} from '../analysis/evidence/make-finding.ts';
import type {CallTree} from '../model/call-tree.ts';
import type {Finding} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Below this share nobody stands out. */
  share: 0.3,
  /** From here on the largest is told, but nobody is woken for it. */
  shareNoted: 0.15,
  /** Cores that must be busy on average: a quiet process may spend its little time as it likes. */
  cores: 0.25,
  /** CPU seconds that must have been sampled where the profile does not say how long it ran. */
  seconds: 3,
  /** From here on a quiet process is told where its little time goes. */
  secondsNoted: 0.5,
  /** More functions than this sharing half of the cost: a program at work, not a hot spot. */
  breadth: 4,
  /** The same with what other packages do inside: compilers and databases call few functions that call hundreds. */
  functions: 9,
  /** The costliest of them takes at least this part of it, or nobody stands out. */
  part: 0.2,
};

export const hotFunction: Detector = {
  id: 'hot-function',
  title: 'One function takes most of the CPU time',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: cpuInputs(subject).flatMap((input) => hotFindings(subject, input, {...LIMITS, ...limits})),
    suppressed: [],
  }),
};

function hottest(tree: CallTree, leastShare: number): HotPath | undefined {
  return hotPath(tree, leastShare) ?? hottestLeaf(tree, leastShare);
}

function hotFindings(subject: Case, input: MeasuredInput, limits: typeof LIMITS): Finding[] {
  if (cpuUse(input).seconds < limits.secondsNoted) return [];
  const tree = input.facts.tree(input.sampleType);
  const hot = hottest(tree, limits.share) ?? hottest(tree, limits.shareNoted);
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
  const isSpot = !isNoted && (standsOut(hot, limits) || signature !== undefined);
  return makeFinding({
    id: 'hot-function',
    ...(signature === undefined ? {} : {signature: signature.id}),
    severity: isSpot ? 'warning' : 'info',
    evidenceLevel: use.cores === undefined || input.stacks.self.length < 3 ? 'possible' : 'likely',
    title: `${shortName(name)} takes ${percent(share)} of the CPU time`,
    why: `${signature === undefined ? '' : `${signature.title} `}${cpuWhere(use)} ${percent(share)} of it is spent in ${shortName(name)} and what it calls (limit ${percent(limits.share)}).`,
    advice: [
      ...(signature?.advice ?? []),
      `See where inside: pprofx peek '${shortName(name)}' ${input.facts.profile.name}`,
      'Ask how often it is called: compute the result once and keep it, or call it once per round instead of once per item.',
      'Compare with a profile of a quiet time: pprofx diff BEFORE AFTER.',
    ],
    culprit: culpritOf(name, input.facts.profile),
    evidence: cpuEvidence(input, hot),
    references: signature?.references ?? [],
    weight: share,
    explains: hot.below.map(cpuKey),
    precedence: isNoted ? LAST_WORD : signature === undefined ? 1 : 3,
  });
}

function standsOut({breadth, functions, largestPart}: HotPath, limits: typeof LIMITS): boolean {
  return breadth <= limits.breadth && functions <= limits.functions && largestPart >= limits.part;
}
