/**
 * Short forms for the many signatures that say one thing: so many goroutines at this place are trouble, or so many are
 * how the project idles. The proof is the limit itself: the place fits up to it and not past it.
 */
import type {WaitClass} from '../../model/profile.ts';
import type {Signature, SignatureVerdict} from '../../model/signature.ts';

export interface CrowdDraft {
  readonly id: string;
  readonly verdict?: SignatureVerdict;
  readonly stack: readonly string[];
  readonly states?: readonly WaitClass[];
  readonly atLeast: number;
  readonly title: string;
  readonly advice: readonly string[];
  /** Issue or pull request as `owner/name#number`, whose thread shows the stack. */
  readonly seen: readonly string[];
  readonly fixedIn?: string;
  /** The first pattern may stand anywhere, not only where the goroutine blocks. */
  readonly isAnywhere?: boolean;
}

/** Trouble from this many goroutines on (or this share in percent, for heap and CPU). */
export function crowd({atLeast, isAnywhere, seen, stack, states, verdict, ...rest}: CrowdDraft): Signature {
  const place = notation(stack, states);
  return {
    ...rest,
    verdict: verdict ?? 'goroutine-leak',
    stack,
    ...(isAnywhere === true || verdict === 'heap' ? {} : {isLeaf: true}),
    ...(states === undefined ? {} : {states}),
    atLeast,
    references: seen.map(threadUrl),
    hits: [place(atLeast)],
    misses: [place(atLeast - 1)],
  };
}

/** Waits that are nobody's trouble by themselves. */
const RESTING: readonly WaitClass[] = ['recv', 'select', 'cond', 'sleep', 'io', 'syscall', 'other'];

/** How healthy processes wait at this place, up to so many. */
export function idle(id: string, pattern: string, atMost: number, title: string): Signature {
  const place = notation([pattern], ['select']);
  return {
    id,
    verdict: 'idle',
    stack: [pattern],
    isLeaf: true,
    states: RESTING,
    atMost,
    title,
    hits: [place(atMost)],
    misses: [place(atMost + 1), notation([pattern], ['send'])(1)],
  };
}

/** The same where the goroutine reads from the network: what reads stands below. */
export function idleReader(id: string, pattern: string, atMost: number, title: string): Signature {
  const {isLeaf, ...reader} = idle(id, pattern, atMost, title);
  const place = notation(['internal/poll.runtime_pollWait', 'net.(*conn).Read', pattern], ['io']);
  return {
    ...reader,
    states: ['io'],
    hits: [place(atMost)],
    misses: [place(atMost + 1), notation([pattern], ['send'])(1)],
  };
}

function notation(stack: readonly string[], states: readonly WaitClass[] | undefined): (count: number) => string {
  const names = stack.map((pattern) => pattern.replace(/\.func\*$/, '.func1').replace(/(?<!\()\*/g, 'x'));
  const state = states === undefined ? '' : ` [${states[0]}]`;
  return (count) => `${names.join(';')} ${count}${state}`;
}

/** GitHub leads from the address of an issue to that of a pull request. */
function threadUrl(thread: string): string {
  return `https://github.com/${thread.replace('#', '/issues/')}`;
}
