/**
 * Which CPU profiles hold enough of one kind of work to speak of it, and how much.
 */
import type {Case} from '../../analysis/case/case.ts';
import {cpuInputs, cpuUse, isBusy, type MeasuredInput} from '../../analysis/case/profile-values.ts';
import {markIdentities, valueWithout} from '../../analysis/names/frame-classes.ts';

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

/** Work of one kind in one input. */
export interface FoundWork {
  readonly input: MeasuredInput;
  /** 1 per name node that does the work. */
  readonly marks: Uint8Array;
  /** CPU time under them, in the unit of the input. */
  readonly value: number;
}

/** The inputs that hold enough of the work. */
export function foundWork(
  subject: Case,
  {excluded, pattern}: {readonly excluded?: RegExp; readonly pattern: RegExp},
  limits: CostlyLimits,
): FoundWork[] {
  return cpuInputs(subject).flatMap((input) => {
    if (!isBusy(cpuUse(input), limits)) return [];
    const {frames, total} = input.stacks;
    const marks = markIdentities(frames, pattern);
    if (!marks.includes(1)) return [];
    const others = excluded === undefined ? new Uint8Array(marks.length) : markIdentities(frames, excluded);
    const value = valueWithout(input.stacks, marks, others);
    return value < limits.share * total ? [] : [{input, marks, value}];
  });
}
