/**
 * The call graph as an SVG that stands alone: no script, no Graphviz, colours for light and dark.
 *
 * Boxes grow with what a function costs itself and redden with what it costs altogether; arrows are as thick as what
 * flows along them, dotted where frames were left out in between.
 */

import type {Report} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {largest} from '../../base/lists.ts';
import {graphHeading} from '../words/report-heading.ts';
import {PLAIN} from '../words/style.ts';
import {xmlText} from '../words/xml.ts';
import {type GraphLayout, layoutGraph, type Point} from './graph-layout.ts';
import {graphPicture, type PictureEdge, type PictureNode, scoreColor} from './graph-picture.ts';

const MARGIN = 16;
const LEGEND_LINE = 18;
const PADDING = 8;
const LABEL_FONT = 11;
/** Smaller letters cannot be read. */
const SMALLEST_FONT = 10;
/** Advance of an average character of a sans-serif font, in units of its size. */
const CHAR_WIDTH = 0.58;
const LINE_HEIGHT = 1.25;

export function renderCallGraphSvg(report: Report, trimmed: TrimmedGraph): string {
  const picture = graphPicture(report, trimmed);
  const legend = graphHeading(report, trimmed, {hasFullNames: false, isCompact: false}, PLAIN);
  if (picture.nodes.length === 0) legend.push('Nothing is left to draw.');
  const layout = layoutGraph(
    picture.nodes.map(boxOf),
    picture.edges.map((edge) => ({
      from: edge.from,
      to: edge.to,
      weight: edge.weight,
      label: textBox(edgeText(edge), LABEL_FONT),
    })),
  );
  const top = MARGIN + legend.length * LEGEND_LINE + MARGIN;
  const widest = Math.max(layout.width, largest(legend.map((line) => line.length * 12 * CHAR_WIDTH)));
  const width = Math.ceil(widest + 2 * MARGIN);
  const height = top + layout.height + MARGIN;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${xmlText(`Call graph of ${report.profile.name}`)}">`,
    STYLE,
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...legend.map(
      (line, i) =>
        `<text class="legend" x="${MARGIN}" y="${MARGIN + (i + 1) * LEGEND_LINE - 5}">${xmlText(line)}</text>`,
    ),
    `<g transform="translate(${MARGIN} ${top})">`,
    ...picture.edges.map((edge, i) => edgePart(edge, layout, i)),
    ...picture.nodes.map((node, i) => nodePart(node, layout.boxes[i])),
    ...picture.edges.map((edge, i) => edgeLabel(edge, layout.arrows[i].label)),
    '</g>',
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

const STYLE = `<style>
text{font-family:ui-sans-serif,system-ui,'Segoe UI','DejaVu Sans',sans-serif;fill:#16191d}
.legend{font-size:12px}.label{font-size:${LABEL_FONT}px}.page{fill:#fff}.halo{fill:#fff;fill-opacity:.8}
.box text{fill:#16191d;text-anchor:middle}.box:hover rect{stroke-width:2.5}path{fill:none}
@media (prefers-color-scheme:dark){text{fill:#f2f4f7}.page{fill:#14171b}.halo{fill:#14171b}}
</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" style="fill:context-stroke"/></marker></defs>`;

/** A line of a box: the name and values in the size of the node, its labels small. */
interface BoxLine {
  readonly text: string;
  readonly font: number;
}

function boxOf(node: PictureNode): {width: number; height: number} {
  const lines = boxLines(node);
  const widest = largest(lines.map(({font, text}) => text.length * font * CHAR_WIDTH));
  const height = lines.reduce((sum, {font}) => sum + font * LINE_HEIGHT, 0);
  return {width: Math.ceil(widest) + 2 * PADDING, height: Math.ceil(height) + 2 * PADDING};
}

function boxLines({fontSize, lines, tags}: PictureNode): BoxLine[] {
  return [
    ...lines.map((text) => ({text, font: Math.max(SMALLEST_FONT, fontSize)})),
    ...tags.map(({name, value}) => ({text: `${name.replaceAll('\n', ', ')}: ${value}`, font: SMALLEST_FONT})),
  ];
}

function textBox(text: string, font: number): {width: number; height: number} {
  return {width: Math.ceil(text.length * font * CHAR_WIDTH), height: Math.ceil(font * LINE_HEIGHT)};
}

function nodePart(node: PictureNode, centre: Point): string {
  const {height, width} = boxOf(node);
  let bottom = centre.y - height / 2 + PADDING;
  const texts = boxLines(node).map(({font, text}) => {
    bottom += font * LINE_HEIGHT;
    const y = round(bottom - font * (LINE_HEIGHT - 1));
    return `<text x="${centre.x}" y="${y}" font-size="${font}">${xmlText(text)}</text>`;
  });
  const rect = `<rect x="${round(centre.x - width / 2)}" y="${round(centre.y - height / 2)}" width="${width}" height="${height}" rx="3" fill="${scoreColor(node.score, true)}" stroke="${scoreColor(node.score, false)}"/>`;
  return `<g class="box"><title>${xmlText(node.tooltip)}</title>${rect}${texts.join('')}</g>`;
}

function edgePart(edge: PictureEdge, layout: GraphLayout, index: number): string {
  const {points} = layout.arrows[index];
  const dash = edge.isResidual ? ' stroke-dasharray="2 4"' : '';
  return `<g><title>${xmlText(edge.tooltip)}</title><path d="${curve(points)}" stroke="${scoreColor(edge.score, false)}" stroke-width="${edge.width}"${dash} marker-end="url(#arrow)"/></g>`;
}

function edgeLabel(edge: PictureEdge, at: Point): string {
  const text = edgeText(edge);
  const {height, width} = textBox(text, LABEL_FONT);
  const halo = `<rect class="halo" x="${round(at.x - width / 2)}" y="${round(at.y - height / 2)}" width="${width}" height="${height}"/>`;
  return `${halo}<text class="label" x="${at.x}" y="${round(at.y + LABEL_FONT * 0.35)}" text-anchor="middle">${xmlText(text)}</text>`;
}

function edgeText({isInline, label}: PictureEdge): string {
  return isInline ? `${label} (inline)` : label;
}

/** A smooth line through the points. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const parts = [`M${first.x} ${first.y}`];
  for (let i = 0; i + 1 < rest.length; i++) {
    const end = i + 2 === rest.length ? rest[i + 1] : middle(rest[i], rest[i + 1]);
    parts.push(`Q${rest[i].x} ${rest[i].y} ${end.x} ${end.y}`);
  }
  if (rest.length === 1) parts.push(`L${rest[0].x} ${rest[0].y}`);
  return parts.join('');
}

function middle(a: Point, b: Point): Point {
  return {x: round((a.x + b.x) / 2), y: round((a.y + b.y) / 2)};
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
