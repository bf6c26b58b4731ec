/**
 * The call graph as a self-contained SVG: no script, no Graphviz, colours for light and dark.
 *
 * Boxes grow with what a function costs itself and redden with what it costs altogether; arrows are as thick as what
 * flows along them, dotted where frames were left out in between.
 */

import type {Report} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {largest} from '../../base/lists.ts';
import {xmlText} from '../words/xml.ts';
import {CHAR_WIDTH, LABEL_FONT, type PlacedArrow, type PlacedBox, placeCallGraph, round} from './placed-graph.ts';

const MARGIN = 16;
const LEGEND_LINE = 18;

export function renderCallGraphSvg(report: Report, trimmed: TrimmedGraph): string {
  const graph = placeCallGraph(report, trimmed);
  const {arrows, boxes, heading} = graph;
  const top = MARGIN + heading.length * LEGEND_LINE + MARGIN;
  const widest = Math.max(graph.width, largest(heading.map((line) => line.length * 12 * CHAR_WIDTH)));
  const width = Math.ceil(widest + 2 * MARGIN);
  const height = top + graph.height + MARGIN;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${xmlText(`Call graph of ${report.profile.name}`)}">`,
    STYLE,
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...heading.map(
      (line, i) =>
        `<text class="legend" x="${MARGIN}" y="${MARGIN + (i + 1) * LEGEND_LINE - 5}">${xmlText(line)}</text>`,
    ),
    `<g transform="translate(${MARGIN} ${top})">`,
    ...arrows.map(arrowPart),
    ...boxes.map(boxPart),
    ...arrows.map(arrowLabel),
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

function boxPart({fill, height, left, stroke, texts, tooltip, top, width}: PlacedBox): string {
  const lines = texts.map(
    ({font, text, x, y}) => `<text x="${x}" y="${y}" font-size="${font}">${xmlText(text)}</text>`,
  );
  const rect = `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="3" fill="${fill}" stroke="${stroke}"/>`;
  return `<g class="box"><title>${xmlText(tooltip)}</title>${rect}${lines.join('')}</g>`;
}

function arrowPart({isDotted, path, stroke, strokeWidth, tooltip}: PlacedArrow): string {
  const dash = isDotted ? ' stroke-dasharray="2 4"' : '';
  return `<g><title>${xmlText(tooltip)}</title><path d="${path}" stroke="${stroke}" stroke-width="${strokeWidth}"${dash} marker-end="url(#arrow)"/></g>`;
}

function arrowLabel({label: {text, x, y}, labelHeight: height, labelWidth: width}: PlacedArrow): string {
  const halo = `<rect class="halo" x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${width}" height="${height}"/>`;
  return `${halo}<text class="label" x="${x}" y="${round(y + LABEL_FONT * 0.35)}" text-anchor="middle">${xmlText(text)}</text>`;
}
