/**
 * What a picture of a call graph shows, whatever draws it: boxes, arrows, their words, sizes and colours.
 *
 * Sizes and colours follow google/pprof: the font grows with the root of flat, the colour with the share of cum, from
 * green (negative) over grey to red.
 */

import {printableName} from '../../analysis/names/frame-names.ts';
import {
  cumValue,
  edgeValue,
  flatValue,
  type Graph,
  type NodeTags,
  nodeInfo,
  nodeName,
  type Tag,
} from '../../analysis/reports/graph.ts';
import {sortedEdges} from '../../analysis/reports/graph-order.ts';
import {sortTags} from '../../analysis/reports/graph-tags.ts';
import {MAX_NODE_TAGS} from '../../analysis/reports/graph-trim.ts';
import {type Report, valueText} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {baseName} from '../../base/file-path.ts';
import {percentage} from '../../base/units.ts';
import {shortName} from '../../model/symbol.ts';
import {collapsedTags} from '../words/tag-groups.ts';

export interface PictureNode {
  readonly name: string;
  /** Path elements and name, one line each. */
  readonly lines: readonly string[];
  readonly tooltip: string;
  readonly fontSize: number;
  /** Share of the total in cum, -1…1. */
  readonly score: number;
  readonly tags: readonly PictureTag[];
}

export interface PictureTag {
  readonly name: string;
  readonly value: string;
  /** What it holds is only passed on. */
  readonly isDotted: boolean;
  readonly tags: readonly PictureTag[];
}

export interface PictureEdge {
  /** Indexes of nodes. */
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly tooltip: string;
  /** 1…6 and 1…101, by share of the total. */
  readonly width: number;
  readonly weight: number;
  readonly score: number;
  readonly isResidual: boolean;
  readonly isInline: boolean;
}

export interface Picture {
  readonly nodes: readonly PictureNode[];
  /** Heaviest first. */
  readonly edges: readonly PictureEdge[];
}

const SMALLEST_FONT = 8;
const FONT_GROWTH = 16;

export function graphPicture(report: Report, {graph, unit}: TrimmedGraph): Picture {
  const painter = new Painter(report, graph, unit);
  return {nodes: graph.nodes.map((node) => painter.node(node)), edges: painter.edges()};
}

class Painter {
  private readonly report: Report;
  private readonly graph: Graph;
  private readonly unit: string;
  private readonly largestFlat: number;

  constructor(report: Report, graph: Graph, unit: string) {
    this.report = report;
    this.graph = graph;
    this.unit = unit;
    this.largestFlat = graph.nodes.reduce((largest, node) => Math.max(largest, Math.abs(flatValue(graph, node))), 0);
  }

  node(node: number): PictureNode {
    const {graph, largestFlat, report} = this;
    const flat = flatValue(graph, node);
    const cum = cumValue(graph, node);
    const info = nodeInfo(graph, node);
    const share = largestFlat === 0 ? 0 : Math.abs(flat) / largestFlat;
    const name = printableName({
      ...info,
      name: shortName(info.name),
      file: info.file === '' ? '' : baseName(info.file),
    });
    return {
      name: nodeName(graph, node),
      lines: [name, ...this.valueLines(flat, cum)],
      tooltip: `${nodeName(graph, node)} (${this.words(cum)})`,
      fontSize: SMALLEST_FONT + Math.ceil(FONT_GROWTH * Math.sqrt(share)),
      score: this.score(cum),
      tags: report.kind === 'dot' && graph.tags !== undefined ? this.tags(node, graph.tags[node]) : [],
    };
  }

  /** `flat (share)` and `of cum (share)`; one of the two where they are equal or flat is nothing. */
  private valueLines(flat: number, cum: number): string[] {
    const words = (value: number): string => `${this.words(value)} (${percentage(value, this.report.total)})`;
    if (flat === 0) return [cum === flat ? '0' : `0 of ${words(cum)}`];
    return cum === flat ? [words(flat)] : [words(flat), `of ${words(cum)}`];
  }

  edges(): PictureEdge[] {
    const {graph, report} = this;
    const {isInline, isResidual, source, target} = graph.edges;
    const indexOf = new Map(graph.nodes.map((node, index) => [node, index]));
    const rows = graph.nodes.flatMap((node) => graph.outgoing[node]).filter((edge) => indexOf.has(target[edge]));
    return sortedEdges(graph, rows).map((edge) => {
      const value = edgeValue(graph, edge);
      const words = this.words(value);
      const share = (parts: number): number =>
        report.total === 0 ? 0 : Math.min(parts, Math.abs(Math.trunc((value * parts) / report.total)));
      const arrow = isResidual[edge] === 1 ? '...' : '->';
      return {
        from: indexOf.get(source[edge]) ?? 0,
        to: indexOf.get(target[edge]) ?? 0,
        label: words,
        tooltip: `${nodeName(graph, source[edge])} ${arrow} ${nodeName(graph, target[edge])} (${words})`,
        width: 1 + share(5),
        weight: 1 + share(100),
        score: this.score(value),
        isResidual: isResidual[edge] === 1,
        isInline: isInline[edge] === 1,
      };
    });
  }

  /** Labels that weigh most: flat ones where the node calls others, else all. */
  private tags(node: number, tags: NodeTags): PictureTag[] {
    const byFlat = this.graph.outgoing[node].length > 0;
    const weightOf = (tag: Tag): number => (byFlat ? tag.flat : tag.cum);
    const labels = sortTags([...tags.labels.values()], byFlat)
      .slice(0, MAX_NODE_TAGS)
      .filter((tag) => weightOf(tag) !== 0)
      .map((tag) => ({
        name: tag.name,
        value: this.words(weightOf(tag)),
        isDotted: false,
        tags: this.numbers(tags, tag.name, byFlat),
      }));
    return [...labels, ...this.numbers(tags, '', byFlat)];
  }

  private numbers(tags: NodeTags, labels: string, byFlat: boolean): PictureTag[] {
    const numbers = [...(tags.numbers.get(labels)?.values() ?? [])];
    return collapsedTags(numbers, MAX_NODE_TAGS, byFlat)
      .map((tag) => ({tag, isOwn: byFlat || tag.flat === tag.cum}))
      .filter(({isOwn, tag}) => (isOwn ? tag.flat : tag.cum) !== 0)
      .map(({isOwn, tag}) => ({
        name: tag.name,
        value: this.words(isOwn ? tag.flat : tag.cum),
        isDotted: !isOwn,
        tags: [],
      }));
  }

  private words(value: number): string {
    return valueText(this.report, value, this.unit);
  }

  private score(value: number): number {
    return this.report.total === 0 ? 0 : Math.max(-1, Math.min(1, value / this.report.total));
  }
}

/** Grey near zero, red above, green below; light for surfaces, strong for lines. `#rrggbb`. */
export function scoreColor(score: number, isSurface: boolean): string {
  const brightness = isSurface ? 0.93 : 0.7;
  // Close to zero the colour fades into grey instead of yellow.
  const saturation = (isSurface ? 0.1 : 1) * Math.min(1, Math.abs(score) / 0.2);
  const strength = Math.abs(score) ** 0.3;
  const faded = brightness * (1 - saturation * strength);
  const blue = brightness * (1 - saturation);
  const channels = score < 0 ? [faded, brightness, blue] : [brightness, faded, blue];
  return `#${channels
    .map((channel) =>
      Math.floor(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
