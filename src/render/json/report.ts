/**
 * The other reports as JSON, for programs: numbers unscaled, names raw.
 */
import {frameNames} from '../../analysis/names/frame-names.ts';
import type {Pattern} from '../../analysis/names/pattern.ts';
import {cumValue, divided, edgeValue, flatValue, matchingNodes, nodeName} from '../../analysis/reports/graph.ts';
import {sortedEdges} from '../../analysis/reports/graph-order.ts';
import type {ListedFunction} from '../../analysis/reports/listing.ts';
import type {Report} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {tagTable} from '../../analysis/reports/tag-table.ts';
import {labelGroups} from '../../analysis/values/label-units.ts';
import {NONE} from '../../base/columns.ts';
import {inputMarks} from '../words/input-marks.ts';
import {jsonName, toJson} from './json.ts';

/** What every report says about itself. */
function heading({active, profile, totalExact, valueType}: Report): object {
  return {
    schemaVersion: 1,
    ...inputMarks([profile]),
    sampleType: {...jsonName('type', valueType.type), ...jsonName('unit', valueType.unit)},
    total: totalExact,
    ...(active.length === 0 ? {} : {activeFilters: active}),
  };
}

export function renderTreeJson(report: Report, trimmed: TrimmedGraph, pattern: Pattern | undefined): string {
  const {droppedNodes, graph} = trimmed;
  const {isInline, source, target} = graph.edges;
  const edges = (rows: readonly number[], ends: Int32Array): object[] =>
    sortedEdges(graph, rows).map((edge) => ({
      ...jsonName('function', nodeName(graph, ends[edge])),
      value: edgeValue(graph, edge),
      ...(isInline[edge] === 1 ? {inline: true} : {}),
    }));
  return toJson({
    ...heading(report),
    ...(droppedNodes === 0 ? {} : {droppedNodes}),
    rows: matchingNodes(graph, pattern).map((node) => ({
      ...jsonName('function', nodeName(graph, node)),
      flat: flatValue(graph, node),
      cum: cumValue(graph, node),
      callers: edges(graph.incoming[node], source),
      callees: edges(graph.outgoing[node], target),
    })),
  });
}

export function renderTracesJson(report: Report): string {
  const {chosen, profile, settings} = report;
  const {samples, stacks} = profile;
  const frames = frameNames(profile, {granularity: settings.granularity});
  const stackNames = (leaf: number): string[] => {
    const names: string[] = [];
    for (let stack = leaf; stack !== NONE; stack = stacks.parent[stack]) {
      const location = stacks.location[stack];
      for (let i = frames.start[location]; i < frames.start[location + 1]; i++)
        names.push(frames.names[frames.node[i]]);
    }
    return names;
  };
  return toJson({
    ...heading(report),
    samples: Array.from({length: samples.length}, (_, row) => ({
      value: divided(chosen.values[row], chosen.divisors?.[row] ?? 0),
      stack: stackNames(samples.stack[row]),
      labels: labelGroups(profile, samples.labels[row]),
    })),
  });
}

export function renderTagsJson(report: Report): string {
  return toJson({
    ...heading(report),
    tags: tagTable(report).map(({key, total, values}) => ({
      ...jsonName('key', key),
      total,
      values: values.map(({text, value}) => ({...jsonName('tag', text), value})),
    })),
  });
}

export function renderListJson(report: Report, listed: readonly ListedFunction[]): string {
  return toJson({
    ...heading(report),
    functions: listed.map(({cum, file, flat, lines, name}) => ({
      ...jsonName('function', name),
      ...(file === '' ? {} : jsonName('file', file)),
      flat,
      cum,
      lines,
    })),
  });
}
