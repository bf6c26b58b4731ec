/**
 * `pprofx traces`: print every sample with its stack.
 */
import type {Command} from 'commander';
import {renderTracesJson} from '../../render/json/report.ts';
import {renderTracesText} from '../../render/text/traces.ts';
import {styleFor} from '../options/common-options.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport, textOptions} from './report-command.ts';

export const tracesCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['text', 'json'], 'all').addHelpText(
      'after',
      pprofWords([
        ['go tool pprof -traces -tagfocus=controller cpu.pb.gz', 'pprofx traces --tagfocus controller cpu.pb.gz'],
      ]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => traces(inputs, options)));
  },
};

async function traces(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('traces', inputs, options, {labels: true});
  const result =
    options.format === 'json'
      ? renderTracesJson(report)
      : renderTracesText(report, textOptions(options), styleFor(options, process.stdout));
  await writeResult(result, options);
  return 0;
}
