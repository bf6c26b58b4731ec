/**
 * `pprofx topproto`: the top table in the pprof format.
 */
import type {Command} from 'commander';
import {trimmedGraph} from '../../analysis/report-graph.ts';
import {topProfile} from '../../analysis/top-profile.ts';
import type {CommandModule} from '../command.ts';
import {writePprof} from '../io/pprof-output.ts';
import {pprofWords} from '../pprof-words.ts';
import {addReportOptions, type ReportCommandOptions, readReport} from '../report-command.ts';
import {INPUTS} from '../sources.ts';

export const topprotoCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['pprof'], 'all').addHelpText(
      'after',
      pprofWords([['go tool pprof -topproto cpu.pb.gz >top.pb.gz', 'pprofx topproto cpu.pb.gz -o top.pb.gz']]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => topproto(inputs, options)));
  },
};

async function topproto(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('topproto', inputs, options);
  await writePprof(topProfile(report, trimmedGraph(report)), options);
  return 0;
}
