/**
 * What repeated runs say about noise: a bound from their spread, and a rank test.
 *
 * Two documented formulas, each small enough to check by hand; tests hold them against published tables.
 */

/** Two-sided chance of a move past three standard deviations: what every bound of pprofx stands for. */
const ALPHA = 0.0027;

/** Mean, and the variance of the mean as the runs show it; 0 for a single run. */
export function meanOfRuns(values: readonly number[]): {readonly mean: number; readonly variance: number} {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return {mean, variance: 0};
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {mean, variance: squares / (count - 1) / count};
}

/**
 * Welch's bound for the difference of two means: t(1 − α/2, ν)·√(a + b), with Satterthwaite's degrees of freedom
 * ν = (a + b)² / (a²/(m − 1) + b²/(n − 1)); a and b are the variances of the two means from m and n runs.
 *
 * A side of a single run says nothing of spread; `undefined` when neither side does.
 */
export function runsBound(before: readonly number[], after: readonly number[]): number | undefined {
  if (before.length < 2 && after.length < 2) return undefined;
  let a = meanOfRuns(before).variance;
  let b = meanOfRuns(after).variance;
  // One run on a side: it is taken to spread as the other side's runs do.
  if (before.length < 2) a = b * after.length;
  if (after.length < 2) b = a * before.length;
  if (a + b === 0) return 0;
  const parts =
    (before.length > 1 ? a ** 2 / (before.length - 1) : 0) + (after.length > 1 ? b ** 2 / (after.length - 1) : 0);
  const freedom = parts === 0 ? 1 : (a + b) ** 2 / parts;
  return studentQuantile(1 - ALPHA / 2, Math.max(1, freedom)) * Math.sqrt(a + b);
}

/**
 * Exact two-sided Mann–Whitney test: the chance that ranks fall at least this far apart when both sides are alike.
 *
 * Every split of the pooled runs is equally likely; ties count half. Counted exactly by how many subsets of the
 * doubled ranks reach each sum, so it is right for ties and for two runs as for thirty.
 */
export function rankTest(before: readonly number[], after: readonly number[]): number {
  const ranks = doubledRanks([...before, ...after]);
  const observed = ranks.slice(0, before.length).reduce((sum, rank) => sum + rank, 0);
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const centre = (total * before.length) / ranks.length;
  const ways = subsetSums(ranks, before.length, total);
  let all = 0;
  let extreme = 0;
  ways.forEach((count, sum) => {
    all += count;
    if (Math.abs(sum - centre) >= Math.abs(observed - centre) - 1e-9) extreme += count;
  });
  return extreme / all;
}

/** Twice the mid-rank of each value, so that ties stay integers. */
function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return 2 * below + equal + 1;
  });
}

/** How many subsets of `size` ranks have each sum. */
function subsetSums(ranks: readonly number[], size: number, total: number): Float64Array {
  const ways = Array.from({length: size + 1}, () => new Float64Array(total + 1));
  ways[0][0] = 1;
  for (const rank of ranks) {
    for (let chosen = size; chosen > 0; chosen--) {
      for (let sum = total; sum >= rank; sum--) ways[chosen][sum] += ways[chosen - 1][sum - rank];
    }
  }
  return ways[size];
}

/**
 * The quantile of Student's t distribution, by bisection of its distribution function.
 *
 * @param probability  between 0.5 and 1
 * @param freedom      degrees of freedom, at least 1, need not be whole
 */
export function studentQuantile(probability: number, freedom: number): number {
  let low = 0;
  let high = 1;
  while (studentTail(high, freedom) > 1 - probability) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, freedom) > 1 - probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T > t) = ½·I_x(ν/2, ½) with x = ν/(ν + t²). */
function studentTail(t: number, freedom: number): number {
  return 0.5 * regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** I_x(a, b) by Lentz's evaluation of its continued fraction (Abramowitz and Stegun 26.5.8). */
function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return front * fraction;
}

/** ln Γ(x) by Stirling's series, after shifting x past 8 where six terms give double precision. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 8) {
    shift -= Math.log(z);
    z++;
  }
  const inverse = 1 / (z * z);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / z;
  return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
}
