/**
 * `pprofx peek RE`: callers and callees of the functions that match.
 */
import type {Command} from 'commander';
import {compilePattern} from '../../analysis/names/pattern.ts';
import {matchingNodes} from '../../analysis/reports/graph.ts';
import {trimmedGraph} from '../../analysis/reports/report-graph.ts';
import {failure} from '../../base/errors.ts';
import {renderTreeJson} from '../../render/json/report.ts';
import {renderTreeText} from '../../render/text/tree.ts';
import {styleFor} from '../options/common-options.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport, textOptions} from './report-command.ts';

export const peekCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<re>', 'Go regular expression over function names').argument('<inputs...>', INPUTS);
    addReportOptions(command, ['text', 'json'], 'all').addHelpText(
      'after',
      pprofWords([['go tool pprof -peek=DeleteCollection heap.pb.gz', 'pprofx peek DeleteCollection heap.pb.gz']]),
    );
    command.action((re: string, inputs: string[], options: ReportCommandOptions) =>
      run(() => peek(re, inputs, options)),
    );
  },
};

async function peek(re: string, inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const pattern = compilePattern(re, 'the pattern');
  const report = await readReport('peek', inputs, options);
  const trimmed = trimmedGraph(report);
  if (matchingNodes(trimmed.graph, pattern).length === 0) throw failure('USAGE', `no function matches ${re}`);
  const result =
    options.format === 'json'
      ? renderTreeJson(report, trimmed, pattern)
      : renderTreeText(report, trimmed, pattern, textOptions(options), styleFor(options, process.stdout));
  await writeResult(result, options);
  return 0;
}
