/**
 * A placed call graph as SVG elements. Names become text nodes and attributes, never markup.
 */
import {safeText} from '../../../src/base/safe-text.ts';
import type {PlacedArrow, PlacedBox, PlacedGraph, PlacedText} from '../../../src/render/svg/placed-graph.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Heads of arrows grow with their lines up to this. */
const HEAD = 9;

export interface Drawing {
  /** All of the graph; its transform is the view. */
  readonly content: SVGGElement;
  readonly boxes: readonly SVGGElement[];
  readonly arrows: readonly SVGGElement[];
}

export function drawGraph({arrows, boxes}: PlacedGraph): Drawing {
  const drawn = {arrows: arrows.map(arrowElement), boxes: boxes.map(boxElement)};
  const labels = arrows.map(labelElement);
  return {...drawn, content: element('g', {}, [...drawn.arrows, ...drawn.boxes, ...labels])};
}

export function element<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly (Node | string)[] = [],
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  for (const child of children) made.append(child);
  return made;
}

/** Named by its text, with blanks between the lines, which are not drawn. */
function boxElement({fill, height, left, stroke, texts, top, width}: PlacedBox, index: number): SVGGElement {
  return element('g', {class: 'graph-box', role: 'button', tabindex: index === 0 ? 0 : -1}, [
    element('rect', {x: left, y: top, width, height, rx: 3, fill, stroke}),
    ...texts.flatMap((line) => [textElement(line), ' ']),
  ]);
}

function arrowElement({isDotted, path, stroke, strokeWidth, tooltip}: PlacedArrow): SVGGElement {
  return element('g', {class: 'graph-arrow', stroke}, [
    element('title', {}, [safeText(tooltip)]),
    element('path', {d: path, 'stroke-width': strokeWidth, ...(isDotted ? {'stroke-dasharray': '2 4'} : {})}),
    headElement(path, stroke),
  ]);
}

/** A triangle at the end of a path, in the direction of its last part. */
function headElement(path: string, fill: string): SVGPathElement {
  const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? [];
  const [fromX, fromY, x, y] = numbers.slice(-4);
  const turn = (Math.atan2(y - fromY, x - fromX) * 180) / Math.PI;
  const d = `M0 0L${-HEAD} ${HEAD / 2}V${-HEAD / 2}z`;
  return element('path', {class: 'graph-head', d, fill, transform: `translate(${x} ${y}) rotate(${turn.toFixed(1)})`});
}

function labelElement({label, labelHeight, labelWidth}: PlacedArrow): SVGGElement {
  const {x, y} = label;
  const halo = {x: x - labelWidth / 2, y: y - labelHeight / 2, width: labelWidth, height: labelHeight};
  return element('g', {class: 'graph-label'}, [
    element('rect', halo),
    textElement({...label, y: y + label.font * 0.35}),
  ]);
}

function textElement({font, text, x, y}: PlacedText): SVGTextElement {
  return element('text', {x, y, 'font-size': font}, [safeText(text)]);
}
