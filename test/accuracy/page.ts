/**
 * The page of the accuracy: one section for each set of cases, a table of detectors and levels in each.
 */
import type {EvidenceLevel} from '../../src/model/finding.ts';
import type {LabelledSet} from './labelled-case.ts';
import {reasonOf} from './sets.ts';
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

/**
 * Reports of others that were new to the project when they were tried, with what the thread says written down before.
 * Counted as they came out the first time; what was mended afterwards is held by tests and counts no more.
 */
const REPORTS = `## Public reports, tried once

What came out the first time, before anything was mended. Right: the cause is named, or nothing is said of a process that is
well. Silent: noted as info, not said, or not read.

| round | reports | right | silent | wrong or in part | false alarm |
|---|---|---|---|---|---|
| 1 | 61 | 49 | 6 | 5 | 1 |
| 2 | 39 | 33 | 3 | 0 | 3 |
| 3 | 13 | 7 | 5 | 1 | 0 |
| 4 | 25 | 19 | 3 | 2 | 1 |
| 5 | 15 | 13 | 1 | 0 | 1 |
| all | 153 | 121 | 18 | 8 | 6 |

Round 5: kubernetes 39734 (noted: one goroutine of an early start proves nothing), anacrolix/torrent 765, erigon 4543,
dht 6, minio 6363, 6338 and 13222, origin 13350, containerd 9217 (a false alarm, mended: who waits for the reader of a
connection), golang 15009, 47770 and 16128, s3sync 248, kubo 2594, go-profiler-notes 9. Four reports of earlier
rounds: dht 6 is noted, since 19 MB of 72 pass no limit; berty 2481 is named in part (who accepts the stream; the one
that waits for a sync.Once has no frame of its own); origin 17312 and minio 16921 are in no public record at hand, so
that nothing can be expected of them.

Twelve healthy programs of new kinds, 264 profiles and dumps with Go 1.19 and 1.26: three alarmed, each on its CPU profile
only. One answers datagrams (mended: network traffic is noted); one walks through files and asks for each (syscall-loop), one
renders one template (hot-function): programs that do one thing with all their power are named on purpose.
`;

export function accuracyPage(total: Tally, sections: readonly string[]): string {
  return [INTRODUCTION, section('All cases', `${sections.length} sets.`, total), ...sections, REPORTS].join('\n');
}

export function setSection({cases, name, title}: LabelledSet, tally: Tally): string {
  const {misses, silent} = tally;
  const lines = [...misses, ...silent.map((name) => `${name}: silent, since ${reasonOf(name) ?? 'nobody knows why'}`)];
  const list = lines.length === 0 ? [] : ['Not right:', '', ...lines.map((line) => `- ${line}`), ''];
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
