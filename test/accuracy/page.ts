/**
 * The page of the accuracy: one section for each set of cases, a table of detectors and levels in each.
 */
import type {EvidenceLevel} from '../../src/model/finding.ts';
import type {LabelledSet} from './labelled-case.ts';
import {levelScore, type Score, type Tally} from './tally.ts';

const LEVELS: readonly EvidenceLevel[] = ['proven', 'likely', 'possible'];

const INTRODUCTION = `# Accuracy

Every labelled case that the project has, diagnosed, and the first finding held against the label. A cell reads
right/wrong: a finding of that detector at that evidence level was first and named the cause, or it did not, or the
process was healthy. Silent: there is trouble and nothing above info was said, even where an info finding names it; a
case whose label itself expects info may be right with one. "proven" is meant to be right in 99 %, "likely" in 95 %,
"possible" in 75 %.

Made by \`npm run accuracy\`; a test holds it current.
`;

export function accuracyPage(total: Tally, sections: readonly string[]): string {
  return [INTRODUCTION, section('All cases', `${sections.length} sets.`, total), ...sections].join('\n');
}

export function setSection({cases, name, title}: LabelledSet, tally: Tally): string {
  const {misses} = tally;
  const list = misses.length === 0 ? [] : ['Not right:', '', ...misses.map((line) => `- ${line}`), ''];
  return [section(name, `${title} ${cases.length} cases.`, tally), ...list].join('\n');
}

function section(heading: string, text: string, tally: Tally): string {
  const rows = [...tally.detectors.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `## ${heading}`,
    '',
    `${text} Healthy processes left alone: ${tally.healthy - tally.alarmed} of ${tally.healthy}.`,
    '',
    '| detector | proven | likely | possible | silent |',
    '|---|---|---|---|---|',
    ...rows.map(([id, {levels, silent}]) =>
      tableRow(
        id || '(not said)',
        LEVELS.map((level) => levels[level]),
        silent,
      ),
    ),
    tableRow(
      'all',
      LEVELS.map((level) => levelScore(tally, level)),
      rows.reduce((sum, [, {silent}]) => sum + silent, 0),
    ),
    '',
  ].join('\n');
}

function tableRow(name: string, scores: readonly Score[], silent: number): string {
  const cells = scores.map(({right, wrong}) => (right + wrong === 0 ? '' : `${right}/${wrong}`));
  return `| ${[name, ...cells, silent === 0 ? '' : silent].join(' | ')} |`;
}
