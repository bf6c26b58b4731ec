/**
 * Threads that wait inside the kernel: for what, who may hold it, and whether a signal ends the wait.
 *
 * Many waits come and go on a healthy machine. One is trouble when it should not be seen at all, when many threads share
 * it, when the kernel says that it lasts, or when somebody picked it out of a machine to ask about it.
 */
import type {Case, ProfileFacts} from '../analysis/case/case.ts';
import {culpritOf, makeFinding} from '../analysis/evidence/make-finding.ts';
import type {GoroutineGroup} from '../analysis/goroutines/census.ts';
import {namePattern} from '../analysis/knowledge/signature-match.ts';
import {kernelWaitFrame} from '../analysis/names/kernel-frames.ts';
import {formatCount} from '../base/units.ts';
import type {Evidence, EvidenceLevel, Finding, Severity, Suppressed} from '../model/finding.ts';
import type {Signature} from '../model/signature.ts';
import type {Detector, DetectorResult} from './detector.ts';
import {type KernelThread, nameOfThread, namesOfThreads, threadsOf} from './support/kernel-threads.ts';

const LIMITS = {
  /** Seconds that no healthy wait in state D takes. */
  seconds: 60,
  /** Threads in state D at one unknown place. */
  threads: 10,
  /** From here on the machine hardly works. */
  criticalThreads: 20,
  /** So few stacks were picked one by one. */
  handful: 8,
};
type Limits = typeof LIMITS;

export const kernelWait: Detector = {
  id: 'kernel-wait',
  title: 'Threads wait inside the kernel for something that does not come',
  limits: LIMITS,
  detect: (subject, limits) => {
    const results = subject.ofKind('kernel').map((facts) => waits(subject, facts, {...LIMITS, ...limits}));
    return {
      findings: results.flatMap(({findings}) => findings),
      suppressed: results.flatMap(({suppressed}) => suppressed),
    };
  },
};

/** Threads that wait for the same. */
interface Wait {
  readonly facts: ProfileFacts;
  readonly signature: Signature | undefined;
  /** Raw name of the function that the wait is known by. */
  readonly function: string;
  readonly groups: GoroutineGroup[];
  /** Place of the signature among all: causes first. */
  readonly rank: number;
}

function waits(subject: Case, facts: ProfileFacts, limits: Limits): DetectorResult {
  const {listed} = facts.census();
  const isHandful = listed <= limits.handful;
  const findings: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const all = gatherWaits(subject, facts).map((wait) => ({wait, threads: threadsOf(facts.profile, wait.groups)}));
  const hasTrouble = all.some(({threads, wait}) => isTrouble(wait, threads, isHandful, limits));
  for (const {threads, wait} of all) {
    const isIdle = wait.signature?.verdict === 'idle';
    if (isTrouble(wait, threads, isHandful, limits)) findings.push(waitFinding(wait, threads, limits));
    else if (isHandful && !hasTrouble) findings.push(waitFinding(wait, threads, limits));
    else if (wait.signature !== undefined) suppressed.push(setAside(wait.signature, threads.length, isIdle));
  }
  return {findings, suppressed};
}

function setAside({id, title}: Signature, count: number, isIdle: boolean): Suppressed {
  return {id, count, reason: isIdle ? title : `${title}; so few come and go on a healthy machine`};
}

function gatherWaits(subject: Case, facts: ProfileFacts): Wait[] {
  const {signatures} = subject.options;
  const found = new Map<string, Wait>();
  for (const group of facts.census().groups) {
    if (group.names.length === 0 || group.waitClass === 'running') continue;
    const {names} = group;
    const shape = {count: 1, createdBy: '', names, waitClass: undefined};
    const isBlocked = group.state.startsWith('D');
    const signature =
      signatures.findShape(shape, 'kernel-wait') ?? (isBlocked ? undefined : signatures.findShape(shape, 'idle'));
    const name = nameOfWait(names, signature);
    // Waits of unknown kind are kept apart by place and state.
    const key = signature?.id ?? `${group.state} ${name}`;
    const known = found.get(key);
    if (known !== undefined) known.groups.push(group);
    else {
      const rank = signature === undefined ? signatures.all.length : signatures.all.indexOf(signature);
      found.set(key, {facts, signature, function: name, groups: [group], rank});
    }
  }
  return [...found.values()];
}

/** The function that the last pattern names: nearest to what the thread wanted. */
function nameOfWait(names: readonly string[], signature: Signature | undefined): string {
  const fits = signature === undefined ? undefined : namePattern(signature.stack[signature.stack.length - 1]);
  const known = fits === undefined ? undefined : names.find((name) => fits(name));
  return known ?? names[kernelWaitFrame(names)];
}

function isTrouble({signature}: Wait, threads: readonly KernelThread[], isHandful: boolean, limits: Limits): boolean {
  if (signature?.verdict === 'idle') return false;
  if (longestWait(threads) >= limits.seconds) return true;
  if (signature !== undefined) return isHandful || threads.length >= (signature.atLeast ?? 1);
  const blocked = threads.filter(({state}) => state === 'D').length;
  return blocked >= (isHandful ? 1 : limits.threads);
}

/** Seconds, 0 when unknown. */
function longestWait(threads: readonly KernelThread[]): number {
  return threads.reduce((most, {seconds = 0}) => Math.max(most, seconds), 0);
}

function waitFinding(wait: Wait, threads: readonly KernelThread[], limits: Limits): Finding {
  const {facts, groups, rank, signature} = wait;
  const {profile} = facts;
  const seconds = longestWait(threads);
  const place = `kernel:${signature?.id ?? wait.function}`;
  return makeFinding({
    id: 'kernel-wait',
    ...(signature === undefined ? {} : {signature: signature.id}),
    severity: severityOf(wait, threads, limits),
    evidenceLevel: levelOf(wait, seconds),
    title: titleOf(wait, threads),
    why: whyText(wait, threads),
    advice: signature?.advice ?? UNKNOWN_ADVICE,
    culprit: culpritOf(wait.function, profile, groups[0].stack),
    evidence: evidenceOf(threads, groups),
    references: signature?.references ?? [],
    weight: 1 / (1 + rank / 100),
    explains: [place],
  });
}

function severityOf({signature}: Wait, threads: readonly KernelThread[], limits: Limits): Severity {
  if (signature?.verdict === 'idle') return 'info';
  if (longestWait(threads) >= limits.seconds || threads.length >= limits.criticalThreads) return 'critical';
  return signature !== undefined || threads.some(({state}) => state === 'D') ? 'warning' : 'info';
}

function levelOf({signature}: Wait, seconds: number): EvidenceLevel {
  if (seconds > 0) return 'proven';
  return signature?.verdict === 'kernel-wait' && signature.atLeast === undefined ? 'likely' : 'possible';
}

/** The verb of a title for several threads. */
const PLURALS: ReadonlyMap<string, string> = new Map([
  ['waits', 'wait'],
  ['is', 'are'],
  ['sleeps', 'sleep'],
  ['runs', 'run'],
]);

function titleOf(wait: Wait, threads: readonly KernelThread[]): string {
  const seconds = longestWait(threads);
  const isOne = threads.length === 1;
  const title = wait.signature?.title ?? `waits in ${wait.function}`;
  const sentence = isOne ? title : title.replace(/^\w+/, (verb) => PLURALS.get(verb) ?? verb);
  const duration =
    seconds === 0
      ? ''
      : `${isOne ? 'has' : 'have'} been in uninterruptible sleep for over ${formatCount(seconds)} s and `;
  return `${namesOfThreads(threads)} ${duration}${sentence}`;
}

function whyText(wait: Wait, threads: readonly KernelThread[]): string {
  const names = wait.groups[0].names;
  const at = names[kernelWaitFrame(names)];
  const place = at === wait.function ? `in ${at}` : `in ${at}, called for ${wait.function}`;
  const blocked = threads.filter(({state}) => state === 'D').length;
  return [
    `${threads.length === 1 ? 'It stands' : 'They stand'} ${place}.`,
    ...(longestWait(threads) > 0
      ? [
          'The kernel itself reports that it made no progress (hung task), which it does only where no signal ends the wait.',
        ]
      : []),
    ...(blocked > 0
      ? [
          `State D (uninterruptible) counts as load${threads.length > 1 ? `: ${formatCount(blocked)} of ${formatCount(threads.length)} are in it` : ''}.`,
        ]
      : []),
    ...holderText(threads),
  ].join(' ');
}

function holderText(threads: readonly KernelThread[]): string[] {
  const held = threads.find(({labels}) => labels.has('holder'));
  if (held === undefined) return [];
  return [
    `${nameOfThread(held)} waits for a ${held.labels.get('lock') ?? 'lock'} that ${held.labels.get('holder')} likely holds, says the kernel.`,
  ];
}

/** Threads that are listed one by one. */
const MOST_THREADS = 5;

function evidenceOf(threads: readonly KernelThread[], [group]: readonly GoroutineGroup[]): Evidence[] {
  const count = threads.length;
  const list = threads.filter(({pid}) => pid !== undefined).slice(0, MOST_THREADS);
  return [
    {
      label: 'threads',
      value: count,
      unit: 'threads',
      text: count === 1 ? 'one' : formatCount(count),
      stack: group.names,
    },
    ...list.map((thread) => ({label: 'thread', value: thread.pid ?? '', text: threadText(thread)})),
  ];
}

function threadText(thread: KernelThread): string {
  const {labels, seconds, state} = thread;
  const facts = [
    ...(state === '' ? [] : [`state ${state}`]),
    ...(seconds === undefined ? [] : [`over ${formatCount(seconds)} s`]),
    ...(labels.has('work') ? [`at work: ${labels.get('work')}`] : []),
    ...(labels.has('holder') ? [`held by ${labels.get('holder')}`] : []),
  ];
  return [thread.comm === undefined ? `${thread.pid}` : nameOfThread(thread), ...facts].join(', ');
}

const UNKNOWN_ADVICE: readonly string[] = [
  'The frames name the part of the kernel: a file system, a driver or a lock. Look for its messages: `sudo dmesg | tail -n 50`',
  'Find who else is blocked: `echo w | sudo tee /proc/sysrq-trigger; sudo dmesg | pprofx analyze -`',
  'kill -9 does not end a wait in state D, unless its function has "killable" in its name.',
];
