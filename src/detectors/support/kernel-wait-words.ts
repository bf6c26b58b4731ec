/**
 * A wait inside the kernel in words.
 */

import type {GoroutineGroup} from '../../analysis/goroutines/census.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {formatCount} from '../../base/units.ts';
import type {Evidence} from '../../model/finding.ts';
import type {Signature} from '../../model/signature.ts';
import {type KernelThread, nameOfThread, namesOfThreads} from './kernel-threads.ts';

/** Threads that wait for the same. */
export interface KernelWait {
  readonly signature: Signature | undefined;
  readonly groups: readonly GoroutineGroup[];
  /** One for each row of the profile, which may stand for several that are alike. */
  readonly threads: readonly KernelThread[];
  /** Raw name of the function that the wait is known by. */
  readonly function: string;
  /** The innermost function that is not the scheduler's. */
  readonly at: string;
  readonly count: number;
  /** Rows in state D. */
  readonly blocked: number;
  /** The longest wait that the kernel reports, 0 when it reports none. */
  readonly seconds: number;
}

/** The verb of a title for several threads. */
const PLURALS: ReadonlyMap<string, string> = new Map([
  ['waits', 'wait'],
  ['is', 'are'],
  ['sleeps', 'sleep'],
  ['runs', 'run'],
]);

export function titleOf({count, function: name, seconds, signature, threads}: KernelWait): string {
  const isOne = count === 1;
  const title = signature === undefined ? say`waits in ${name}` : say(signature.title);
  const sentence = isOne ? title : title.replace(/^\w+/, (verb) => PLURALS.get(verb) ?? verb);
  if (seconds === 0) return `${namesOfThreads(threads, count)} ${sentence}`;
  const has = isOne ? say('has') : say('have');
  return say`${namesOfThreads(threads, count)} ${has} been in uninterruptible sleep for over ${formatCount(seconds)} s and ${sentence}`;
}

export function whyText(wait: KernelWait): string {
  const {at, blocked, count, seconds, threads} = wait;
  const place = at === wait.function ? say`in ${at}` : say`in ${at}, called for ${wait.function}`;
  const sentences = [say`${count === 1 ? say('It stands') : say('They stand')} ${place}.`];
  if (seconds > 0) {
    sentences.push(
      say(
        'The kernel itself reports that no progress was made (hung task), which it does only where no signal ends the wait.',
      ),
    );
  }
  const part = count > 1 ? say`: ${formatCount(blocked)} of ${formatCount(count)} are in it` : '';
  if (blocked > 0) sentences.push(say`State D (uninterruptible) counts as load${part}.`);
  const held = threads.find(({labels}) => labels.has('holder'));
  if (held !== undefined) {
    const {labels} = held;
    const lock = labels.get('lock') ?? say('lock');
    sentences.push(
      say`${nameOfThread(held)} waits for a ${lock} that ${labels.get('holder')} likely holds, says the kernel.`,
    );
  }
  return sentences.join(' ');
}

/** Threads that are listed one by one. */
const MOST_THREADS = 5;

export function evidenceOf({count, groups, threads}: KernelWait): Evidence[] {
  const text = count === 1 ? say('one') : formatCount(count);
  const list = threads.filter(({pid}) => pid !== undefined).slice(0, MOST_THREADS);
  return [
    {label: sayLater('threads'), value: count, unit: 'threads', text, stack: groups[0].names},
    ...list.map((thread) => ({label: sayLater('waiting thread'), value: thread.pid ?? '', text: threadText(thread)})),
  ];
}

function threadText(thread: KernelThread): string {
  const {comm, labels, pid, seconds, state} = thread;
  const facts = [
    comm === undefined ? `${pid}` : nameOfThread(thread),
    ...(state === '' ? [] : [say`state ${state}`]),
    ...(seconds === undefined ? [] : [say`over ${formatCount(seconds)} s`]),
    ...(labels.has('work') ? [say`at work: ${labels.get('work')}`] : []),
    ...(labels.has('holder') ? [say`held by ${labels.get('holder')}`] : []),
  ];
  return facts.join(say(', '));
}
