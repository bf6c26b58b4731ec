/**
 * Several processes of one collection for people: what was taken of each; who is in trouble, which replica differs, then
 * the findings of each.
 */
import type {Outlier} from '../../analysis/case/replicas.ts';
import {say} from '../../base/language/say.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatValue} from '../../base/units.ts';
import type {CollectedProcess, Collection} from '../../model/collection.ts';
import {
  type DiagnosedProcess,
  measureTexts,
  measureTitles,
  needsBlock,
  outlierSentence,
} from '../words/process-words.ts';
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

const foundColumns = (): readonly Column[] => [
  {title: say('process'), align: 'left'},
  {title: say('kind'), align: 'left'},
  {title: say('files'), align: 'right'},
  {title: say('size'), align: 'right'},
  {title: say('time'), align: 'left'},
];
/** Rows beyond these are counted: what matters of them stands in the table of processes. */
const MOST_FOUND = 60;

const columns = (): readonly Column[] =>
  measureTitles().map((title, i) => ({title, align: i === 0 || i === 4 ? 'left' : 'right'}));

/** @param processes  the worst first */
export function renderProcesses(
  processes: readonly ShownProcess[],
  outliers: readonly Outlier[],
  found: Found,
  style: Style,
): string {
  const [title, ...rows] = textTable(
    columns(),
    processes.map((process) => [safeText(process.id), ...measureTexts(process)]),
  );
  const table = processes.length === 1 ? [] : [style.bold(title ?? ''), ...rows, ''];
  const different = outliers.map((outlier) => style.yellow(safeText(outlierSentence(outlier))));
  const shown = processes.length === 1 ? processes : processes.filter(needsBlock);
  const healthy = processes.filter((process) => !shown.includes(process)).map(({id}) => safeText(id));
  const blocks = shown.map((process) => processBlock(process, processes.length > 1, style));
  const rest = healthy.length === 0 ? [] : [style.green(say`No trouble found in ${healthy.join(say(', '))}.`)];
  const differences = different.length > 0 ? [...different, ''] : [];
  const parts = [...table, ...differences, ...foundLines(found, style), '', ...blocks, ...rest];
  return `${parts.join('\n').trimEnd()}\n`;
}

function foundLines({isOwn, kinds, links, makers, others, troubles}: Found, style: Style): string[] {
  const count = kinds.reduce((sum, row) => sum + row.count, 0);
  const besides = [
    ...(others === 0 || isOwn ? [] : [others === 1 ? say('1 other entry') : say`${formatCount(others)} other entries`]),
    ...(links === 0
      ? []
      : [links === 1 ? say('1 link, not followed') : say`${formatCount(links)} links, not followed`]),
  ];
  const profiles = count === 1 ? say('1 profile') : say`${formatCount(count)} profiles`;
  const rest = besides.length === 0 ? '' : say`; besides ${besides.join(say(' and '))}`;
  const head =
    makers.length === 0 ? say`found: ${profiles}${rest}` : say`found: ${profiles} of ${makers.join(say(', '))}${rest}`;
  const [title, ...rows] = textTable(foundColumns(), kinds.slice(0, MOST_FOUND).map(foundCells));
  const hidden = isOwn ? 0 : kinds.length - MOST_FOUND;
  const more = hidden > 0 ? [style.dim(say`${formatCount(hidden)} more rows (--format json has them)`)] : [];
  const table = rows.length === 0 || isOwn ? [] : [style.bold(title), ...rows];
  return [safeText(head), ...table, ...more, ...troubles.map((line) => style.yellow(safeText(say`not read: ${line}`)))];
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
  const many = files.length === 1 ? say('1 file') : say`${files.length} files`;
  const head = `${style.bold(safeText(process.id))}  ${files.length === 0 ? style.red(say('nothing')) : say`${many}, ${formatValue(bytes, 'bytes')}`}`;
  const notes = lastOfKind(process).flatMap(({failed, kind, note}) => {
    if (failed !== undefined) {
      const hint = failed.hint === undefined ? '' : say('; ') + failed.hint;
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
  const of = processes.length === 1 ? say('1 process') : say`${processes.length} processes`;
  return `${say`${files} files of ${of} in ${safeText(folder)}`}\n`;
}
