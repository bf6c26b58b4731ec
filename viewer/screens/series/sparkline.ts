/**
 * Lines of numbers over time as small pictures. Screen readers get the numbers beside them instead.
 */
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 1000;
const HEIGHT = 100;

/** The position of a moment between the first and the last, 0 to 1. */
export function positionOf(at: number, times: readonly number[]): number {
  const [first] = times;
  const span = times[times.length - 1] - first;
  return span <= 0 ? 0 : Math.min(1, Math.max(0, (at - first) / span));
}

/** What a line is held against. */
export interface Bounds {
  /** Values that noise alone explains. */
  readonly band?: {readonly from: number; readonly to: number};
  readonly limit?: number;
}

/** A picture that stretches to the size that the style gives it; the bottom is zero. */
export function sparkline(times: readonly number[], values: readonly number[]): SVGSVGElement {
  return lineChart(times, values, {});
}

export function lineChart(times: readonly number[], values: readonly number[], {band, limit}: Bounds): SVGSVGElement {
  const picture = element('svg', {
    class: 'sparkline',
    viewBox: `0 -2 ${WIDTH} ${HEIGHT + 4}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  const most = Math.max(
    band?.to ?? 0,
    limit ?? 0,
    values.reduce((a, b) => Math.max(a, b), 0),
  );
  const heightOf = (value: number): string => (most === 0 ? HEIGHT : HEIGHT * (1 - value / most)).toFixed(1);
  const points = values.map((value, i) => `${Math.round(WIDTH * positionOf(times[i], times))},${heightOf(value)}`);
  picture.append(
    element('polygon', {points: [`0,${HEIGHT}`, ...points, `${WIDTH},${HEIGHT}`].join(' ')}),
    element('polyline', {points: points.join(' '), 'vector-effect': 'non-scaling-stroke'}),
  );
  if (band !== undefined) {
    const [top, bottom] = [heightOf(band.to), heightOf(band.from)];
    picture.append(element('path', {class: 'noise', d: `M0 ${top}H${WIDTH}V${bottom}H0z`}));
  }
  if (limit !== undefined)
    picture.append(
      element('path', {class: 'limit', d: `M0 ${heightOf(limit)}H${WIDTH}`, 'vector-effect': 'non-scaling-stroke'}),
    );
  return picture;
}

function element<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
