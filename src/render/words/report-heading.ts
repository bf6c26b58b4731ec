/**
 * The lines above a report: what the profile is, which filters are at work, what was left out.
 */

import type {Report} from '../../analysis/reports/report.ts';
import {valueText} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {percentage} from '../../base/units.ts';
import {profileHeading} from './profile-heading.ts';
import type {Style} from './style.ts';

export interface TextOptions {
  /** Import paths in full. */
  readonly hasFullNames: boolean;
  /** Only what was left out, not what the profile is. */
  readonly isCompact: boolean;
}

/** Filters longer than this are cut in headings. */
const LONGEST_FILTER = 80;

/** Heading of any report: profile and active filters. */
export function reportHeading(report: Report, options: TextOptions, style: Style): string[] {
  const lines = options.isCompact ? [] : profileHeading(report.profile, report.sampleType, style);
  if (report.settings.mean) lines.push(style.dim(`mean of ${safeText(report.valueType.type)} per sample`));
  if (report.active.length > 0) {
    lines.push('Active filters:');
    pushAll(
      lines,
      report.active.map((filter) => `   ${shortened(safeText(filter))}`),
    );
  }
  return lines;
}

/** Heading of a report made from a graph: also what it shows of the whole, and what it does not. */
export function graphHeading(report: Report, trimmed: TrimmedGraph, options: TextOptions, style: Style): string[] {
  const {droppedEdges, droppedNodes, graph, originalCount, shown, unit} = trimmed;
  const {settings, total} = report;
  const text = (value: number): string => valueText(report, value, unit);
  const cutoff = (fraction: number): string => text(Math.abs(Math.trunc(total * fraction)));
  const lines = reportHeading(report, options, style);
  lines.push(`Showing ${text(shown)}, ${percentage(shown, total)} of ${text(total)} total`);
  if (total === 0) return lines;
  if (droppedNodes > 0) {
    lines.push(`Dropped ${counted(droppedNodes, 'node')} (cum <= ${cutoff(settings.nodeFraction)})`);
  }
  if (droppedEdges > 0 && report.kind === 'dot') {
    lines.push(`Dropped ${counted(droppedEdges, 'edge')} (freq <= ${cutoff(settings.edgeFraction)})`);
  }
  if (graph.nodes.length > 0 && graph.nodes.length < originalCount) {
    lines.push(`Showing top ${counted(graph.nodes.length, 'node')} out of ${originalCount}`);
  }
  return lines;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function shortened(text: string): string {
  return text.length > LONGEST_FILTER ? `${text.slice(0, LONGEST_FILTER)}…` : text;
}
