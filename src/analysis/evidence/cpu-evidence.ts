/**
 * Evidence about CPU time: how much, of how many cores, down which calls.
 */
import {say, sayLater} from '../../base/language/say.ts';
import {formatCount, formatValue, percent, percentage} from '../../base/units.ts';
import type {Evidence} from '../../model/finding.ts';
import {type CpuUse, cpuUse, type MeasuredInput} from '../case/profile-values.ts';
import {isTableOnly} from '../names/frame-classes.ts';
import type {HotPath} from './hot-path.ts';
import {framesEvidence} from './make-finding.ts';
import {lineEvidence} from './printed-table.ts';

/** "The process keeps 0.73 cores busy;" */
export function cpuWhere({cores, samples, seconds}: CpuUse): string {
  if (samples !== undefined) return say`The profile holds ${formatCount(samples)} samples of the CPU;`;
  return cores === undefined
    ? say`The profile holds ${formatValue(seconds, 's')} of CPU time;`
    : say`The process keeps ${coresText(cores)} busy;`;
}

/** "0.73 cores", "less than 0.01 cores". */
function coresText(cores: number): string {
  return say`${cores < 0.01 ? say('less than 0.01') : cores.toFixed(2)} cores`;
}

/** "12.50s of 38.50s, 32%"; of a table with its own percentage. */
export function valueText({facts, stacks}: MeasuredInput, value: number): string {
  const {total, unit} = stacks;
  const share = isTableOnly(facts.profile) ? percentage(value, total) : percent(value / total);
  return say`${formatValue(value, unit)} of ${formatValue(total, unit)}, ${share}`;
}

export function cpuEvidence(input: MeasuredInput, hot: Pick<HotPath, 'below' | 'value'>): Evidence[] {
  const {total, unit} = input.stacks;
  const {cores} = cpuUse(input);
  const share = hot.value / total;
  const rate = cores === undefined ? '' : say`, ${coresText(cores * share)} on average`;
  return [
    {
      label: sayLater('cpu time'),
      value: hot.value,
      unit,
      total,
      text: `${valueText(input, hot.value)}${rate}`,
    },
    ...(isTableOnly(input.facts.profile)
      ? lineEvidence(input)
      : [framesEvidence(sayLater('heaviest calls'), hot.below.toReversed())]),
  ];
}
