/**
 * Tickers and timers that are made and never stopped: they fill the heap, then the CPU.
 */

import type {Case} from '../analysis/case/case.ts';
import {cpuInputs, cpuUse, isBusy, MIB} from '../analysis/case/profile-values.ts';
import {cpuWhere, valueText} from '../analysis/evidence/cpu-evidence.ts';
import {cpuKey, culpritOf, heapKey, levelFor, makeFinding, stackEvidence} from '../analysis/evidence/make-finding.ts';
import {firstMarked, heaviestStack, markedValue, markNames} from '../analysis/names/frame-classes.ts';
import {TIMER_WORK} from '../analysis/names/runtime-work.ts';
import {NONE} from '../base/columns.ts';
import {say, sayLater} from '../base/language/say.ts';
import {percent} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import {identityName, shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';
import {makerIn, pileFindings} from './support/heap-makers.ts';
import {workerOf} from './support/work-asker.ts';

const LIMITS = {
  /** Bytes in timers: at some 200 bytes each this is tens of thousands. */
  bytes: 8 * MIB,
  /** Share of the heap in timers. */
  share: 0.1,
  /** Share of the CPU time spent keeping timers; a healthy program spends a few percent. */
  cpuShare: 0.25,
  cores: 0.25,
  seconds: 3,
};

export const timerLeak: Detector = {
  id: 'timer-leak',
  title: sayLater('Tickers or timers are made and never stopped'),
  limits: LIMITS,
  detect: (subject, given) => {
    const limits = {...LIMITS, ...given};
    return {findings: [...heapFindings(subject, limits), ...cpuFindings(subject, limits)], suppressed: []};
  },
};

/** What makes a timer that lives until it fires or is stopped. */
const MAKERS = /^time\.(?:NewTicker|NewTimer|newTimer|After|AfterFunc|Tick|Sleep)$/;

const ADVICE = [
  sayLater('Stop every ticker and timer where it is made: `defer ticker.Stop()`; make it once, outside the loop.'),
  sayLater(
    'Do not call time.After or time.Tick in a loop: before Go 1.23 their timers live until they fire, tickers forever.',
  ),
  sayLater('Upgrade to Go 1.23 or later, which frees timers that nobody refers to.'),
];

function heapFindings(subject: Case, limits: typeof LIMITS): Finding[] {
  return pileFindings(
    subject,
    {
      id: 'timer-leak',
      makers: MAKERS,
      plural: sayLater('timers'),
      // A ticker, its channel with a buffer of one, and the runtime's timer.
      bytesEach: 208,
      cause: sayLater('Tickers that are never stopped stay forever, and timers until they fire.'),
      advice: ADVICE,
    },
    limits,
  );
}

function cpuFindings(subject: Case, limits: typeof LIMITS): Finding[] {
  return cpuInputs(subject).flatMap((input) => {
    const use = cpuUse(input);
    if (!isBusy(use, limits)) return [];
    const {facts, stacks} = input;
    const marks = markNames(stacks.frames, (name) => TIMER_WORK.test(name));
    const value = markedValue(stacks, marks);
    const share = value / stacks.total;
    if (share < limits.cpuShare) return [];
    const maker = makerIn(subject, MAKERS);
    const first = firstMarked(stacks, marks);
    const worker = workerOf({input, marks});
    return [
      makeFinding({
        id: 'timer-leak',
        severity: 'warning',
        evidenceLevel: levelFor(facts.profile, 'likely'),
        title: say`Timers take ${percent(share)} of the CPU time: unstopped tickers pile up`,
        why: say`${cpuWhere(use)} ${percent(share)} of it goes into keeping and firing timers (limit ${percent(limits.cpuShare)}), most in ${shortName(worker)}. That cost grows with the number of timers alive; tickers that are never stopped fire forever.${maker === undefined ? '' : say` The memory profile says who makes most of them: ${shortName(maker)}.`}`,
        advice: [...ADVICE, sayLater('Find who makes them in a heap profile: `pprofx peek time.NewTicker heap.pb.gz`')],
        culprit: culpritOf(maker ?? worker, facts.profile),
        evidence: [
          {
            label: sayLater('timers'),
            value,
            unit: stacks.unit,
            total: stacks.total,
            text: valueText(input, value),
          },
          ...stackEvidence(
            facts.profile,
            heaviestStack(stacks, (row) => first[row] !== NONE),
          ),
        ],
        weight: share,
        explains: [
          ...stacks.frames.names.filter((name, node) => marks[node] === 1 || identityName(name) === worker).map(cpuKey),
          ...(maker === undefined ? [] : [heapKey(maker)]),
        ],
        precedence: 4,
      }),
    ];
  });
}
