/**
 * How long the goroutines of one group wait, as bars a few pixels high: young ones left, on the scale of the whole dump.
 */

const BARS = 12;
const BAR_WIDTH = 5;
const HEIGHT = 16;

/** @param longest  wait of the dump in minutes, where the scale ends */
export function ageBars(waits: readonly number[], longest: number): SVGElement | undefined {
  if (waits.length === 0) return undefined;
  const counts = barCounts(waits, longest);
  const most = Math.max(...counts);
  const path = counts
    .map((count, bar) =>
      count === 0 ? '' : `M${bar * BAR_WIDTH} ${HEIGHT}v${-barHeight(count / most)}h${BAR_WIDTH - 1}V${HEIGHT}z`,
    )
    .join('');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${BARS * BAR_WIDTH} ${HEIGHT}`);
  svg.setAttribute('class', 'age-bars');
  svg.setAttribute('aria-hidden', 'true');
  const bars = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  bars.setAttribute('d', path);
  svg.append(bars);
  return svg;
}

/** Goroutines in each of equal steps of a logarithmic scale from 0 to the longest wait. */
export function barCounts(waits: readonly number[], longest: number): number[] {
  const counts = new Array<number>(BARS).fill(0);
  const whole = Math.log1p(Math.max(1, longest));
  for (const wait of waits) counts[Math.min(BARS - 1, Math.floor((Math.log1p(wait) / whole) * BARS))]++;
  return counts;
}

/** A single goroutine beside thousands is seen as well. */
function barHeight(share: number): number {
  return Math.max(2, Math.round(Math.sqrt(share) * HEIGHT));
}
