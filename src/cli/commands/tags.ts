/**
 * `pprofx tags`: print the labels of samples and their totals.
 */
import type {Command} from 'commander';
import {renderTagsJson} from '../../render/json/report.ts';
import {renderTagsText} from '../../render/text/tags.ts';
import {styleFor} from '../options/common-options.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport, textOptions} from './report-command.ts';

export const tagsCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['text', 'json'], 'all').addHelpText(
      'after',
      pprofWords([['go tool pprof -tags cpu.pb.gz', 'pprofx tags cpu.pb.gz']]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => tags(inputs, options)));
  },
};

async function tags(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('tags', inputs, options, {labels: true});
  const result =
    options.format === 'json'
      ? renderTagsJson(report)
      : renderTagsText(report, textOptions(options), styleFor(options, process.stdout));
  await writeResult(result, options);
  return 0;
}
