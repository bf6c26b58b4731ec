/**
 * Threads that wait inside the kernel: for what, who may hold it, and whether a signal ends the wait.
 *
 * Many waits come and go on a healthy machine. One is trouble when it should not be seen at all, when many threads share
 * it, when the kernel says that it lasts, or when somebody picked it out of a machine to ask about it.
 */

import type {Case, ProfileFacts} from '../analysis/case/case.ts';
import {culpritOf, makeFinding} from '../analysis/evidence/make-finding.ts';
import type {GoroutineGroup} from '../analysis/goroutines/census.ts';
import {namePattern, type SignatureIndex} from '../analysis/knowledge/signature-match.ts';
import {kernelWaitFrame} from '../analysis/names/kernel-frames.ts';
import {say, sayLater} from '../base/language/say.ts';
import type {EvidenceLevel, Finding, Severity, Suppressed} from '../model/finding.ts';
import type {Signature} from '../model/signature.ts';
import type {Detector, DetectorResult} from './detector.ts';
import {threadsOf} from './support/kernel-threads.ts';
import {evidenceOf, type KernelWait, titleOf, whyText} from './support/kernel-wait-words.ts';

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
  title: sayLater('Threads wait inside the kernel for something that does not come'),
  limits: LIMITS,
  detect: (subject, limits) => {
    const results = subject.ofKind('kernel').map((facts) => waits(subject, facts, {...LIMITS, ...limits}));
    return {
      findings: results.flatMap(({findings}) => findings),
      suppressed: results.flatMap(({suppressed}) => suppressed),
    };
  },
};

function waits(subject: Case, facts: ProfileFacts, limits: Limits): DetectorResult {
  const isHandful = facts.census().listed <= limits.handful;
  const findings: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const all = gatherWaits(subject, facts);
  const hasTrouble = all.some((wait) => isTrouble(wait, isHandful, limits));
  for (const wait of all) {
    if (isTrouble(wait, isHandful, limits) || (isHandful && !hasTrouble)) {
      findings.push(waitFinding(subject, facts, wait, limits));
    } else if (wait.signature !== undefined) suppressed.push(setAside(wait.signature, wait.count));
  }
  return {findings, suppressed};
}

function setAside({id, title, verdict}: Signature, count: number): Suppressed {
  return {
    id,
    count,
    reason: verdict === 'idle' ? say(title) : say`${say(title)}; so few come and go on a healthy machine`,
  };
}

/** Threads that wait for the same. */
function gatherWaits({options}: Case, facts: ProfileFacts): KernelWait[] {
  const found = new Map<string, {readonly signature: Signature | undefined; readonly groups: GoroutineGroup[]}>();
  for (const group of facts.census().groups) {
    if (group.names.length === 0 || group.waitClass === 'running') continue;
    const signature = signatureOf(options.signatures, group);
    // Waits of unknown kind are kept apart by place and state.
    const key = signature?.id ?? `${group.state} ${nameOfWait(group.names, signature)}`;
    const known = found.get(key);
    if (known !== undefined) known.groups.push(group);
    else found.set(key, {signature, groups: [group]});
  }
  return [...found.values()].map(({groups, signature}) => finishWait(facts, groups, signature));
}

function signatureOf(signatures: SignatureIndex, {names, state}: GoroutineGroup): Signature | undefined {
  const shape = {count: 1, createdBy: '', names, waitClass: undefined};
  const known = signatures.findShape(shape, 'kernel-wait');
  // Nothing that idles by design does so in state D.
  return known !== undefined || state.startsWith('D') ? known : signatures.findShape(shape, 'idle');
}

function finishWait(
  {profile}: ProfileFacts,
  groups: readonly GoroutineGroup[],
  signature: Signature | undefined,
): KernelWait {
  const threads = threadsOf(profile, groups);
  const {names} = groups[0];
  return {
    signature,
    groups,
    threads,
    function: nameOfWait(names, signature),
    at: names[kernelWaitFrame(names)],
    count: groups.reduce((sum, {count}) => sum + count, 0),
    blocked: threads.filter(({state}) => state === 'D').length,
    seconds: threads.reduce((most, {seconds = 0}) => Math.max(most, seconds), 0),
  };
}

/** The function that the last pattern names: nearest to what the thread wanted. */
function nameOfWait(names: readonly string[], signature: Signature | undefined): string {
  const fits = signature === undefined ? undefined : namePattern(signature.stack[signature.stack.length - 1]);
  const known = fits === undefined ? undefined : names.find((name) => fits(name));
  return known ?? names[kernelWaitFrame(names)];
}

function isTrouble({blocked, count, seconds, signature}: KernelWait, isHandful: boolean, limits: Limits): boolean {
  if (signature?.verdict === 'idle') return false;
  if (seconds >= limits.seconds) return true;
  if (signature !== undefined) return isHandful || count >= (signature.atLeast ?? 1);
  return blocked >= (isHandful ? 1 : limits.threads);
}

function waitFinding({options}: Case, {profile}: ProfileFacts, wait: KernelWait, limits: Limits): Finding {
  const {groups, signature} = wait;
  const known = options.signatures.all;
  const rank = signature === undefined ? known.length : known.indexOf(signature);
  return makeFinding({
    id: 'kernel-wait',
    ...(signature === undefined ? {} : {signature: signature.id}),
    severity: severityOf(wait, limits),
    evidenceLevel: levelOf(wait),
    title: titleOf(wait),
    why: whyText(wait),
    advice: signature?.advice ?? UNKNOWN_ADVICE,
    culprit: culpritOf(wait.function, profile, groups[0].stack),
    evidence: evidenceOf(wait),
    references: signature?.references ?? [],
    // Causes first.
    weight: 1 / (1 + rank / 100),
    explains: [`kernel:${signature?.id ?? wait.function}`],
  });
}

function severityOf({blocked, count, seconds, signature}: KernelWait, limits: Limits): Severity {
  if (signature?.verdict === 'idle') return 'info';
  if (seconds >= limits.seconds || count >= limits.criticalThreads) return 'critical';
  return signature !== undefined || blocked > 0 ? 'warning' : 'info';
}

function levelOf({seconds, signature}: KernelWait): EvidenceLevel {
  if (seconds > 0) return 'proven';
  return signature?.verdict === 'kernel-wait' && signature.atLeast === undefined ? 'likely' : 'possible';
}

const UNKNOWN_ADVICE: readonly string[] = [
  sayLater(
    'The frames name the part of the kernel: a file system, a driver or a lock. Look for its messages: `sudo dmesg | tail -n 50`',
  ),
  sayLater('Find who else is blocked: `echo w | sudo tee /proc/sysrq-trigger; sudo dmesg | pprofx analyze -`'),
  sayLater('kill -9 does not end a wait in state D, unless its function has "killable" in its name.'),
];
