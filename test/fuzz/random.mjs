/**
 * A small seeded generator (xorshift), so that a run can be repeated from its seed.
 */
export class Random {
  constructor(seed) {
    this.state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) >>> 0 || 1;
  }

  /** An integer in [0, limit). */
  below(limit) {
    let {state} = this;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.state = state >>> 0;
    return this.state % limit;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}
