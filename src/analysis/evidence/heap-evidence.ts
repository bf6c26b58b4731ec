/**
 * Evidence about memory: how much of how much, and how far sampling can be off.
 */
import {formatValue} from '../../base/units.ts';
import type {Evidence} from '../../model/finding.ts';
import {percent} from '../blocking/goroutine-evidence.ts';
import type {MeasuredInput} from '../case/profile-values.ts';

/** Rate of Go's heap sampling where the profile names none. */
const DEFAULT_RATE = 524_288;

export function memoryEvidence(input: MeasuredInput, bytes: number, stack: readonly string[]): Evidence[] {
  const {total, unit} = input.stacks;
  const error = samplingError(input, bytes);
  const bound = error >= 0.01 ? `, ± ${percent(error)} from sampling` : '';
  return [
    {
      label: 'memory in use',
      value: bytes,
      unit,
      text: `${formatValue(bytes, unit)} of ${formatValue(total, unit)}, ${percent(bytes / total)}${bound}`,
    },
    ...(stack.length === 0 ? [] : [{label: 'heaviest stack', value: stack.length, unit: 'frames', stack}]),
  ];
}

/** Relative error of a sampled size: one over the root of the samples behind it. */
function samplingError({facts}: MeasuredInput, bytes: number): number {
  const rate = Number(facts.profile.period) || DEFAULT_RATE;
  return bytes <= 0 ? 1 : Math.min(1, 1 / Math.sqrt(bytes / rate));
}
