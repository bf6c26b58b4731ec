/**
 * Everything a report is made from: the filtered profile, the chosen values, the total, and what was left out.
 *
 * The total counts what was there before filtering, unless percentages are to be relative; label frames come before
 * either. Numbers are google/pprof's; how they look is for renderers.
 */
import {failure} from '../../base/errors.ts';
import {safeText} from '../../base/safe-text.ts';
import {scaledLabel} from '../../base/units.ts';
import type {Profile, ValueType} from '../../model/profile.ts';
import {activeFilters, applyNoInlines, applySampleFilters, applyTagFrames} from '../filters/filters.ts';
import {type LabelUnits, labelUnits} from '../values/label-units.ts';
import {type ChosenValues, chooseValues, computeTotal, sampleTypeOf} from '../values/sample-choice.ts';
import {type ReportKind, type ReportSettings, resolveSettings} from './report-settings.ts';

export interface Report {
  readonly kind: ReportKind;
  /** As resolved for the kind. */
  readonly settings: ReportSettings;
  /** Filtered. */
  readonly profile: Profile;
  readonly sampleType: number;
  readonly valueType: ValueType;
  readonly chosen: ChosenValues;
  readonly labelUnits: LabelUnits;
  /** What percentages refer to. */
  readonly total: number;
  /** The same past 2^53, as JSON wants it. */
  readonly totalExact: number | string;
  /** `name=value` of the filters at work. */
  readonly active: readonly string[];
  /** Filters that matched nothing. */
  readonly unmatched: readonly string[];
}

/** @throws USAGE, INVALID_PATTERN, NO_SUCH_SAMPLE_TYPE */
export function openReport(input: Profile, kind: ReportKind, wanted: ReportSettings): Report {
  const settings = resolveSettings(kind, wanted);
  if (settings.divideBy === 0) throw failure('USAGE', 'cannot divide by zero (--divide-by)');
  const units = labelUnits(input);
  const sampleType = sampleTypeOf(input, settings.sampleIndex);
  const framed = applyTagFrames(input, settings, settings.unit);
  const filtered = applySampleFilters(framed.profile, settings, units);
  const counted = settings.relativePercentages ? filtered.profile : framed.profile;
  const profile = applyNoInlines(filtered.profile, settings.noInlines);
  const total = computeTotal(counted, chooseValues(counted, sampleType, settings.mean));
  if (!Number.isFinite(total.value / settings.divideBy)) {
    throw failure('USAGE', `cannot divide by ${settings.divideBy}, which is too close to zero (--divide-by)`);
  }
  return {
    kind,
    settings,
    profile,
    sampleType,
    valueType: input.sampleTypes[sampleType] ?? {type: '', unit: ''},
    chosen: chooseValues(profile, sampleType, settings.mean),
    labelUnits: units,
    total: total.value,
    totalExact: total.exact,
    active: activeFilters(settings),
    unmatched: [...framed.unmatched, ...filtered.unmatched],
  };
}

/** The value divided as --divide-by asks, cut to an integer. */
export function ratioed({settings}: Report, value: number): number {
  const ratio = 1 / settings.divideBy;
  return ratio > 0 && ratio !== 1 ? Math.trunc(value * ratio) : value;
}

/** A value of the report in words that are safe to print: units come from files. */
export function valueText(report: Report, value: number, unit: string): string {
  return safeText(scaledLabel(ratioed(report, value), report.valueType.unit, unit));
}
