/**
 * The garbage collector takes the CPU.
 */

import type {Case} from '../analysis/case/case.ts';
import {allocationInputs, cpuInputs, cpuUse, isBusy, type MeasuredInput} from '../analysis/case/profile-values.ts';
import {cpuWhere, valueText} from '../analysis/evidence/cpu-evidence.ts';
import {cpuKey, culpritOf, LAST_WORD, levelFor, makeFinding} from '../analysis/evidence/make-finding.ts';
import {
  firstMarked,
  isTableOnly,
  largest,
  markedValue,
  markNames,
  sumByKey,
  totalsOfMarked,
  type ValuedStacks,
} from '../analysis/names/frame-classes.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {ALLOCATION, GC_WORK} from '../analysis/names/runtime-work.ts';
import {NONE} from '../base/columns.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatValue, percent} from '../base/units.ts';
import type {Evidence, Finding} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** The runtime plans a quarter of the CPU for background marking; past it, callers pay. */
  share: 0.3,
  cores: 0.25,
  seconds: 3,
  /** An allocator that makes this part of the garbage is the one to talk to. */
  allocatorShare: 0.4,
};

export const gcPressure: Detector = {
  id: 'gc-pressure',
  title: sayLater('Garbage collection takes a large share of the CPU time'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: cpuInputs(subject).flatMap((input) => gcFindings(subject, input, {...LIMITS, ...limits})),
    suppressed: [],
  }),
};

function gcFindings(subject: Case, input: MeasuredInput, limits: typeof LIMITS): Finding[] {
  const use = cpuUse(input);
  if (!isBusy(use, limits)) return [];
  const {stacks, facts} = input;
  const marks = markNames(stacks.frames, (name) => GC_WORK.test(name));
  const gc = markedValue(stacks, marks);
  const idle = markedValue(
    stacks,
    markNames(stacks.frames, (name) => IDLE_WORK.test(name)),
  );
  const share = (gc - idle) / (stacks.total - idle);
  const withIdle = gc / stacks.total;
  if (!(withIdle >= limits.share)) return [];
  const isTrouble = share - deviation(share, use.seconds) >= limits.share;
  const worker = heaviestMarked(stacks, marks);
  const allocator = topAllocator(subject, input, limits.allocatorShare);
  const name = allocator?.function ?? worker;
  return [
    makeFinding({
      id: 'gc-pressure',
      severity: isTrouble ? 'warning' : 'info',
      evidenceLevel: levelFor(facts.profile, 'likely'),
      title: say`Garbage collection takes ${percent(share)} of the CPU time`,
      why: say`${cpuWhere(use)} ${percent(share)} of it is marking and sweeping, most of it under ${shortName(worker)} (${limitText(share, use.seconds, limits.share)}; the runtime plans for 25%)${idle === 0 ? '' : say`, not counting ${formatValue(idle, stacks.unit)} on cores that had nothing else to do: with that it is ${percent(withIdle)}`}.${allocator === undefined ? say(' A large heap of small objects is marked over and over, or garbage is made fast; this profile does not show who makes it.') : say` ${allocator.text}`}`,
      advice: [
        sayLater(
          'Find who allocates: `curl -s localhost:6060/debug/pprof/allocs > allocs.pb.gz && pprofx analyze allocs.pb.gz cpu.pb.gz`',
        ),
        sayLater(
          'Let the collector run less often: raise GOGC, as in `GOGC=200`, or set GOMEMLIMIT to what the container may use and GOGC=off.',
        ),
        sayLater(
          'Make less garbage: reuse buffers (sync.Pool), size slices and maps up front; keep large indexes in few big slices without pointers.',
        ),
      ],
      culprit: culpritOf(name, facts.profile),
      evidence: [
        {
          label: sayLater('garbage collection'),
          value: gc,
          unit: stacks.unit,
          total: stacks.total,
          text: valueText(input, gc),
        },
        ...workEvidence(stacks, marks),
        ...(allocator === undefined ? [] : [allocator.evidence]),
      ],
      weight: share,
      explains: [
        ...stacks.frames.names.filter((_, node) => marks[node] === 1).map(cpuKey),
        ...(allocator === undefined ? [] : [cpuKey(allocator.function)]),
      ],
      precedence: isTrouble ? 1 : LAST_WORD,
    }),
  ];
}

/** The runtime takes a hundred samples for each second. */
const SAMPLES_PER_SECOND = 100;

/** The standard deviation of a share that so many samples show. */
function deviation(share: number, seconds: number): number {
  return Math.sqrt((share * (1 - share)) / (seconds * SAMPLES_PER_SECOND));
}

/** The limit that decided, and why it is no trouble where it is none. */
function limitText(share: number, seconds: number, limit: number): string {
  if (share < limit) return say`trouble from ${percent(limit)} on`;
  const spread = deviation(share, seconds);
  return share - spread >= limit
    ? say`limit ${percent(limit)}`
    : say`limit ${percent(limit)}, but so few samples leave ± ${percent(spread)}`;
}

/** Marking on idle cores, which costs nobody anything but power. */
const IDLE_WORK = /^runtime\.gcDrainMarkWorkerIdle$/;

/** The marked function with the largest total: the collector's entry, or its hottest part where stacks are flat. */
function heaviestMarked(stacks: ValuedStacks, marks: Uint8Array): string {
  const sums = totalsOfMarked(stacks, marks);
  return stacks.frames.names[Math.max(0, largest(sums))];
}

function workEvidence(stacks: ValuedStacks, marks: Uint8Array): Evidence[] {
  const sums = totalsOfMarked(stacks, marks);
  return Array.from(sums, (value, node) => ({value, name: stacks.frames.names[node]}))
    .filter(({value}) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map(({name, value}) => ({
      label: shortName(name),
      value,
      unit: stacks.unit,
      text: formatValue(value, stacks.unit),
    }));
}

interface Allocator {
  readonly function: string;
  readonly text: string;
  readonly evidence: Evidence;
}

/** Who makes most of the garbage: by the allocs or heap profile at hand, else by the CPU spent in allocating. */
function topAllocator(subject: Case, cpu: MeasuredInput, leastShare: number): Allocator | undefined {
  const [allocs] = allocationInputs(subject);
  if (allocs !== undefined) {
    const {stacks} = allocs;
    return allocatorIn(
      stacks,
      new Uint8Array(stacks.frames.names.length).fill(1),
      leastShare,
      say('of all bytes allocated'),
    );
  }
  const {stacks} = cpu;
  // Who allocates is a matter of stacks.
  if (isTableOnly(cpu.facts.profile)) return undefined;
  const marks = markNames(stacks.frames, (name) => ALLOCATION.test(name));
  return allocatorIn(stacks, marks, leastShare, say('of the CPU time spent allocating'));
}

function allocatorIn(stacks: ValuedStacks, marks: Uint8Array, leastShare: number, of: string): Allocator | undefined {
  const makers = firstMarked(stacks, marks);
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) === 'code'),
  );
  let total = 0;
  for (let stack = 0; stack < makers.length; stack++) {
    if (makers[stack] === NONE) owners[stack] = NONE;
    else total += stacks.self[stack];
  }
  const sums = sumByKey(stacks, owners, stacks.frames.names.length);
  const best = largest(sums);
  if (best === NONE || sums[best] < total * leastShare) return undefined;
  const name = stacks.frames.names[best];
  const share = percent(sums[best] / total);
  return {
    function: name,
    text: say`${shortName(name)} makes ${share} ${of}.`,
    evidence: {
      label: sayLater('allocator'),
      value: sums[best],
      unit: stacks.unit,
      text: say`${shortName(name)}, ${formatValue(sums[best], stacks.unit)}, ${share} ${of}`,
    },
  };
}
