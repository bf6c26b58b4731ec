/**
 * `pprofx top --format json`, as the published schema (schema/top.json) describes it.
 */
import {cumValue, flatValue, nodeFunction, nodeInfo, nodeName, type Sums} from '../../analysis/reports/graph.ts';
import type {Report} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {NONE} from '../../base/columns.ts';
import {exactToJson} from '../../base/int64.ts';
import {functionFile} from '../../model/profile.ts';
import {inputMarks} from '../words/input-marks.ts';
import {jsonName, toJson} from './json.ts';

export function renderTopJson(report: Report, {droppedNodes, graph, originalCount}: TrimmedGraph): string {
  const {active, profile, settings, totalExact, valueType} = report;
  const rows = graph.nodes.map((node) => {
    const fn = nodeFunction(graph, node);
    const info = nodeInfo(graph, node);
    const file = info.file === '' && fn !== NONE ? functionFile(profile, fn) : info.file;
    const isPlain = settings.granularity === 'functions' && info.name !== '';
    return {
      ...jsonName('function', isPlain ? info.name : nodeName(graph, node)),
      ...(file === '' ? {} : jsonName('file', file)),
      flat: settings.mean ? flatValue(graph, node) : exactSum(graph.flat, node),
      cum: settings.mean ? cumValue(graph, node) : exactSum(graph.cum, node),
    };
  });
  return toJson({
    schemaVersion: 1,
    ...inputMarks([profile]),
    sampleType: {...jsonName('type', valueType.type), ...jsonName('unit', valueType.unit)},
    total: totalExact,
    ...(active.length === 0 ? {} : {activeFilters: active}),
    ...(droppedNodes === 0 ? {} : {droppedNodes}),
    ...(graph.nodes.length === originalCount ? {} : {rowsInAll: originalCount}),
    rows,
  });
}

function exactSum({residues, values}: Sums, row: number): number | string {
  return exactToJson(values[row], residues?.[row] ?? 0);
}
