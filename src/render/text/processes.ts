/**
 * Several processes of one collection for people: what was taken of each; who is in trouble, which replica differs, then
 * the findings of each.
 */
import type {Outlier} from '../../analysis/case/replicas.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatValue} from '../../base/units.ts';
import type {CollectedProcess, Collection} from '../../model/collection.ts';
import {type DiagnosedProcess, measureTexts, needsBlock, outlierSentence} from '../words/process-words.ts';
import type {Style} from '../words/style.ts';
import {type Column, textTable} from './text-table.ts';

const COLUMNS: readonly Column[] = [
  {title: 'process', align: 'left'},
  {title: 'goroutines', align: 'right'},
  {title: 'heap', align: 'right'},
  {title: 'cores', align: 'right'},
  {title: 'worst finding', align: 'left'},
];

/** @param processes  the worst first */
export function renderProcesses(
  processes: readonly DiagnosedProcess[],
  outliers: readonly Outlier[],
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
  return `${[...table, ...(different.length > 0 ? [...different, ''] : []), ...blocks, ...rest].join('\n').trimEnd()}\n`;
}

function processBlock({growth, id, missing, report}: DiagnosedProcess, isNamed: boolean, style: Style): string {
  const head = isNamed ? [style.bold(`── ${safeText(id)}`)] : [];
  const notes = [...(growth === undefined ? [] : [growth]), ...missing].map((line) => safeText(line));
  return [...head, ...notes, report].filter((part) => part !== '').join('\n') + '\n';
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
