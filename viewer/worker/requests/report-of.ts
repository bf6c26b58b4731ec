/**
 * An open input as the reports of the command line see it.
 */
import type {Report} from '../../../src/analysis/reports/report.ts';
import {
  DEFAULT_REPORT_SETTINGS,
  type ReportKind,
  resolveSettings,
} from '../../../src/analysis/reports/report-settings.ts';
import {labelUnits} from '../../../src/analysis/values/label-units.ts';
import {chooseValues, computeTotal} from '../../../src/analysis/values/sample-choice.ts';
import type {Profile} from '../../../src/model/profile.ts';

/** @param input  before the filters: shares are of its total */
export function reportOf(input: Profile, profile: Profile, sampleType: number, kind: ReportKind): Report {
  const total = computeTotal(input, chooseValues(input, sampleType, false));
  return {
    kind,
    settings: resolveSettings(kind, DEFAULT_REPORT_SETTINGS),
    profile,
    sampleType,
    valueType: input.sampleTypes[sampleType] ?? {type: '', unit: ''},
    chosen: chooseValues(profile, sampleType, false),
    labelUnits: labelUnits(input),
    total: total.value,
    totalExact: total.exact,
    active: [],
    unmatched: [],
  };
}
