/**
 * Gathers what a text says of threads, in any order, and makes one sample of each.
 *
 * A thread that is printed again with the same stack is one thread: the kernel repeats a report every two minutes. Its
 * longest wait counts. Stacks become rows at once, so that memory is needed only for what differs.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import type {GoroutineInput} from '../../model/builder/goroutine-table-builder.ts';
import {GoroutineTableBuilder} from '../../model/builder/goroutine-table-builder.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {KernelFrame} from './frames.ts';
import type {ThreadFacts} from './heads.ts';
import {stateText, waitClassOf} from './states.ts';

/** The most threads that Linux can have: PID_MAX_LIMIT. */
const MAX_THREADS = 4 * 2 ** 20;

interface Thread {
  facts: ThreadFacts;
  /** Row of StackTable, NONE while none is known. */
  stack: number;
  /** Functions, leaf first. */
  names: readonly string[];
  /** Only the innermost function is known. */
  isWchan: boolean;
  byteOffset: number;
  byteLength: number;
}

export class ThreadCollector {
  private readonly builder: ProfileBuilder;
  private readonly threads: Thread[] = [];
  /** Threads by number and stack, and by number alone for those that /proc and ps name. */
  private readonly known = new Map<string, Thread>();
  private readonly mappings = new Map<string, number>();

  constructor(builder: ProfileBuilder) {
    this.builder = builder;
  }

  /** Takes a stack, leaf first. */
  addStack(facts: ThreadFacts, frames: readonly KernelFrame[], byteOffset: number, byteLength: number): void {
    const stack = this.internStack(frames);
    const named = facts.pid === undefined ? undefined : this.known.get(`${facts.pid}`);
    const key = facts.pid === undefined ? undefined : `${facts.pid} ${stack}`;
    const same = (key === undefined ? undefined : this.known.get(key)) ?? (named?.isWchan === true ? named : undefined);
    const thread = same ?? this.newThread(named?.facts ?? {}, byteOffset);
    thread.facts = mergedFacts(thread.facts, facts);
    if (thread.stack === NONE || thread.isWchan) {
      thread.stack = stack;
      thread.names = frames.map(({name}) => name);
      thread.isWchan = false;
      thread.byteOffset = byteOffset;
      thread.byteLength = byteLength;
    }
    if (key === undefined) return;
    this.known.set(key, thread);
    this.known.set(`${facts.pid}`, thread);
  }

  /** Notes what is said of a thread elsewhere; `wchan` is the function that it waits in, '' for none. */
  addFacts(facts: ThreadFacts, wchan: readonly KernelFrame[], byteOffset: number): void {
    if (facts.pid === undefined) return;
    const key = `${facts.pid}`;
    const known = this.known.get(key);
    const thread = known ?? this.newThread({}, byteOffset);
    this.known.set(key, thread);
    thread.facts = mergedFacts(thread.facts, facts);
    if (thread.stack !== NONE || wchan.length === 0) return;
    thread.stack = this.internStack(wchan);
    thread.names = wchan.map(({name}) => name);
  }

  get length(): number {
    return this.threads.length;
  }

  /** Puts the threads into the builder. */
  finish(): void {
    const table = new GoroutineTableBuilder(this.builder);
    for (const thread of this.threads) table.add(this.rowOf(thread, table));
    table.finish();
  }

  private newThread(facts: ThreadFacts, byteOffset: number): Thread {
    if (this.threads.length >= MAX_THREADS) {
      throw failure('LIMIT_EXCEEDED', `more than ${MAX_THREADS} threads, which no machine has`, {byteOffset});
    }
    const thread: Thread = {facts, stack: NONE, names: [], isWchan: true, byteOffset: NONE, byteLength: NONE};
    this.threads.push(thread);
    return thread;
  }

  private rowOf({byteLength, byteOffset, facts, names, stack}: Thread, table: GoroutineTableBuilder): GoroutineInput {
    const {parent = NONE, pid = NONE, seconds, state = ''} = facts;
    return {
      id: pid,
      count: 1,
      stack,
      labelSet: this.builder.internLabelSet(this.labelsOf(facts)),
      state: table.internState(stateText(state), waitClassOf(state, names), false),
      waitMinutes: seconds === undefined ? NONE : Math.min(Math.floor(seconds / 60), 2 ** 31 - 1),
      createdBy: NONE,
      parentId: parent,
      isLocked: false,
      isLeaked: false,
      byteOffset,
      byteLength,
      kind: NONE,
    };
  }

  private labelsOf({comm, cpu, holder, lock, report, seconds, work}: ThreadFacts): LabelInput[] {
    const {strings} = this.builder;
    const texts = Object.entries({comm, holder, lock, report, work}).map(([key, value]) =>
      value === undefined || value === ''
        ? []
        : [{key: strings.intern(key), text: strings.intern(value), number: 0n, unit: 0}],
    );
    const numbers = Object.entries({cpu, seconds}).map(([key, value]) =>
      value === undefined
        ? []
        : [
            {
              key: strings.intern(key),
              text: NONE,
              number: BigInt(value),
              unit: key === 'seconds' ? strings.intern('seconds') : 0,
            },
          ],
    );
    return [...texts, ...numbers].flat();
  }

  private internStack(frames: readonly KernelFrame[]): number {
    let stack: number = NONE;
    for (const frame of frames.toReversed()) stack = this.builder.internStack(stack, this.internFrame(frame));
    return stack;
  }

  private internFrame({file, line, module, name, symbol}: KernelFrame): number {
    const {strings} = this.builder;
    const fn = this.builder.internFunction(strings.intern(name), strings.intern(symbol), strings.intern(file), 0);
    return this.builder.internLocation(0, 0, this.mappingOf(module), false, [fn, line, 0]);
  }

  private mappingOf(module: string): number {
    const file = `[${module === '' ? 'kernel' : module}]`;
    const known = this.mappings.get(file);
    if (known !== undefined) return known;
    const row = this.builder.addMapping({
      start: 0n,
      limit: 0n,
      offset: 0n,
      file,
      buildId: '',
      hasFunctions: true,
      hasFilenames: false,
      hasLineNumbers: false,
      hasInlineFrames: false,
    });
    this.mappings.set(file, row);
    return row;
  }
}

/** The later word counts, but for the longest wait. */
function mergedFacts(before: ThreadFacts, after: ThreadFacts): ThreadFacts {
  const seconds = Math.max(before.seconds ?? NONE, after.seconds ?? NONE);
  return {...before, ...after, ...(seconds === NONE ? {} : {seconds})};
}
