/**
 * What all report commands share: their options, reading the profile, and saying what a filter did not find.
 */
import type {Command} from 'commander';
import {withPlaceholderMapping} from '../../analysis/profiles/placeholder-mapping.ts';
import {openReport, type Report} from '../../analysis/reports/report.ts';
import type {ReportKind, ReportSettings} from '../../analysis/reports/report-settings.ts';
import {safeText} from '../../base/safe-text.ts';
import type {TextOptions} from '../../render/words/report-heading.ts';
import {addCommonOptions, type CommonOptions} from '../options/common-options.ts';
import {
  addFilterOptions,
  addGranularityOptions,
  addSizeOptions,
  addValueOptions,
  needsLabels,
  type ReportOptions,
  reportSettings,
} from '../options/filter-options.ts';
import {addSourceOptions, readSources, type SourceOptions} from '../reading/sources.ts';

export type ReportCommandOptions = CommonOptions & ReportOptions & SourceOptions;

/** Declares every option of a report. */
export function addReportOptions(command: Command, formats: readonly string[], defaultNodes: string): Command {
  addValueOptions(command);
  addSizeOptions(command, defaultNodes);
  addGranularityOptions(command);
  addFilterOptions(command);
  addSourceOptions(command);
  return addCommonOptions(command.optionsGroup('Options:'), formats);
}

/** What the report needs of the profile beyond stacks and values. */
export interface ReportNeeds {
  readonly labels?: boolean;
  readonly canonical?: boolean;
}

export async function readReport(
  kind: ReportKind,
  inputs: readonly string[],
  options: ReportCommandOptions,
  needs: ReportNeeds = {},
): Promise<Report> {
  return reportOf(kind, inputs, options, reportSettings(options), needs);
}

/** The same with settings that the command made itself. */
export async function reportOf(
  kind: ReportKind,
  inputs: readonly string[],
  options: ReportCommandOptions,
  settings: ReportSettings,
  needs: ReportNeeds = {},
): Promise<Report> {
  const profile = await readSources(inputs, options, {
    labels: needs.labels === true || needsLabels(options),
    canonical: needs.canonical === true,
  });
  const report = openReport(needs.canonical === true ? withPlaceholderMapping(profile) : profile, kind, settings);
  if (options.quiet !== true) warn(report);
  return report;
}

export function textOptions(options: ReportCommandOptions): TextOptions {
  return {hasFullNames: options.full === true, isCompact: options.compactLabels === true};
}

function warn({labelUnits, unmatched}: Report): void {
  for (const name of unmatched) process.stderr.write(`warning: --${name} matched nothing\n`);
  for (const [key, units] of labelUnits.ignored) {
    const used = labelUnits.unitOf.get(key) ?? '';
    process.stderr.write(
      `warning: label ${safeText(key)} is taken for ${safeText(used)}, but also comes in ${units.map(safeText).join(', ')}\n`,
    );
  }
}
