/**
 * `pprofx raw`: print a profile as text, table by table.
 */
import type {Command} from 'commander';
import {renderRawText} from '../../render/text/raw.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport} from './report-command.ts';

export const rawCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['text'], 'all').addHelpText(
      'after',
      pprofWords([['go tool pprof -raw heap.pb.gz', 'pprofx raw heap.pb.gz']]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => raw(inputs, options)));
  },
};

async function raw(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('raw', inputs, options, {labels: true, canonical: true});
  await writeResult(renderRawText(report.profile), options);
  return 0;
}
