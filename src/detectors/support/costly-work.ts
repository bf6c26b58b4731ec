/**
 * How detectors of one kind of costly work decide: all CPU time under the functions that do it, blamed on the function
 * that asks for most of it.
 */

import type {Case} from '../../analysis/case/case.ts';
import {cpuUse} from '../../analysis/case/profile-values.ts';
import {cpuWhere, valueText} from '../../analysis/evidence/cpu-evidence.ts';
import {cpuKey, culpritOf, levelFor, makeFinding, stackEvidence} from '../../analysis/evidence/make-finding.ts';
import {
  firstMarked,
  heaviestStack,
  isTableOnly,
  markIdentities,
  markNames,
  type ValuedStacks,
  valueWithout,
} from '../../analysis/names/frame-classes.ts';
import {NONE} from '../../base/columns.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {percent} from '../../base/units.ts';
import type {Finding} from '../../model/finding.ts';
import {identityName, shortName} from '../../model/symbol.ts';
import {type CostlyLimits, type FoundWork, foundWork} from './found-work.ts';
import {isSolePurpose} from './sole-purpose.ts';
import {askerOf, throughText, workerOf} from './work-asker.ts';

/** What the work is for, where the stacks say more than its kind. */
export interface WorkCause {
  /** Functions that give the cause away: by identity name, or 1 per name node. */
  readonly pattern: RegExp | ((stacks: ValuedStacks) => Uint8Array);
  /** Functions that must be there besides. */
  readonly beside?: RegExp;
  /** Part of the work that must be under the first; half of it unless they only are a sign. */
  readonly least?: number;
  /** "signing certificates with RSA". */
  readonly phrase: string;
  /** Why it costs more than it should, one sentence; absent of what a command is there for. */
  readonly cause?: string;
  /** That of the work in general where absent. */
  readonly advice?: readonly string[];
  /** Says what the work is, but not that it could be spared. */
  readonly isOrdinary?: boolean;
  /** Only of a command that does little else, which is then there for it. */
  readonly isPurpose?: boolean;
}

export interface CostlyWork {
  readonly id: string;
  /** Functions that do the work, by identity name. */
  readonly pattern: RegExp;
  /** Functions whose stacks are another matter, although they do the work. */
  readonly excluded?: RegExp;
  /** "compiling regular expressions". */
  readonly phrase: string;
  /** Why it costs more than it should, one sentence. */
  readonly cause: string;
  readonly advice: readonly string[];
  /** Tried in order; the first that has most of the work speaks instead. */
  readonly causes?: readonly WorkCause[];
  /**
   * Part of all CPU time that one function must ask for, where the work is what many services are there for: less is
   * noted only, unless a cause shows that it can be avoided.
   */
  readonly alone?: number;
  /** Name the function under which this part of the work meets, rather than who asks for the largest piece. */
  readonly meets?: number;
}

/** Findings of every input that holds enough of the work. */
export function costlyFindings(subject: Case, work: CostlyWork, limits: CostlyLimits): Finding[] {
  return foundWork(subject, work, limits).map((found) => costlyFinding(found, work, limits));
}

/** Part of the work under functions that give a cause away. */
const CAUSE_PART = 0.5;

function causeOf(found: FoundWork, {causes = []}: CostlyWork, asker: string | undefined): WorkCause | undefined {
  const {input, marks, value} = found;
  const {frames} = input.stacks;
  const none = new Uint8Array(marks.length);
  return causes.find(({beside, isPurpose, least = CAUSE_PART, pattern}) => {
    const signs = typeof pattern === 'function' ? pattern(input.stacks) : markIdentities(frames, pattern);
    const isThere = beside === undefined || frames.names.some((name) => beside.test(identityName(name)));
    if (!isThere || !signs.includes(1) || valueWithout(input.stacks, signs, none, marks) < value * least) return false;
    return isPurpose !== true || isSolePurpose(found, asker, signs);
  });
}

const ORDINARY = sayLater(
  ' But that is the work of many services, and nothing here shows that some of it could be spared.',
);

const PURPOSE = sayLater('But the program does little else: it is there for that.');

/** Whether it is the work that such a process is there for: no cause, and no function that asks for nearly all. */
function isOrdinary({input, marks}: FoundWork, {alone}: CostlyWork, asker: string | undefined): boolean {
  if (alone === undefined || isTableOnly(input.facts.profile)) return false;
  const {frames, total} = input.stacks;
  const askers = markNames(frames, (name) => name === asker);
  return valueWithout(input.stacks, askers, new Uint8Array(marks.length), marks) < alone * total;
}

export function costlyFinding(found: FoundWork, work: CostlyWork, limits: CostlyLimits): Finding {
  const {input, marks, value} = found;
  const {facts, stacks} = input;
  const worker = workerOf(found);
  const asker = askerOf(found, limits.callerShare, work.meets);
  const known = causeOf(found, work, asker);
  const {advice = work.advice, cause: why = '', phrase: words} = known ?? work;
  const phrase = say(words);
  const name = asker ?? worker;
  const share = value / stacks.total;
  const isPurpose = known?.isPurpose === true;
  const isAvoidable = known !== undefined && known.isOrdinary !== true && !isPurpose;
  const isOwn = isPurpose || (known?.isOrdinary === true && work.alone === undefined);
  const isTrouble = isAvoidable || !(isOwn || isOrdinary(found, work, asker));
  const cause = say(why) + (isTrouble ? '' : say(isPurpose ? PURPOSE : ORDINARY));
  const first = firstMarked(stacks, marks);
  const stack = heaviestStack(stacks, (row) => first[row] !== NONE);
  return makeFinding({
    id: work.id,
    severity: isTrouble ? 'warning' : 'info',
    evidenceLevel: levelFor(facts.profile, 'likely'),
    title: say`${percent(share)} of the CPU time goes into ${phrase}${asker === undefined ? '' : say`, for ${shortName(asker)}`}`,
    why: say`${cpuWhere(cpuUse(input))} ${percent(share)} of it goes into ${phrase} (limit ${percent(limits.share)}), most in ${shortName(worker)}${throughText(found, stack)}. ${cause}`,
    advice,
    culprit: culpritOf(name, facts.profile),
    evidence: [
      {label: sayLater('cpu time'), value, unit: stacks.unit, total: stacks.total, text: valueText(input, value)},
      ...stackEvidence(facts.profile, stack),
    ],
    weight: share,
    // A command's whole way to its work is the work.
    explains: [name, ...(isPurpose ? stack : []), ...stacks.frames.names.filter((_, node) => marks[node] === 1)].map(
      cpuKey,
    ),
    precedence: 2,
    ...(isTrouble ? {} : {overrules: 'hot-function'}),
  });
}
