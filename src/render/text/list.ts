/**
 * `pprofx list` as text: source lines with what they cost; where no source is at hand, the lines' numbers alone.
 */

import type {ListedFunction} from '../../analysis/reports/listing.ts';
import {type Report, valueText} from '../../analysis/reports/report.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {percentage} from '../../base/units.ts';
import {shortName} from '../../model/symbol.ts';
import {reportHeading, type TextOptions} from '../words/report-heading.ts';
import type {Style} from '../words/style.ts';

/** A listed function and the lines of its file, undefined where the file is not at hand. */
export interface SourceListing {
  readonly listed: ListedFunction;
  /** Lines of the file, the first at 0. */
  readonly source: readonly string[] | undefined;
}

export function renderListText(
  report: Report,
  listings: readonly SourceListing[],
  options: TextOptions,
  style: Style,
): string {
  const lines = reportHeading(report, options, style);
  lines.push(`Total: ${words(report, report.total)}`);
  for (const listing of listings) {
    lines.push('');
    pushAll(lines, listingLines(report, listing, options, style));
  }
  return `${lines.join('\n')}\n`;
}

function listingLines(report: Report, {listed, source}: SourceListing, options: TextOptions, style: Style): string[] {
  const {cum, file, flat} = listed;
  const name = safeText(options.hasFullNames ? listed.name : shortName(listed.name));
  const place = file === '' ? style.dim('  the profile names no file') : `  ${style.dim(safeText(file))}`;
  const head = [
    `${style.bold(name)}${place}`,
    `${row(words(report, flat), words(report, cum))} (flat, cum) ${percentage(cum, report.total)} of total`,
  ];
  const valueAt = new Map(listed.lines.map((line) => [line.line, line]));
  const costs = (line: number): string => {
    const known = valueAt.get(line);
    return row(orDot(report, known?.flat ?? 0), orDot(report, known?.cum ?? 0));
  };
  const text = (line: number): string => safeText((source?.[line - 1] ?? '').replaceAll('\t', '    '));
  const shown: string[] = [];
  if (source === undefined) {
    for (const {line} of listed.lines) shown.push(`${costs(line)} ${String(line).padStart(6)}`);
    if (file !== '') shown.push(style.dim('  source not at hand (--source-path names where to look)'));
  } else {
    for (let line = listed.from; line <= Math.min(listed.to, source.length); line++) {
      shown.push(`${costs(line)} ${String(line).padStart(6)}: ${text(line)}`);
    }
  }
  return [...head, ...shown];
}

function row(flat: string, cum: string): string {
  return `${flat.padStart(10)} ${cum.padStart(10)}`;
}

function orDot(report: Report, value: number): string {
  return value === 0 ? '.' : words(report, value);
}

function words(report: Report, value: number): string {
  return valueText(report, value, report.settings.unit);
}
