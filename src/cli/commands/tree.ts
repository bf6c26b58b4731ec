/**
 * `pprofx tree`: print every function with its callers and callees.
 */
import type {Command} from 'commander';
import {trimmedGraph} from '../../analysis/reports/report-graph.ts';
import {renderTreeJson} from '../../render/json/report.ts';
import {renderTreeText} from '../../render/text/tree.ts';
import {styleFor} from '../options/common-options.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport, textOptions} from './report-command.ts';

export const treeCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['text', 'json'], '80').addHelpText(
      'after',
      pprofWords([
        ['go tool pprof -tree cpu.pb.gz', 'pprofx tree cpu.pb.gz'],
        ['go tool pprof -tree -ignore=runtime cpu.pb.gz', 'pprofx tree --ignore runtime cpu.pb.gz'],
      ]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => tree(inputs, options)));
  },
};

async function tree(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('tree', inputs, options);
  const trimmed = trimmedGraph(report);
  const result =
    options.format === 'json'
      ? renderTreeJson(report, trimmed, undefined)
      : renderTreeText(report, trimmed, undefined, textOptions(options), styleFor(options, process.stdout));
  await writeResult(result, options);
  return 0;
}
