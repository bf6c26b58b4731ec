/**
 * `pprofx tags`: the labels of samples, and how much each holds.
 */
import type {Command} from 'commander';
import {renderTagsJson} from '../../render/report-json.ts';
import {renderTagsText} from '../../render/tags-text.ts';
import type {CommandModule} from '../command.ts';
import {styleFor} from '../common-options.ts';
import {writeResult} from '../io/output.ts';
import {pprofWords} from '../pprof-words.ts';
import {addReportOptions, type ReportCommandOptions, readReport, textOptions} from '../report-command.ts';
import {INPUTS} from '../sources.ts';

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
