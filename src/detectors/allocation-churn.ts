/**
 * One function makes most of the garbage.
 */

import {percent} from '../analysis/blocking/goroutine-evidence.ts';
import {sampleTypeIndex} from '../analysis/case/case.ts';
import {allocationInputs, type MeasuredInput, MIB} from '../analysis/case/profile-values.ts';
import {culpritOf, LAST_WORD, makeFinding} from '../analysis/evidence/make-finding.ts';
import {firstMarked, heaviestStack, largest, markNames, sumByKey} from '../analysis/names/frame-classes.ts';
import {layerOf} from '../analysis/names/layers.ts';
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
  /** From here on the largest is told, but nobody is woken for it. */
  shareNoted: 0.15,
  bytesNoted: 1024 * MIB,
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
  const owner = largestIn(input, (name) => layerOf(name) === 'code');
  const isTrouble = isMuch(owner, stacks.total, limits.share, limits.bytes);
  const found = isTrouble ? owner : largestIn(input, (name) => layerOf(name) !== 'unknown');
  if (!isTrouble && !isMuch(found, stacks.total, limits.shareNoted, limits.bytesNoted)) return [];
  const {best, owners, sums} = found;
  const name = stacks.frames.names[best];
  const share = sums[best] / stacks.total;
  return [
    makeFinding({
      id: 'allocation-churn',
      severity: isTrouble ? 'warning' : 'info',
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
      precedence: isTrouble ? 1 : LAST_WORD,
    }),
  ];
}

interface Owned {
  /** Per stack the node of the innermost accepted function. */
  readonly owners: Int32Array;
  readonly sums: Float64Array;
  /** The one with the largest sum, NONE when there is none. */
  readonly best: number;
}

function largestIn({stacks}: MeasuredInput, accepts: (name: string) => boolean): Owned {
  const owners = firstMarked(stacks, markNames(stacks.frames, accepts));
  const sums = sumByKey(stacks, owners, stacks.frames.names.length);
  return {owners, sums, best: largest(sums)};
}

function isMuch({best, sums}: Owned, total: number, share: number, bytes: number): boolean {
  return best !== NONE && sums[best] >= share * total && sums[best] >= bytes;
}
