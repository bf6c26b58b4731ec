/**
 * The call graph of an input as `pprofx graph` lays it out; the page only draws it.
 */
import {trimmedGraph} from '../../../src/analysis/reports/report-graph.ts';
import {DEFAULT_REPORT_SETTINGS, resolveSettings} from '../../../src/analysis/reports/report-settings.ts';
import {labelUnits} from '../../../src/analysis/values/label-units.ts';
import {chooseValues, computeTotal} from '../../../src/analysis/values/sample-choice.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {type PlacedGraph, placeCallGraph} from '../../../src/render/svg/placed-graph.ts';

/** @param input  before the filters: shares are of its total */
export function callGraph(input: Profile, profile: Profile, sampleType: number): PlacedGraph {
  const total = computeTotal(input, chooseValues(input, sampleType, false));
  const report = {
    kind: 'dot',
    settings: resolveSettings('dot', DEFAULT_REPORT_SETTINGS),
    profile,
    sampleType,
    valueType: input.sampleTypes[sampleType] ?? {type: '', unit: ''},
    chosen: chooseValues(profile, sampleType, false),
    labelUnits: labelUnits(input),
    total: total.value,
    totalExact: total.exact,
    active: [],
    unmatched: [],
  } as const;
  return placeCallGraph(report, trimmedGraph(report));
}
