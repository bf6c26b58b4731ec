/**
 * A piece of field knowledge as data: a shape of stacks, and what it means where it is seen.
 *
 * Patterns are identity names from the right end of an import path: `client-go/tools/cache.(*Reflector).ListAndWatch`
 * matches that function of any vendoring, and its closures. A star that is not part of `(*T)` stands for any text;
 * `.func*` at the end asks for a closure. Every signature carries its own proof in `hits` and `misses`.
 */
import type {WaitClass} from './profile.ts';

/** What a matching stack means: trouble of this detector, or nothing at all. */
export type SignatureVerdict =
  | 'idle'
  | 'connection-leak'
  | 'context-leak'
  | 'goroutine-leak'
  | 'timer-leak'
  | 'deadlock'
  | 'heap'
  | 'cpu'
  | 'kernel-wait';

export interface Signature {
  /** `<pack>/<name>`, kebab-case. */
  readonly id: string;
  readonly verdict: SignatureVerdict;
  /** Frames that must appear in this order from leaf to root, with anything between; `a|b` is either. */
  readonly stack: readonly string[];
  /** Whether the first pattern must be the blocking frame itself: the first one outside runtime, sync and the like. */
  readonly isLeaf?: boolean;
  /** Whether the last pattern must be the outermost function itself, neither a closure of it nor who started it. */
  readonly isRoot?: boolean;
  /** Wait classes it applies to; all when absent. Unknown classes always pass. */
  readonly states?: readonly WaitClass[];
  /** Fewest goroutines, or smallest share in percent for heap and cpu, that make it trouble. */
  readonly atLeast?: number;
  /** Connection leaks only: each goroutine with one of these functions on its stack accounts for one of the crowd. */
  readonly accountedBy?: readonly string[];
  /** Idle shapes only: more than this many are looked at after all. */
  readonly atMost?: number;
  /** One sentence: what is going on. For idle shapes: why it is harmless. */
  readonly title: string;
  readonly advice?: readonly string[];
  readonly references?: readonly string[];
  /** First release known to hold the fix; only where verified. */
  readonly fixedIn?: string;
  /** `leaf;caller;… count [wait class]` that must match. */
  readonly hits: readonly string[];
  /** The same form, that must not match. */
  readonly misses: readonly string[];
}
