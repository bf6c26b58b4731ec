/**
 * The top table as a profile of its own: one sample per node with its cum and flat (topproto).
 */

import {NONE} from '../../base/columns.ts';
import {scale} from '../../base/units.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {cumValue, flatValue, nodeInfo} from './graph.ts';
import type {Report} from './report.ts';
import type {TrimmedGraph} from './report-graph.ts';

export function topProfile({profile, valueType}: Report, {graph, unit}: TrimmedGraph): Profile {
  const builder = new ProfileBuilder('pprof', profile.name);
  const {head, strings} = builder;
  head.timeNanos = profile.timeNanos;
  head.durationNanos = profile.durationNanos;
  head.periodType = profile.periodType;
  head.period = profile.period;
  builder.addSampleType('cum', unit);
  builder.addSampleType('flat', unit);
  const scaled = (value: number): number => Math.trunc(scale(value, valueType.unit, unit).value);
  for (const node of graph.nodes) {
    const {address, file, line, name, startLine} = nodeInfo(graph, node);
    const fn = builder.internFunction(strings.intern(name), 0, strings.intern(file), startLine);
    const low = Number(address & 0xffffffffn);
    const location = builder.internLocation(low, Number(address >> 32n), NONE, false, [fn, line, 0]);
    const sample = builder.appendSample(builder.internStack(NONE, location), 0);
    builder.addValue(0, sample, scaled(cumValue(graph, node)));
    builder.addValue(1, sample, scaled(flatValue(graph, node)));
  }
  return builder.finish();
}
