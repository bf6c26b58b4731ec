/**
 * Undoes heap sampling as google/pprof does: an allocation of a bytes is sampled with probability 1 − e^(−a/rate).
 */

/**
 * What a sampled (count, bytes) stands for; both truncated towards zero.
 *
 * @param rate  mean bytes between samples; 1 or less means that nothing was left out
 */
export function unsample(count: bigint, bytes: bigint, rate: bigint): [count: bigint, bytes: bigint] {
  if (count === 0n || bytes === 0n) return [0n, 0n];
  if (rate <= 1n) return [count, bytes];
  const average = Number(bytes) / Number(count);
  const scale = 1 / (1 - Math.exp(-average / Number(rate)));
  return [truncate(Number(count) * scale), truncate(Number(bytes) * scale)];
}

/** As Go converts a float to int64 on amd64: what does not fit becomes the smallest number. */
export function truncate(value: number): bigint {
  const whole = Math.trunc(value);
  return Math.abs(whole) < 2 ** 63 ? BigInt(whole) : -(2n ** 63n);
}
