/**
 * `pprofx topproto`: the top table in the pprof format.
 */
import type {Command} from 'commander';
import {trimmedGraph} from '../../analysis/reports/report-graph.ts';
import {topProfile} from '../../analysis/reports/top-profile.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writePprof} from '../output/pprof-output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport} from './report-command.ts';

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
