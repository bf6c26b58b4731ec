/**
 * Several processes of one collection for people: what was taken of each; who is in trouble, which replica differs, then
 * the findings of each.
 */
import type {Outlier} from '../../analysis/case/replicas.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatValue} from '../../base/units.ts';
import type {CollectedProcess, Collection} from '../../model/collection.ts';
import {type DiagnosedProcess, measureTexts, needsBlock, outlierSentence} from '../words/process-words.ts';
import type {Style} from '../words/style.ts';
import {utcText} from '../words/utc-text.ts';
import {type Column, textTable} from './text-table.ts';

/** What was found of one kind of one process. */
export interface FoundKind {
  readonly process: string;
  readonly kind: string;
  readonly count: number;
  readonly bytes: number;
  /** Of the first and the last, milliseconds since 1970; undefined where nothing says. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** What a folder or an archive holds. */
export interface Found {
  /** All of it comes from `collect`, whose manifest says more. */
  readonly isOwn: boolean;
  /** Who wrote it, by their titles. */
  readonly makers: readonly string[];
  readonly kinds: readonly FoundKind[];
  /** Entries that are no evidence. */
  readonly others: number;
  readonly links: number;
  /** What could not be read, a line each. */
  readonly troubles: readonly string[];
}

/** A process with what only text has room for. */
export interface ShownProcess extends DiagnosedProcess {
  /** How it moved over more than two moments; '' where there are fewer. */
  readonly series: string;
}

const FOUND_COLUMNS: readonly Column[] = [
  {title: 'process', align: 'left'},
  {title: 'kind', align: 'left'},
  {title: 'files', align: 'right'},
  {title: 'size', align: 'right'},
  {title: 'time', align: 'left'},
];
/** Rows beyond these are counted: what matters of them stands in the table of processes. */
const MOST_FOUND = 60;

const COLUMNS: readonly Column[] = [
  {title: 'process', align: 'left'},
  {title: 'goroutines', align: 'right'},
  {title: 'heap', align: 'right'},
  {title: 'cores', align: 'right'},
  {title: 'worst finding', align: 'left'},
];

/** @param processes  the worst first */
export function renderProcesses(
  processes: readonly ShownProcess[],
  outliers: readonly Outlier[],
  found: Found,
  style: Style,
): string {
  const [title, ...rows] = textTable(
    COLUMNS,
    processes.map((process) => [safeText(process.id), ...measureTexts(process)]),
  );
  const table = processes.length === 1 ? [] : [style.bold(title ?? ''), ...rows, ''];
  const different = outliers.map((outlier) => style.yellow(safeText(outlierSentence(outlier))));
  const shown = processes.length === 1 ? processes : processes.filter(needsBlock);
  const healthy = processes.filter((process) => !shown.includes(process)).map(({id}) => safeText(id));
  const blocks = shown.map((process) => processBlock(process, processes.length > 1, style));
  const rest = healthy.length === 0 ? [] : [style.green(`No trouble found in ${healthy.join(', ')}.`)];
  const differences = different.length > 0 ? [...different, ''] : [];
  const parts = [...table, ...differences, ...foundLines(found, style), '', ...blocks, ...rest];
  return `${parts.join('\n').trimEnd()}\n`;
}

function foundLines({isOwn, kinds, links, makers, others, troubles}: Found, style: Style): string[] {
  const count = kinds.reduce((sum, row) => sum + row.count, 0);
  const from = makers.length === 0 ? '' : ` of ${makers.join(', ')}`;
  const besides = [
    ...(others === 0 || isOwn ? [] : [others === 1 ? '1 other entry' : `${formatCount(others)} other entries`]),
    ...(links === 0 ? [] : [links === 1 ? '1 link, not followed' : `${formatCount(links)} links, not followed`]),
  ];
  const head = `found: ${count === 1 ? '1 profile' : `${formatCount(count)} profiles`}${from}${besides.length === 0 ? '' : `; besides ${besides.join(' and ')}`}`;
  const [title, ...rows] = textTable(FOUND_COLUMNS, kinds.slice(0, MOST_FOUND).map(foundCells));
  const rest = isOwn ? 0 : kinds.length - MOST_FOUND;
  const more = rest > 0 ? [style.dim(`${formatCount(rest)} more rows (--format json has them)`)] : [];
  const table = rows.length === 0 || isOwn ? [] : [style.bold(title), ...rows];
  return [safeText(head), ...table, ...more, ...troubles.map((line) => style.yellow(safeText(`not read: ${line}`)))];
}

function foundCells({bytes, count, from, kind, process, to}: FoundKind): string[] {
  const time = from === undefined || to === undefined ? '–' : utcText(from) + (to === from ? '' : ` … ${utcText(to)}`);
  return [safeText(process), kind, formatCount(count), formatValue(bytes, 'bytes'), time];
}

function processBlock({growth, id, missing, report, series}: ShownProcess, isNamed: boolean, style: Style): string {
  const head = isNamed ? [style.bold(`── ${safeText(id)}`)] : [];
  const notes = [...growth, ...missing].map((line) => safeText(line));
  const body = [...head, ...notes, series === '' ? '' : `${series.trimEnd()}\n`, report];
  return `${body.filter((part) => part !== '').join('\n')}\n`;
}

/** What `collect` says of a process: how much it took, then a line for each profile that is not as it should be. */
export function processLines(process: CollectedProcess, style: Style): string {
  const files = process.profiles.filter(({file}) => file !== undefined);
  const bytes = files.reduce((sum, each) => sum + (each.bytes ?? 0), 0);
  const many = files.length === 1 ? '1 file' : `${files.length} files`;
  const head = `${style.bold(safeText(process.id))}  ${files.length === 0 ? style.red('nothing') : `${many}, ${formatValue(bytes, 'bytes')}`}`;
  const notes = lastOfKind(process).flatMap(({failed, kind, note}) => {
    if (failed !== undefined) {
      const hint = failed.hint === undefined ? '' : `; ${failed.hint}`;
      return [`  ${style.yellow(kind.padEnd(13))} ${safeText(failed.reason + hint)}`];
    }
    return note === undefined ? [] : [`  ${style.dim(kind.padEnd(13))} ${safeText(note)}`];
  });
  return [head, ...notes].join('\n') + '\n';
}

/** Of snapshots that were taken twice, the later one speaks for both. */
function lastOfKind({profiles}: CollectedProcess): CollectedProcess['profiles'] {
  return profiles.filter(({kind}, index) => !profiles.slice(index + 1).some((later) => later.kind === kind));
}

/** `14 files of 2 processes in pprofx-20261127T214512Z`. */
export function collectionLine(collection: Collection, folder: string): string {
  const {processes} = collection;
  const files = processes.reduce((sum, {profiles}) => sum + profiles.filter(({file}) => file !== undefined).length, 0);
  const of = processes.length === 1 ? '1 process' : `${processes.length} processes`;
  return `${files} files of ${of} in ${safeText(folder)}\n`;
}
