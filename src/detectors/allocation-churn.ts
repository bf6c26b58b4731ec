/**
 * One function makes most of the garbage.
 */

import {sampleTypeIndex} from '../analysis/case.ts';
import {percent} from '../analysis/goroutine-evidence.ts';
import {layerOf} from '../analysis/layers.ts';
import {culpritOf, makeFinding} from '../analysis/make-finding.ts';
import {allocationInputs, type MeasuredInput, MIB} from '../analysis/profile-values.ts';
import {firstMarked, heaviestStack, largest, markNames, sumByKey} from '../analysis/stack-marks.ts';
import {NONE} from '../base/columns.ts';
import {formatValue} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Share of all bytes ever allocated. */
  share: 0.4,
  /** Totals count from the start of the process, so only large ones mean anything. */
  bytes: 4 * 1024 * MIB,
};

export const allocationChurn: Detector = {
  id: 'allocation-churn',
  title: 'One function makes most of the garbage',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: allocationInputs(subject)
      .filter(({facts}) => facts.profile.kind === 'allocs' || sampleTypeIndex(facts.profile, 'inuse_space') < 0)
      .flatMap((input) => churn(input, {...LIMITS, ...limits})),
    suppressed: [],
  }),
};

function churn(input: MeasuredInput, limits: typeof LIMITS): Finding[] {
  const {facts, stacks} = input;
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) === 'code'),
  );
  const sums = sumByKey(stacks, owners, stacks.frames.names.length);
  const best = largest(sums);
  if (best === NONE || sums[best] < limits.share * stacks.total || sums[best] < limits.bytes) return [];
  const name = stacks.frames.names[best];
  const share = sums[best] / stacks.total;
  return [
    makeFinding({
      id: 'allocation-churn',
      severity: 'warning',
      evidenceLevel: 'possible',
      title: `${shortName(name)} has allocated ${formatValue(sums[best], stacks.unit)}, ${percent(share)} of everything`,
      why: `${percent(share)} of all bytes allocated since the start were allocated in ${shortName(name)} or for it (limits ${percent(limits.share)} and ${formatValue(limits.bytes, 'bytes')}). Garbage made fast keeps the collector busy.`,
      advice: [
        'Look at the rate, not the total: `curl -s "localhost:6060/debug/pprof/allocs?seconds=30" > allocs.pb.gz`',
        'Reuse buffers (sync.Pool), size slices up front, avoid conversions between string and []byte.',
      ],
      culprit: culpritOf(name, facts.profile),
      evidence: [
        {
          label: 'allocated',
          value: sums[best],
          unit: stacks.unit,
          text: `${formatValue(sums[best], stacks.unit)} of ${formatValue(stacks.total, stacks.unit)}`,
        },
        {label: 'heaviest stack', value: 1, stack: heaviestStack(stacks, (stack) => owners[stack] === best)},
      ],
      weight: share,
      explains: [`allocations:${name}`],
      precedence: 1,
    }),
  ];
}
