/**
 * The three incidents, each solved in at most four calls; `docs/mcp-transcripts.md` is what was said.
 *
 * `npx vitest run test/cli/mcp/transcripts.test.ts --update` writes the page again.
 */
import {expect, it} from 'vitest';
import {openRoots} from '../../../src/cli/mcp/roots.ts';
import {assistant} from './client.ts';

interface Incident {
  readonly title: string;
  readonly folder: string;
  readonly question: string;
  /** Tool and arguments, in order. */
  readonly calls: readonly (readonly [string, object])[];
  /** What an engineer must have learned: the first finding of the first call, and the last answer. */
  readonly first: RegExp;
  readonly last: RegExp;
}

const INCIDENTS: readonly Incident[] = [
  {
    title: 'kube-apiserver with 18 000 goroutines',
    folder: 'samples/deletecollection-leak',
    question: 'Why does this apiserver grow until it is killed?',
    calls: [
      ['analyze', {paths: ['goroutine-debug2-before.txt.gz', 'heap-before.pb.gz']}],
      ['goroutines', {path: 'goroutine-debug2-before.txt.gz', rows: 1, where: ['state=chan send', 'wait>=10']}],
      ['diff', {before: ['goroutine-before.pb.gz'], after: ['goroutine-after.pb.gz']}],
    ],
    first: /^## 1\. .*DeleteCollection\.func1/m,
    last: /^fixed/i,
  },
  {
    title: 'kube-apiserver at 13 GB',
    folder: 'samples/replicaset-flood',
    question: 'What fills the memory?',
    calls: [
      ['analyze', {paths: ['heap-before.pb.gz']}],
      ['top', {paths: ['heap-before.pb.gz'], rows: 5, cum: true, focus: 'ReplicaSet'}],
      ['diff', {before: ['heap-before.pb.gz'], after: ['heap-after.pb.gz']}],
    ],
    first: /^## 1\. .*ReplicaSet/m,
    last: /^(?:fixed|better)/i,
  },
  {
    title: 'kube-proxy on two cores',
    folder: 'samples/nodeips-hot',
    question: 'What burns the CPU, and did the change help?',
    calls: [
      ['analyze', {paths: ['cpu-before.pb.gz']}],
      ['explain', {id: 'hot-function'}],
      ['diff', {before: ['cpu-before.pb.gz'], after: ['cpu-after.pb.gz']}],
    ],
    first: /^## 1\. .*NodeIPs/m,
    last: /^(?:fixed|better)/i,
  },
];

/** Lines of an answer that the page shows. */
const MOST_LINES = 24;

function shown(text: string): string {
  const lines = text.trimEnd().split('\n');
  const more = lines.length > MOST_LINES ? [`… ${lines.length - MOST_LINES} more lines`] : [];
  return ['````text', ...lines.slice(0, MOST_LINES), ...more, '````'].join('\n');
}

it('three incidents take at most four calls each, and docs/mcp-transcripts.md shows them', async () => {
  const blocks = [
    '# Transcripts of `pprofx mcp`',
    'Written by `test/cli/mcp/transcripts.test.ts`; long answers are cut for this page.',
  ];
  for (const {calls, first, folder, last, question, title} of INCIDENTS) {
    const {ask} = await assistant({roots: openRoots([folder]), allowCollect: []});
    expect(calls.length).toBeLessThanOrEqual(4);
    blocks.push(`## ${title}`, `\`pprofx mcp --root ${folder}\`. Asked: ${question}`);
    const texts: string[] = [];
    for (const [tool, wanted] of calls) {
      const {bytes, isError, text} = await ask(tool, wanted);
      expect(isError).toBe(false);
      texts.push(text);
      blocks.push(`**${tool}** \`${JSON.stringify(wanted)}\` → ${bytes} bytes`, shown(text));
    }
    expect(texts[0].split('\n## 2.')[0]).toMatch(first);
    expect(texts.at(-1)).toMatch(last);
  }
  await expect(`${blocks.join('\n\n')}\n`).toMatchFileSnapshot('../../../docs/mcp-transcripts.md');
});
