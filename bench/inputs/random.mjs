/** Seeded random numbers: the same seed gives the same input on every machine. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0 || 1;
  }

  /** A number in [0, 1), by xorshift32. */
  next() {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state / 2 ** 32;
  }

  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** Below `limit`, small numbers far more often: few stacks take most samples in a real profile. */
  skewed(limit) {
    return Math.min(limit - 1, Math.floor(limit * this.next() ** 2.5));
  }
}
