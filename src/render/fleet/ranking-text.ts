/**
 * The ranking of a fleet for people: one table a measure.
 */
import type {Fleet, FleetRow} from '../../analysis/fleet/fleet-ranking.ts';
import type {FleetMeasure} from '../../analysis/fleet/sightings.ts';
import {waitPhrase} from '../../analysis/goroutines/wait-class.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatValue, percent} from '../../base/units.ts';
import {shortName} from '../../model/symbol.ts';
import {type Column, textTable} from '../text/text-table.ts';
import type {Style} from '../words/style.ts';

const TITLES: Readonly<Record<FleetMeasure, string>> = {
  goroutines: 'Blocked goroutines',
  heap: 'Heap in use',
  cpu: 'CPU time',
};

export interface FleetTextOptions {
  /** Rows of each table, 0 for all. */
  readonly limit: number;
  readonly hasFullNames: boolean;
  /** undefined without an owners file */
  readonly ownerOf: ((row: FleetRow) => string) | undefined;
}

export function renderFleetText(fleet: Fleet, options: FleetTextOptions, style: Style): string {
  const measures = (Object.keys(TITLES) as FleetMeasure[]).filter((measure) => fleet.profiles[measure] > 0);
  const parts = measures.flatMap((measure) => [...measureLines(fleet, measure, options, style), '']);
  const other = fleet.otherKinds === 0 ? [] : [style.dim(`${counted(fleet.otherKinds, 'profile')} of other kinds`), ''];
  const none = measures.length === 0 ? ['No goroutine, heap or CPU profile was found.', ''] : [];
  return `${[...parts, ...other, ...none].join('\n').trimEnd()}\n`;
}

function measureLines(fleet: Fleet, measure: FleetMeasure, options: FleetTextOptions, style: Style): string[] {
  const rows = fleet.rows.filter((row) => row.measure === measure);
  const shown = options.limit === 0 ? rows : rows.slice(0, options.limit);
  const many = `${counted(fleet.profiles[measure], 'profile')}; ${limitText(fleet, measure)}`;
  const heading = `${style.bold(TITLES[measure])}  ${style.dim(many)}`;
  if (rows.length === 0) return [heading, style.green('Nothing is above the limits.')];
  const [title, ...lines] = textTable(
    columnsOf(fleet, options),
    shown.map((row) => cellsOf(row, options)),
  );
  const more = rows.length > shown.length ? [style.dim(`${counted(rows.length - shown.length, 'more row')}`)] : [];
  const next = `${style.dim('next:')} pprofx analyze ${safeText(shown[0].worstFile)}`;
  return [heading, style.dim(title), ...lines, ...more, next];
}

function limitText({limits}: Fleet, measure: FleetMeasure): string {
  const many = counted(limits.instances, 'instance');
  if (measure === 'goroutines') return `${formatCount(limits.crowd)} goroutines or more in ${many} or more`;
  const value = measure === 'heap' ? formatValue(limits.bytes, 'bytes') : `${limits.cores} cores`;
  return `${value} and ${percent(limits.share)} or more in ${many} or more`;
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function columnsOf({by}: Fleet, {ownerOf}: FleetTextOptions): Column[] {
  return [
    {title: 'rms', align: 'right'},
    {title: 'largest', align: 'right'},
    {title: 'instances', align: 'right'},
    ...by.map((title): Column => ({title, align: 'left'})),
    ...(ownerOf === undefined ? [] : [{title: 'owner', align: 'left'} as const]),
    {title: 'where', align: 'left'},
    {title: 'worst file', align: 'left'},
  ];
}

function cellsOf(row: FleetRow, {hasFullNames, ownerOf}: FleetTextOptions): string[] {
  const name = hasFullNames ? row.function : shortName(row.function);
  const where = row.waitClass === undefined ? name : `${name} (${waitPhrase(row.waitClass)})`;
  return [
    amount(row.measure, row.rootMeanSquare),
    amount(row.measure, row.largest),
    `${formatCount(row.over)} of ${formatCount(row.instances)}`,
    ...row.group.map((value) => (value === '' ? '-' : safeText(value))),
    ...(ownerOf === undefined ? [] : [safeText(ownerOf(row) || '-')]),
    safeText(where),
    safeText(row.worstFile),
  ];
}

function amount(measure: FleetMeasure, value: number): string {
  if (measure === 'goroutines') return formatCount(Math.round(value));
  return measure === 'heap' ? formatValue(value, 'bytes') : value.toFixed(2);
}
