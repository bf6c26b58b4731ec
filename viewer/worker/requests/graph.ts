/**
 * What comes of reports: the call graph as `pprofx graph` lays it out, and the lines of a function as `pprofx list` has
 * them. The page only draws both.
 */
import {type ListedFunction, listFunctions} from '../../../src/analysis/reports/listing.ts';
import {trimmedGraph} from '../../../src/analysis/reports/report-graph.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {type PlacedGraph, placeCallGraph} from '../../../src/render/svg/placed-graph.ts';
import {reportOf} from './report-of.ts';

/** @param input  before the filters: shares are of its total */
export function callGraph(input: Profile, profile: Profile, sampleType: number): PlacedGraph {
  const report = reportOf(input, profile, sampleType, 'dot');
  return placeCallGraph(report, trimmedGraph(report));
}

/** A function, once for each file that the profile says it is in. */
export function listing(input: Profile, profile: Profile, sampleType: number, name: string): ListedFunction[] {
  const isNamed = {source: name, test: (text: string) => text === name};
  return listFunctions(reportOf(input, profile, sampleType, 'list'), isNamed);
}
