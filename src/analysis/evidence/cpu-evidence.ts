/**
 * Evidence about CPU time: how much, of how many cores, down which calls.
 */
import {formatValue} from '../../base/units.ts';
import type {Evidence} from '../../model/finding.ts';
import {percent} from '../blocking/goroutine-evidence.ts';
import {type CpuUse, cpuUse, type MeasuredInput} from '../case/profile-values.ts';
import type {HotPath} from './hot-path.ts';

/** "The process keeps 0.73 cores busy;" */
export function cpuWhere({cores, seconds}: CpuUse): string {
  return cores === undefined
    ? `The profile holds ${formatValue(seconds, 's')} of CPU time;`
    : `The process keeps ${cores.toFixed(2)} cores busy;`;
}

export function cpuEvidence(input: MeasuredInput, hot: Pick<HotPath, 'below' | 'value'>): Evidence[] {
  const {total, unit} = input.stacks;
  const {cores} = cpuUse(input);
  const share = hot.value / total;
  const rate = cores === undefined ? '' : `, ${(cores * share).toFixed(2)} cores on average`;
  return [
    {
      label: 'cpu time',
      value: hot.value,
      unit,
      text: `${formatValue(hot.value, unit)} of ${formatValue(total, unit)}, ${percent(share)}${rate}`,
    },
    {label: 'heaviest calls', value: hot.below.length, unit: 'frames', stack: hot.below.toReversed()},
  ];
}
