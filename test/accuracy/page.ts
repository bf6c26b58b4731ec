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
| 6 | 19 | 10 | 7 | 2 | 0 |
| all | 172 | 131 | 25 | 10 | 6 |

Round 5: kubernetes 39734 (noted: one goroutine of an early start proves nothing), anacrolix/torrent 765, erigon 4543,
dht 6, minio 6363, 6338 and 13222, origin 13350, containerd 9217 (a false alarm, mended: who waits for the reader of a
connection), golang 15009, 47770 and 16128, s3sync 248, kubo 2594, go-profiler-notes 9. Four reports of earlier
rounds: dht 6 is noted, since 19 MB of 72 pass no limit; berty 2481 is named in part (who accepts the stream; the one
that waits for a sync.Once has no frame of its own); origin 17312 and minio 16921 are in no public record at hand, so
that nothing can be expected of them.

Round 6, of excerpts of threads: gorilla/websocket 141, oasis-core 1979, golang 10077, 13392 and 22773, dgraph 4750, gin 4061,
AdGuardHome 4437, lantern 3207 and go-deadlock 15 right; noted go-socket.io 533 (22 MB of buffers pass no limit), golang 24455,
spiderpool 917 and ndt-server 293 (open connections without ages), gost 432 (as many read from the network as wait for them) and
discoverd 48 (one goroutine without age); scope 3078 not read (mended: \`peek\` with its heading); minio 8844 in part (2.3 TB without a
type are taken as a heap), and origin 14514, whose excerpt ends above the rows of the cause.

Twelve healthy programs of new kinds, 264 profiles and dumps with Go 1.19 and 1.26: three alarmed, each on its CPU profile
only. One answers datagrams, one walks through files and asks for each, one renders one template: all three mended, as were, of
ten more programs that do one thing with all their power, the five that alarmed (sums and duplicates of files, images, logs, a
sort). They are in the lab; \`goldmark\` at work says nothing either. A program that leaks series of the Prometheus client and one
that loses the weight of a \`semaphore.Weighted\`, built with the real libraries, are named.
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
