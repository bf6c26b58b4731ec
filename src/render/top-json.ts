/**
 * `pprofx top --format json`, as docs/json.md and the published schema describe it.
 */
import {sortTop, type Top} from '../analysis/top.ts';
import {NONE} from '../base/columns.ts';
import {functionFile, type Profile} from '../model/profile.ts';
import {jsonName, toJson} from './json.ts';

export function renderTopJson(
  profile: Profile,
  top: Top,
  options: {readonly sort: 'flat' | 'cum'; readonly nodeCount: number},
): string {
  const all = sortTop(top, options.sort);
  const shown = options.nodeCount === 0 ? all : all.subarray(0, options.nodeCount);
  const rows = Array.from(shown, (row) => {
    const fn = top.functionOf[row];
    const file = fn === NONE ? '' : functionFile(profile, fn);
    return {
      ...jsonName('function', top.names[row]),
      ...(file === '' ? {} : jsonName('file', file)),
      flat: top.flat.toJson(row),
      cum: top.cum.toJson(row),
    };
  });
  const type = profile.sampleTypes[top.sampleType] ?? {type: '', unit: ''};
  return toJson({
    schemaVersion: 1,
    sampleType: {...jsonName('type', type.type), ...jsonName('unit', type.unit)},
    total: top.totalExact,
    rows,
  });
}
