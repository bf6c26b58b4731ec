/**
 * `pprofx top`: the functions that hold most.
 */
import type {Command} from 'commander';
import {trimmedGraph} from '../../analysis/reports/report-graph.ts';
import type {ReportSettings} from '../../analysis/reports/report-settings.ts';
import {renderTopJson} from '../../render/json/top.ts';
import {renderTopText} from '../../render/text/top.ts';
import {styleFor} from '../options/common-options.ts';
import {reportSettings} from '../options/filter-options.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, reportOf, textOptions} from './report-command.ts';

export const topCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['text', 'json'], 'all').addHelpText(
      'after',
      pprofWords([
        ['go tool pprof -top heap.pb.gz', 'pprofx top heap.pb.gz'],
        ['go tool pprof -top -cum -focus=List heap.pb.gz', 'pprofx top --cum --focus List heap.pb.gz'],
        ['go tool pprof -top -sample_index=alloc_space heap.pb.gz', 'pprofx top --sample-index alloc_space heap.pb.gz'],
        ['go tool pprof -top -diff_base=old.pb.gz new.pb.gz', 'pprofx top --diff-base old.pb.gz new.pb.gz'],
        ['(pprof) top10', 'pprofx top --nodecount 10 heap.pb.gz'],
      ]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => top(inputs, options)));
  },
};

async function top(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const isJson = options.format === 'json';
  const report = await reportOf('text', inputs, options, settingsFor(options, isJson));
  const trimmed = trimmedGraph(report);
  const result = isJson
    ? renderTopJson(report, trimmed)
    : renderTopText(report, trimmed, textOptions(options), styleFor(options, process.stdout));
  await writeResult(result, options);
  return 0;
}

/** Programs get every row unless they ask for fewer. */
function settingsFor(options: ReportCommandOptions, isJson: boolean): ReportSettings {
  const settings = reportSettings(options);
  return isJson ? {...settings, nodeFraction: options.nodefraction ?? 0} : settings;
}
