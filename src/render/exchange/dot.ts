/**
 * `pprofx dot`: the call graph for Graphviz.
 */
import type {Report} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {safeText} from '../../base/safe-text.ts';
import {
  graphPicture,
  type Picture,
  type PictureEdge,
  type PictureNode,
  type PictureTag,
  scoreColor,
} from '../svg/graph-picture.ts';
import {graphHeading} from '../words/report-heading.ts';
import {PLAIN} from '../words/style.ts';

export function renderDot(report: Report, trimmed: TrimmedGraph): string {
  const picture = graphPicture(report, trimmed);
  const legend = graphHeading(report, trimmed, {hasFullNames: false, isCompact: false}, PLAIN);
  const lines = [
    `digraph "${quoted(report.profile.name)}" {`,
    'node [style=filled fillcolor="#f8f8f8" fontname="sans-serif"]',
    `subgraph cluster_legend { legend [shape=box fontsize=16 label="${legend.map(quoted).join('\\l')}\\l"] }`,
    ...picture.nodes.flatMap((node, i) => nodeLines(node, i + 1)),
    ...picture.edges.map((edge) => edgeLine(picture, edge)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function nodeLines(node: PictureNode, id: number): string[] {
  const attributes = [
    `label="${node.lines.map(quoted).join('\\n')}"`,
    `id="node${id}"`,
    `fontsize=${node.fontSize}`,
    'shape=box',
    `tooltip="${quoted(node.tooltip)}"`,
    `color="${scoreColor(node.score, false)}"`,
    `fillcolor="${scoreColor(node.score, true)}"`,
  ];
  return [`N${id} [${attributes.join(' ')}]`, ...tagLines(node.tags, `N${id}`)];
}

function tagLines(tags: readonly PictureTag[], owner: string): string[] {
  return tags.flatMap((tag, i) => {
    const id = `${owner}_${i}`;
    const style = tag.isDotted ? ' style="dotted"' : '';
    return [
      `${id} [label="${tag.name.split('\n').map(quoted).join('\\n')}" id="${id}" fontsize=8 shape=box3d tooltip="${quoted(tag.value)}"]`,
      `${owner} -> ${id} [label=" ${quoted(tag.value)}" weight=100${style}]`,
      ...tagLines(tag.tags, id),
    ];
  });
}

function edgeLine(picture: Picture, edge: PictureEdge): string {
  const attributes = [
    `label=" ${quoted(edge.label)}${edge.isInline ? '\\n (inline)' : ''}"`,
    ...(edge.weight > 1 ? [`weight=${edge.weight}`] : []),
    ...(edge.width > 1 ? [`penwidth=${edge.width}`] : []),
    `color="${scoreColor(edge.score, false)}"`,
    `tooltip="${quoted(edge.tooltip)}"`,
    `labeltooltip="${quoted(edge.tooltip)}"`,
    ...(edge.isResidual ? ['style="dotted"'] : []),
    ...(picture.nodes[edge.from].tags.length > 0 ? ['minlen=2'] : []),
  ];
  return `N${edge.from + 1} -> N${edge.to + 1} [${attributes.join(' ')}]`;
}

function quoted(text: string): string {
  return safeText(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
