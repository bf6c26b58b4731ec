/**
 * `pprofx bench-diff`: runs a command on both sides in turns, and compares the profiles that it writes.
 *
 * In turns, because a machine gets warmer and busier: before after, after before, and so on. Every run does the same work,
 * so nothing is scaled to equal durations.
 */
import {type Command, Option} from 'commander';
import type {Diff} from '../../analysis/compare/diff-result.ts';
import {failure} from '../../base/errors.ts';
import {type DiffOptions, diffProfiles} from '../../diff.ts';
import type {Profile} from '../../model/profile.ts';
import {renderDiffJson} from '../../render/json/diff.ts';
import {renderDiffMarkdown} from '../../render/markdown/diff.ts';
import {renderDiffText} from '../../render/text/diff.ts';
import {positive} from '../collect/options.ts';
import {readInput} from '../input/input.ts';
import {makeRunFolder, runInto, type Side} from '../measure/run.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../options/common-options.ts';
import {EXIT_CODES} from '../output/exit-codes.ts';
import {writeResult} from '../output/output.ts';
import type {CommandModule} from './command.ts';

interface BenchDiffOptions extends CommonOptions {
  readonly runs: string;
  readonly beforeDir: string;
  readonly afterDir: string;
  readonly sampleIndex?: string;
  readonly keep?: string;
  readonly failOn?: 'worse';
}

const EXAMPLES = `
In COMMAND, {} is the file that it must write its profile to, and {side} is before or after. Have it do the same work each
time: -benchtime=200x, not a second's worth.

Examples:
  git worktree add ../base main
  pprofx bench-diff --before-dir ../base -- go test -run '^$' -bench Parse -benchtime=200x -cpuprofile {} ./parser
  pprofx bench-diff --runs 10 --fail-on worse -- ./{side}.test -test.bench . -test.benchtime 50x -test.memprofile {}
`;

export const benchDiffCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<command...>', 'after --: a command that writes a profile to {}')
      .option('--runs <n>', 'runs per side; with 4 or more, ranks are compared', '6')
      .option('--before-dir <dir>', 'working directory of the runs before', '.')
      .option('--after-dir <dir>', 'working directory of the runs after', '.')
      .option('--sample-index <type>', 'sample type to judge by, e.g. alloc_space')
      .option('--keep <dir>', 'keep the profiles in this folder, which must not exist')
      .addOption(new Option('--fail-on <verdict>', 'exit 1 if the verdict is worse').choices(['worse']))
      .addHelpText('after', EXAMPLES);
    addCommonOptions(command, ['text', 'json', 'markdown']);
    command.action((line: string[], options: BenchDiffOptions) => run(() => benchDiff(line, options)));
  },
};

async function benchDiff(line: readonly string[], options: BenchDiffOptions): Promise<number> {
  if (!line.some((word) => word.includes('{}'))) {
    throw failure('USAGE', 'the command has no {}', {}, 'put {} where it takes the path of its profile');
  }
  const {afterDir, beforeDir, keep, quiet, sampleIndex} = options;
  const profiles: Record<Side, Profile[]> = {before: [], after: []};
  const folder = makeRunFolder(keep);
  try {
    const runs = positive(options.runs, 'runs');
    for (const [index, side] of turns(runs).entries()) {
      const count = profiles[side].length + 1;
      if (quiet !== true) process.stderr.write(`run ${index + 1} of ${2 * runs}: ${side}\n`);
      const place = {cwd: side === 'before' ? beforeDir : afterDir, side, count};
      profiles[side].push(await readInput(await runInto(folder.path, line, place), {keepLabels: 'numeric'}));
    }
  } finally {
    folder.close();
  }
  const compared: DiffOptions = {scale: 'none', ...(sampleIndex === undefined ? {} : {sampleType: sampleIndex})};
  const diff = diffProfiles(profiles.before, profiles.after, compared);
  await writeResult(render(diff, options), options);
  const isWorse = diff.verdict === 'worse' || diff.verdict === 'new trouble';
  return options.failOn === 'worse' && isWorse ? EXIT_CODES.findings : EXIT_CODES.ok;
}

/** before after, after before, … */
function turns(runs: number): Side[] {
  return Array.from({length: runs}, (_, index): Side[] =>
    index % 2 === 0 ? ['before', 'after'] : ['after', 'before'],
  ).flat();
}

const ROWS = 15;

function render(diff: Diff, options: BenchDiffOptions): string {
  if (options.format === 'json') return renderDiffJson(diff);
  if (options.format === 'markdown') return renderDiffMarkdown(diff);
  return renderDiffText(diff, {nodeCount: ROWS, fullNames: false}, styleFor(options, process.stdout));
}
