/**
 * How long goroutines wait, as bars on a logarithmic scale; pressing a bar filters by its range, and drawing over several
 * by theirs together.
 */

import {axisBottom, type Bin, bin, max, scaleLinear, scaleSymlog, select} from 'd3';
import {say} from '../../../src/base/language/say.ts';
import {h} from '../../base/dom.ts';
import {formatCount, waitText} from '../../base/text.ts';

/** Bin edges in minutes: a person's steps, evenly spread on the logarithmic axis. */
const EDGES = [0, 1, 2, 5, 10, 30, 60, 180, 720, 1440, 4320, 10_080, 43_200, 525_600];
const HEIGHT = 106;
/** Room for a number above a bar. */
const NUMBER = 16;
/** Of one digit of such a number. */
const DIGIT_WIDTH = 7;
const WIDE = 560;
/** On narrow screens the picture is not scaled down as far, so that its axis can be read. */
const NARROW = 330;
const MARGIN = {bottom: 22, left: 10, right: 16};

/** @param chosen  `from-to` in minutes, '' for none */
export function waitHistogram(
  waits: readonly number[],
  chosen: string,
  onChoose: (range: string) => void,
): HTMLElement {
  const width = innerWidth < 560 ? NARROW : WIDE;
  const longest = max(waits) ?? 0;
  const bins = bin()
    .domain([0, Math.max(longest, 1) + 1])
    .thresholds(EDGES.filter((edge) => edge <= longest))([...waits]);
  const x = scaleSymlog()
    .domain([0, Math.max(longest, 1) + 1])
    .range([MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear()
    .domain([0, max(bins, ({length}) => length) ?? 1])
    .range([0, HEIGHT - MARGIN.bottom - NUMBER]);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  svg.setAttribute('aria-hidden', 'true');
  select(svg)
    .selectAll('rect')
    .data(bins)
    .join('rect')
    .attr('class', (part) => (isWithin(part, chosen) ? 'wait-bar chosen' : 'wait-bar'))
    .attr('x', (part) => x(part.x0 ?? 0) + 1)
    .attr('width', (part) => Math.max(1, x(part.x1 ?? 0) - x(part.x0 ?? 0) - 2))
    .attr('y', (part) => HEIGHT - MARGIN.bottom - (part.length === 0 ? 0 : Math.max(2, y(part.length))))
    .attr('height', (part) => (part.length === 0 ? 0 : Math.max(2, y(part.length))));
  brushBars(
    svg,
    (place) => bins.findIndex(({x1}) => place < x(x1 ?? 0)),
    bins,
    (range) => onChoose(range === chosen ? '' : range),
  );
  const wide = (from = 0, to = 0): number => x(to) - x(from);
  select(svg)
    .selectAll('text')
    .data(bins.filter(({length, x0, x1}) => length > 0 && wide(x0, x1) > formatCount(length).length * DIGIT_WIDTH))
    .join('text')
    .attr('class', 'wait-count')
    .attr('x', (part) => (x(part.x0 ?? 0) + x(part.x1 ?? 0)) / 2)
    .attr('y', (part) => HEIGHT - MARGIN.bottom - Math.max(2, y(part.length)) - 4)
    .text((part) => formatCount(part.length));
  const ticks = EDGES.filter((edge) => edge <= longest + 1);
  select(svg)
    .append('g')
    .attr('transform', `translate(0,${HEIGHT - MARGIN.bottom})`)
    .call(
      axisBottom(x)
        .tickValues(ticks)
        .tickFormat((minutes) => shortWait(Number(minutes)))
        .tickSizeOuter(0),
    );
  return h(
    'div',
    {class: 'histogram'},
    svg,
    h('details', {}, h('summary', {}, say('Waits as a list')), h('ul', {}, waitList(bins, chosen, onChoose))),
  );
}

/**
 * A press chooses the bar under it, a stroke all bars that it passes.
 *
 * @param barAt  the bar at a place of the picture's own width, -1 to the right of all
 */
function brushBars(
  svg: SVGSVGElement,
  barAt: (place: number) => number,
  bins: readonly Bin<number, number>[],
  onRange: (range: string) => void,
): void {
  const bars = [...svg.querySelectorAll('rect')];
  let first = -1;
  let last = -1;
  const barUnder = ({clientX}: PointerEvent): number => {
    const {left, width} = svg.getBoundingClientRect();
    const at = barAt(((clientX - left) / width) * svg.viewBox.baseVal.width);
    return at < 0 ? bins.length - 1 : at;
  };
  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    svg.setPointerCapture(event.pointerId);
    first = last = barUnder(event);
  });
  svg.addEventListener('pointermove', (event) => {
    if (first < 0) return;
    last = barUnder(event);
    bars.forEach((bar, i) => {
      bar.classList.toggle('brushed', i >= Math.min(first, last) && i <= Math.max(first, last));
    });
  });
  svg.addEventListener('pointercancel', () => {
    first = -1;
  });
  svg.addEventListener('pointerup', () => {
    if (first < 0) return;
    const [from, to] = [Math.min(first, last), Math.max(first, last)];
    first = -1;
    onRange(rangeOf(bins[from].x0, bins[to].x1));
  });
}

/** Whether all of a bar is in the chosen range. */
function isWithin({x0 = 0, x1 = 0}: Bin<number, number>, chosen: string): boolean {
  const [from, to] = chosen.split('-').map(Number);
  return chosen !== '' && x0 >= from && x1 - 1 <= to;
}

function rangeOf(from: number | undefined, to: number | undefined): string {
  return `${from ?? 0}-${(to ?? 0) - 1}`;
}

/** The same without a picture, for keys and screen readers. */
function waitList(
  bins: readonly Bin<number, number>[],
  chosen: string,
  onChoose: (range: string) => void,
): HTMLElement[] {
  return bins
    .filter(({length}) => length > 0)
    .map((part) => {
      const range = rangeOf(part.x0, part.x1);
      const [from, to] = [part.x0 ?? 0, (part.x1 ?? 1) - 1];
      const ages = from === to ? waitText(from) : say`${waitText(from)} to ${waitText(to)}`;
      const label = `${ages}: ${formatCount(part.length)}`;
      return h(
        'li',
        {},
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': range === chosen ? 'true' : 'false',
            onclick: () => onChoose(range === chosen ? '' : range),
          },
          label,
        ),
      );
    });
}

function shortWait(minutes: number): string {
  if (minutes < 60) return `${minutes}m`;
  return minutes < 1440 ? `${minutes / 60}h` : `${minutes / 1440}d`;
}
