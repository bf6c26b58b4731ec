/**
 * How detectors of one kind of costly work decide: all CPU time under the functions that do it, blamed on the function
 * that asks for most of it.
 */

import {percent} from '../../analysis/blocking/goroutine-evidence.ts';
import type {Case} from '../../analysis/case/case.ts';
import {cpuInputs, cpuUse, type MeasuredInput} from '../../analysis/case/profile-values.ts';
import {cpuWhere} from '../../analysis/evidence/cpu-evidence.ts';
import {cpuKey, culpritOf, makeFinding} from '../../analysis/evidence/make-finding.ts';
import {
  callerOfMarked,
  firstMarked,
  heaviestStack,
  largest,
  markedValue,
  markNames,
  sumByKey,
  type ValuedStacks,
} from '../../analysis/names/frame-classes.ts';
import {isHelperMethod, layerOf} from '../../analysis/names/layers.ts';
import {NONE} from '../../base/columns.ts';
import {formatValue} from '../../base/units.ts';
import type {Finding} from '../../model/finding.ts';
import {identityName, shortName} from '../../model/symbol.ts';

export interface CostlyWork {
  readonly id: string;
  /** Functions that do the work, by identity name. */
  readonly pattern: RegExp;
  /** "compiling regular expressions". */
  readonly phrase: string;
  /** Why it costs more than it should, one sentence. */
  readonly cause: string;
  readonly advice: readonly string[];
}

export interface CostlyLimits extends Readonly<Record<string, number>> {
  /** Share of the CPU time. */
  readonly share: number;
  /** Cores busy on average, or seconds sampled where the duration is unknown. */
  readonly cores: number;
  readonly seconds: number;
  /** Share of the work that one caller asks for, to be named. */
  readonly callerShare: number;
}

export const COSTLY_LIMITS: CostlyLimits = {share: 0.25, cores: 0.25, seconds: 3, callerShare: 0.4};

export function costlyFindings(subject: Case, work: CostlyWork, limits: CostlyLimits): Finding[] {
  return cpuInputs(subject).flatMap((input) => {
    const use = cpuUse(input);
    if (use.cores === undefined ? use.seconds < limits.seconds : use.cores < limits.cores) return [];
    const {stacks} = input;
    const marks = markNames(stacks.frames, (name) => work.pattern.test(identityName(name)));
    if (!marks.includes(1)) return [];
    const value = markedValue(stacks, marks);
    return value < limits.share * stacks.total ? [] : [costlyFinding(input, work, limits, marks, value)];
  });
}

function costlyFinding(
  input: MeasuredInput,
  work: CostlyWork,
  limits: CostlyLimits,
  marks: Uint8Array,
  value: number,
): Finding {
  const {facts, stacks} = input;
  const first = firstMarked(stacks, marks);
  const sums = sumByKey(stacks, first, stacks.frames.names.length);
  const worker = stacks.frames.names[Math.max(0, largest(sums))];
  const caller = mainCaller(stacks, marks, value * limits.callerShare);
  const name = caller ?? worker;
  const share = value / stacks.total;
  return makeFinding({
    id: work.id,
    severity: 'warning',
    evidenceLevel: 'likely',
    title: `${percent(share)} of the CPU time goes into ${work.phrase}${caller === undefined ? '' : `, for ${shortName(caller)}`}`,
    why: `${cpuWhere(cpuUse(input))} ${percent(share)} of it is spent ${work.phrase} (limit ${percent(limits.share)}), most in ${shortName(worker)}. ${work.cause}`,
    advice: work.advice,
    culprit: culpritOf(name, facts.profile),
    evidence: [
      {
        label: 'cpu time',
        value,
        unit: stacks.unit,
        text: `${formatValue(value, stacks.unit)} of ${formatValue(stacks.total, stacks.unit)}, ${percent(share)}`,
      },
      {label: 'heaviest stack', value: 1, stack: heaviestStack(stacks, (stack) => first[stack] !== NONE)},
    ],
    weight: share,
    explains: [cpuKey(name), ...stacks.frames.names.filter((_, node) => marks[node] === 1).map(cpuKey)],
    precedence: 2,
  });
}

/** The function of code that asks for most of the work, where stacks show one that stands out. */
function mainCaller(stacks: ValuedStacks, marks: Uint8Array, least: number): string | undefined {
  const isCode = (name: string): boolean => layerOf(name) === 'code';
  return (
    callerAmong(stacks, marks, least, (name) => isCode(name) && !isHelperMethod(name)) ??
    callerAmong(stacks, marks, least, isCode)
  );
}

function callerAmong(
  stacks: ValuedStacks,
  marks: Uint8Array,
  least: number,
  accepts: (name: string) => boolean,
): string | undefined {
  const callers = callerOfMarked(stacks, marks, markNames(stacks.frames, accepts));
  const sums = sumByKey(stacks, callers, stacks.frames.names.length);
  const best = largest(sums);
  return best !== NONE && sums[best] >= least ? stacks.frames.names[best] : undefined;
}
