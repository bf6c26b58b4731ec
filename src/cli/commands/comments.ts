/**
 * `pprofx comments`: print the comments stored in a profile.
 */
import type {Command} from 'commander';
import {safeText} from '../../base/safe-text.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport} from './report-command.ts';

export const commentsCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['text'], 'all').addHelpText(
      'after',
      pprofWords([['go tool pprof -comments heap.pb.gz', 'pprofx comments heap.pb.gz']]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => comments(inputs, options)));
  },
};

async function comments(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const {profile} = await readReport('comments', inputs, options);
  await writeResult(profile.comments.map((comment) => `${safeText(comment)}\n`).join(''), options);
  return 0;
}
