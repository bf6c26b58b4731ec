/**
 * Evidence about memory: how much of the total, and how large the sampling error can be.
 */
import {say, sayLater} from '../../base/language/say.ts';
import {formatValue, percent, percentage} from '../../base/units.ts';
import type {Evidence} from '../../model/finding.ts';
import {isInUse, type MeasuredInput} from '../case/profile-values.ts';
import {isTableOnly} from '../names/frame-classes.ts';
import {stackEvidence} from './make-finding.ts';
import {lineEvidence} from './printed-table.ts';

/** Rate of Go's heap sampling where the profile names none. */
const DEFAULT_RATE = 524_288;

export function memoryEvidence(input: MeasuredInput, value: number, stack: readonly string[]): Evidence[] {
  const {total, unit} = input.stacks;
  const isTable = isTableOnly(input.facts.profile);
  const error = isTable ? 0 : samplingError(input, value);
  const bound = error >= 0.01 ? say`, \u00b1 ${percent(error)} from sampling` : '';
  const share = isTable ? percentage(value, total) : percent(value / total);
  return [
    {
      label: labelOf(unit === 'bytes', isInUse(input)),
      value,
      unit,
      total,
      text: say`${formatValue(value, unit)} of ${formatValue(total, unit)}, ${share}${bound}`,
    },
    ...(isTable ? lineEvidence(input) : stackEvidence(input.facts.profile, stack)),
  ];
}

function labelOf(isBytes: boolean, isKept: boolean): string {
  if (isBytes) return isKept ? sayLater('memory in use') : sayLater('memory');
  return isKept ? sayLater('objects in use') : sayLater('objects');
}

/** Relative error of a sampled size: one over the root of the samples behind it. */
function samplingError({facts}: MeasuredInput, bytes: number): number {
  const rate = Number(facts.profile.period) || DEFAULT_RATE;
  return bytes <= 0 ? 1 : Math.min(1, 1 / Math.sqrt(bytes / rate));
}
