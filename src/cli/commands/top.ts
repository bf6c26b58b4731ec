/**
 * `pprofx top`: the functions that hold most.
 */
import type {Command} from 'commander';
import {trimmedGraph} from '../../analysis/report-graph.ts';
import type {ReportSettings} from '../../analysis/report-settings.ts';
import {renderTopJson} from '../../render/top-json.ts';
import {renderTopText} from '../../render/top-text.ts';
import type {CommandModule} from '../command.ts';
import {styleFor} from '../common-options.ts';
import {reportSettings} from '../filter-options.ts';
import {writeResult} from '../io/output.ts';
import {pprofWords} from '../pprof-words.ts';
import {addReportOptions, type ReportCommandOptions, reportOf, textOptions} from '../report-command.ts';
import {INPUTS} from '../sources.ts';

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
