/**
 * What a mutated module asks: is this mutant on, and may this loop go on?
 *
 * Lives on `globalThis`, since compiled modules must find it without an import, and files of tests share it.
 */

/** A test that was run without a mutant and can be run again. */
export interface KnownTest {
  readonly name: string;
  readonly file: string;
  readonly run: () => unknown;
  /** CPU, in milliseconds. */
  readonly millis: number;
  /** Mutants that it meets. */
  readonly met: ReadonlySet<number>;
  /** Rounds of loops. */
  readonly rounds: number;
}

/** Lists that grow without end. */
const MOST_BYTES = 2 ** 31;

export class Mutation {
  readonly tests: KnownTest[] = [];
  /** The mutant that is on; -1 for none. */
  active = -1;
  /** Mutants that were met while none was on. */
  met = new Set<number>();
  /** Whether the mutant that is on was met since `begin`. */
  isMet = false;
  /** Rounds of loops since `begin`. */
  rounds = 0;
  #mostRounds = Infinity;
  #mostMicros = Infinity;
  #start = process.cpuUsage();

  /** Switches a mutant on, and lets loops run for so many rounds and milliseconds of CPU. */
  begin(active: number, mostRounds = Infinity, mostMillis = Infinity): void {
    this.active = active;
    this.#mostMicros = 1000 * mostMillis;
    this.#start = process.cpuUsage();
    this.met = new Set();
    this.isMet = false;
    this.rounds = 0;
    this.#mostRounds = mostRounds;
  }

  readonly isMutant = (id: number): boolean => {
    if (this.active === -1) this.met.add(id);
    if (this.active !== id) return false;
    this.isMet = true;
    // Loops of tests and libraries have no count of their own.
    this.round();
    return true;
  };

  readonly round = (): void => {
    const isOver = ++this.rounds > this.#mostRounds || ((this.rounds & 0x1fff) === 0 && this.#isLate());
    if (isOver) throw new Error('this mutant does not end');
  };

  #isLate(): boolean {
    if (this.#mostMicros === Infinity) return false;
    return process.cpuUsage(this.#start).user > this.#mostMicros || process.memoryUsage.rss() > MOST_BYTES;
  }
}

const here = globalThis as unknown as {mutation?: Mutation};
here.mutation ??= new Mutation();

export const mutation: Mutation = here.mutation;
