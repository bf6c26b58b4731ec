/**
 * `pprofx callgrind`: write a callgrind file for KCachegrind and QCachegrind.
 */
import type {Command} from 'commander';
import {trimmedGraph} from '../../analysis/reports/report-graph.ts';
import {renderCallgrind} from '../../render/exchange/callgrind.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport} from './report-command.ts';

export const callgrindCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['callgrind'], 'all').addHelpText(
      'after',
      pprofWords([['go tool pprof -callgrind -output=out cpu.pb.gz', 'pprofx callgrind -o out cpu.pb.gz']]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => callgrind(inputs, options)));
  },
};

async function callgrind(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('callgrind', inputs, options, {canonical: true});
  await writeResult(renderCallgrind(report, trimmedGraph(report)), options);
  return 0;
}
