/**
 * Where the memory really is, by the runtime's own counters: in use, idle, stacks, or fragmentation.
 */

import type {Case} from '../analysis/case/case.ts';
import {heapInputs, MIB} from '../analysis/case/profile-values.ts';
import {culpritOf, goroutineKey, levelFor, makeFinding} from '../analysis/evidence/make-finding.ts';
import {markedValue, markNames} from '../analysis/names/frame-classes.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatValue, percent} from '../base/units.ts';
import type {Evidence, Finding} from '../model/finding.ts';
import type {MemStats, Profile} from '../model/profile.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Share of the memory obtained from the system that is something other than live objects. */
  share: 0.5,
  bytes: 256 * MIB,
};

export const memoryBreakdown: Detector = {
  id: 'memory-breakdown',
  title: sayLater('Most of the memory is stacks or idle pages, not live objects'),
  limits: LIMITS,
  detect: (subject, given) => {
    const limits = {...LIMITS, ...given};
    const findings = [fromMemStats, fromStacks, fromResident].flatMap((find) => find(subject, limits));
    return {findings, suppressed: []};
  },
};

/** What allocates stacks, and stands for them where nobody else is known. */
const STACKS = 'runtime.malg';

interface Bucket {
  readonly bytes: number;
  readonly title: string;
  readonly function: string;
  readonly advice: readonly string[];
}

function fromMemStats(subject: Case, limits: typeof LIMITS): Finding[] {
  return subject.inputs.flatMap(({profile}) => {
    const {memStats} = profile;
    if (memStats === undefined) return [];
    const sys = memStats.get('Sys') ?? 0;
    return [...bucketsOf(memStats), ...outsideBucket(memStats, sys)]
      .filter(({bytes}) => bytes >= limits.bytes && bytes >= sys * limits.share)
      .map((bucket) => bucketFinding(profile, memStats, ownedBucket(subject, bucket), sys, limits));
  });
}

/** Stacks are owned by whoever recurses in most of them, where a goroutine dump of the process shows it. */
function ownedBucket(subject: Case, bucket: Bucket): Bucket {
  if (bucket.function !== STACKS) return bucket;
  const frames = new Map<string, number>();
  for (const facts of subject.ofKind('goroutine', 'goroutineleak')) {
    for (const {count, names} of facts.census().groups) {
      for (const name of names) if (layerOf(name) === 'code') frames.set(name, (frames.get(name) ?? 0) + count);
    }
  }
  const total = [...frames.values()].reduce((sum, count) => sum + count, 0);
  const [name, most] = [...frames].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0]);
  return most > total / 2
    ? {...bucket, function: name, title: say`${bucket.title}, most of them in ${shortName(name)}`}
    : bucket;
}

function bucketsOf(stats: MemStats): Bucket[] {
  const idle = Math.max(0, (stats.get('HeapIdle') ?? 0) - (stats.get('HeapReleased') ?? 0));
  return [
    {
      bytes: stats.get('StackInuse') ?? stats.get('Stack') ?? 0,
      title: say('goroutine stacks'),
      function: STACKS,
      advice: [
        sayLater(
          'Count the goroutines and look for deep recursion: `curl -s localhost:6060/debug/pprof/goroutine?debug=2 > goroutine.txt`',
        ),
      ],
    },
    {
      bytes: idle,
      title: say('idle pages kept for later'),
      function: 'runtime.(*mheap).grow',
      advice: [
        sayLater('This is the trace of a peak that is over: look for bursts, not for a leak.'),
        sayLater(
          'Set GOMEMLIMIT so that the runtime returns pages earlier; debug.FreeOSMemory shows how much would go.',
        ),
      ],
    },
  ];
}

/** What the process had at its peak beyond all that the runtime ever took: C libraries, or files mapped into memory. */
function outsideBucket(stats: MemStats, sys: number): Bucket[] {
  const resident = stats.get('MaxRSS') ?? 0;
  if (sys === 0 || resident <= sys) return [];
  return [
    {
      bytes: resident - sys,
      title: say('outside the Go runtime: memory of C libraries (cgo) or mapped files'),
      function: 'runtime.sysAlloc',
      advice: [
        sayLater(
          'A heap profile cannot show it: look at `/proc/PID/smaps` for large mappings, and at what calls C (databases, codecs, GPU libraries).',
        ),
        sayLater('Profile the C allocator (jemalloc or tcmalloc), or bound what the library caches.'),
      ],
    },
  ];
}

function bucketFinding(profile: Profile, stats: MemStats, bucket: Bucket, sys: number, limits: typeof LIMITS): Finding {
  const share = bucket.bytes / Math.max(1, sys);
  return makeFinding({
    id: 'memory-breakdown',
    severity: 'warning',
    evidenceLevel: 'proven',
    title: say`${formatValue(bucket.bytes, 'bytes')} of the process are ${bucket.title}`,
    why: say`${percent(share)} of the ${formatValue(sys, 'bytes')} that the runtime has from the system are ${bucket.title} (limit ${percent(limits.share)}); a heap profile shows live objects only.`,
    advice: bucket.advice,
    culprit: culpritOf(bucket.function, profile),
    evidence: statEvidence(stats),
    weight: share,
    explains: [`memory:${bucket.function}`, goroutineKey(bucket.function)],
    precedence: 1,
  });
}

const SHOWN = ['Sys', 'HeapInuse', 'HeapIdle', 'HeapReleased', 'Stack', 'StackInuse', 'NextGC', 'MaxRSS'];

function statEvidence(stats: MemStats): Evidence[] {
  return SHOWN.flatMap((name) => {
    const value = stats.get(name);
    return value === undefined ? [] : [{label: name, value, unit: 'bytes'}];
  });
}

/** Stack of a goroutine in the middle of its work. */
const STACK_BYTES = 8192;

/** What the kernel counts and the heap profile does not show, where no counter of the runtime says where it is. */
function fromResident(subject: Case, limits: typeof LIMITS): Finding[] {
  const {residentBytes: resident = 0} = subject.options;
  if (resident < limits.bytes) return [];
  const [heap] = heapInputs(subject);
  if (heap === undefined || subject.inputs.some(({profile}) => profile.memStats !== undefined)) return [];
  const live = heap.stacks.total;
  const goroutines = subject.ofKind('goroutine').reduce((most, facts) => Math.max(most, facts.census().total), 0);
  // Until the next collection as much garbage again lies beside what lives.
  const missing = resident - 2 * live - goroutines * STACK_BYTES;
  if (missing < limits.bytes || missing < limits.share * resident) return [];
  const [all, rest, used] = [resident, missing, live].map((bytes) => formatValue(bytes, 'bytes'));
  return [
    makeFinding({
      id: 'memory-breakdown',
      severity: 'info',
      evidenceLevel: 'possible',
      title: say`${rest} of the ${all} that the process has are nothing that a heap profile shows`,
      why: say`The kernel counts ${all}; live objects are ${used}, and even with as much garbage beside them and the stacks of the goroutines ${rest} remain (limit ${percent(limits.share)}): pages of a peak that the runtime keeps, memory of C libraries (cgo), or mapped files.`,
      advice: [
        sayLater(
          "See the runtime's own counters: `curl -s 'localhost:6060/debug/pprof/heap?debug=1' > heap.txt && pprofx analyze heap.txt`",
        ),
        sayLater(
          'Where Sys is far below what the kernel counts, look at `/proc/PID/smaps` for large mappings, and at what calls C.',
        ),
        sayLater('Where HeapIdle is large, it was a peak: set GOMEMLIMIT so that pages are returned earlier.'),
      ],
      culprit: culpritOf('runtime.sysAlloc', heap.facts.profile),
      evidence: [
        {label: sayLater('resident'), value: resident, unit: 'bytes'},
        {label: sayLater('memory in use'), value: live, unit: 'bytes'},
      ],
      weight: missing / resident,
      explains: ['memory:resident'],
    }),
  ];
}

/** The sampled heap names what new goroutines cost as runtime.malg, in every form of the profile. */
function fromStacks(subject: Case, limits: typeof LIMITS): Finding[] {
  return heapInputs(subject).flatMap(({facts, stacks}) => {
    const marks = markNames(stacks.frames, (name) => name === 'runtime.malg');
    if (!marks.includes(1)) return [];
    const bytes = markedValue(stacks, marks);
    const share = bytes / stacks.total;
    if (bytes < limits.bytes / 4 || share < limits.share / 2) return [];
    return [
      makeFinding({
        id: 'memory-breakdown',
        severity: 'warning',
        evidenceLevel: levelFor(facts.profile, 'likely'),
        title: say`${formatValue(bytes, stacks.unit)} of the heap are descriptors of goroutines`,
        why: say`${percent(share)} of the memory in use was allocated to start goroutines (runtime.malg): hundreds of thousands of them are alive, or were at once; the runtime never frees descriptors.`,
        advice: [
          sayLater(
            'Take a goroutine dump to see what they do: `curl -s localhost:6060/debug/pprof/goroutine?debug=2 > goroutine.txt`',
          ),
        ],
        culprit: culpritOf('runtime.malg', facts.profile),
        evidence: [{label: sayLater('memory in use'), value: bytes, unit: stacks.unit}],
        weight: share,
        explains: ['memory:runtime.malg', 'heap:runtime.malg'],
        precedence: 2,
      }),
    ];
  });
}
