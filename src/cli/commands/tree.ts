/**
 * `pprofx tree`: every function with its callers and callees.
 */
import type {Command} from 'commander';
import {trimmedGraph} from '../../analysis/report-graph.ts';
import {renderTreeJson} from '../../render/report-json.ts';
import {renderTreeText} from '../../render/tree-text.ts';
import type {CommandModule} from '../command.ts';
import {styleFor} from '../common-options.ts';
import {writeResult} from '../io/output.ts';
import {pprofWords} from '../pprof-words.ts';
import {addReportOptions, type ReportCommandOptions, readReport, textOptions} from '../report-command.ts';
import {INPUTS} from '../sources.ts';

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
