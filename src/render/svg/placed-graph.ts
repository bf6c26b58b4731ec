/**
 * A call graph with a place for every box, line and word, for whatever draws it: the SVG file and the page.
 *
 * Boxes grow with what a function costs itself and redden with what it costs altogether; arrows are as thick as what
 * flows along them.
 */
import type {Report} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {largest} from '../../base/lists.ts';
import {graphHeading} from '../words/report-heading.ts';
import {PLAIN} from '../words/style.ts';
import {layoutGraph, type Point} from './graph-layout.ts';
import {graphPicture, type PictureEdge, type PictureNode, scoreColor} from './graph-picture.ts';

const PADDING = 8;
export const LABEL_FONT = 11;
/** Smaller letters cannot be read. */
const SMALLEST_FONT = 10;
/** Advance of an average character of a sans-serif font, in units of its size. */
export const CHAR_WIDTH = 0.58;
const LINE_HEIGHT = 1.25;

/** A line of text: the middle of its baseline, in pixels. */
export interface PlacedText extends Point {
  readonly text: string;
  readonly font: number;
}

/** All colours are `#rrggbb`. */
export interface PlacedBox {
  /** Raw name of the function. */
  readonly name: string;
  readonly tooltip: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
  readonly stroke: string;
  readonly texts: readonly PlacedText[];
}

export interface PlacedArrow {
  /** Indexes of boxes. */
  readonly from: number;
  readonly to: number;
  readonly tooltip: string;
  /** As the `d` of a path. */
  readonly path: string;
  readonly stroke: string;
  readonly strokeWidth: number;
  /** Whether frames were left out between the two. */
  readonly isDotted: boolean;
  readonly label: PlacedText;
  /** Of the label, which is drawn over other arrows. */
  readonly labelWidth: number;
  readonly labelHeight: number;
}

export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  /** What it shows and what it leaves out. */
  readonly heading: readonly string[];
  readonly boxes: readonly PlacedBox[];
  /** Heaviest first. */
  readonly arrows: readonly PlacedArrow[];
}

export function placeCallGraph(report: Report, trimmed: TrimmedGraph): PlacedGraph {
  const picture = graphPicture(report, trimmed);
  const heading = graphHeading(report, trimmed, {hasFullNames: false, isCompact: false}, PLAIN);
  if (picture.nodes.length === 0) heading.push('Nothing is left to draw.');
  const {arrows, boxes, height, width} = layoutGraph(
    picture.nodes.map(sizeOf),
    picture.edges.map((edge) => ({
      from: edge.from,
      to: edge.to,
      weight: edge.weight,
      label: textBox(edgeText(edge), LABEL_FONT),
    })),
  );
  return {
    width,
    height,
    heading,
    boxes: picture.nodes.map((node, i) => placedBox(node, boxes[i])),
    arrows: picture.edges.map((edge, i) => placedArrow(edge, arrows[i])),
  };
}

interface BoxLine {
  readonly text: string;
  readonly font: number;
}

function sizeOf(node: PictureNode): {width: number; height: number} {
  const lines = boxLines(node);
  const widest = largest(lines.map(({font, text}) => text.length * font * CHAR_WIDTH));
  const height = lines.reduce((sum, {font}) => sum + font * LINE_HEIGHT, 0);
  return {width: Math.ceil(widest) + 2 * PADDING, height: Math.ceil(height) + 2 * PADDING};
}

/** The name and values in the size of the node, its labels small. */
function boxLines({fontSize, lines, tags}: PictureNode): BoxLine[] {
  return [
    ...lines.map((text) => ({text, font: Math.max(SMALLEST_FONT, fontSize)})),
    ...tags.map(({name, value}) => ({text: `${name.replaceAll('\n', ', ')}: ${value}`, font: SMALLEST_FONT})),
  ];
}

function textBox(text: string, font: number): {width: number; height: number} {
  return {width: Math.ceil(text.length * font * CHAR_WIDTH), height: Math.ceil(font * LINE_HEIGHT)};
}

function placedBox(node: PictureNode, centre: Point): PlacedBox {
  const {height, width} = sizeOf(node);
  let bottom = centre.y - height / 2 + PADDING;
  const texts = boxLines(node).map(({font, text}) => {
    bottom += font * LINE_HEIGHT;
    return {text, font, x: centre.x, y: round(bottom - font * (LINE_HEIGHT - 1))};
  });
  return {
    name: node.name,
    tooltip: node.tooltip,
    left: round(centre.x - width / 2),
    top: round(centre.y - height / 2),
    width,
    height,
    fill: scoreColor(node.score, true),
    stroke: scoreColor(node.score, false),
    texts,
  };
}

function placedArrow(
  edge: PictureEdge,
  {label: at, points}: {readonly points: readonly Point[]; readonly label: Point},
): PlacedArrow {
  const text = edgeText(edge);
  const {height, width} = textBox(text, LABEL_FONT);
  return {
    from: edge.from,
    to: edge.to,
    tooltip: edge.tooltip,
    path: curve(points),
    stroke: scoreColor(edge.score, false),
    strokeWidth: edge.width,
    isDotted: edge.isResidual,
    label: {text, font: LABEL_FONT, x: at.x, y: at.y},
    labelWidth: width,
    labelHeight: height,
  };
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

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
