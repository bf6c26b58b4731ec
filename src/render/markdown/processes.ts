/**
 * Several processes of one collection for an issue or a chat: a table, who differs, then what was found in each.
 */
import type {Outlier} from '../../analysis/case/replicas.ts';
import {say} from '../../base/language/say.ts';
import {
  type DiagnosedProcess,
  measureTexts,
  measureTitles,
  needsBlock,
  outlierSentence,
} from '../words/process-words.ts';
import {codeCell, prose} from './escape.ts';

/** @param processes  the worst first; their reports are Markdown with headings of the first level */
export function renderProcessesMarkdown(processes: readonly DiagnosedProcess[], outliers: readonly Outlier[]): string {
  const rows = processes.map((process) => `| ${[codeCell(process.id), ...measureTexts(process)].join(' | ')} |`);
  const parts = [
    `# ${say('pprofx analysis')}`,
    [`| ${measureTitles().join(' | ')} |`, '| --- | ---: | ---: | ---: | --- |', ...rows].join('\n'),
    ...outliers.map((outlier) => `**${prose(outlierSentence(outlier))}**`),
    ...processes.filter((process) => processes.length === 1 || needsBlock(process)).map(processBlock),
  ];
  return `${parts.join('\n\n').trimEnd()}\n`;
}

function processBlock({growth, id, missing, report}: DiagnosedProcess): string {
  const notes = [...growth, ...missing].map((line) => `- ${prose(line)}`).join('\n');
  // Headings of the process stand below its own.
  const body = report.replace(/^# .*\n+/, '').replace(/^## /gm, '### ');
  return [`## ${codeCell(id)}`, notes, body].filter((part) => part !== '').join('\n\n');
}
