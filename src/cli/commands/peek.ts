/**
 * `pprofx peek RE`: callers and callees of the functions that match.
 */
import type {Command} from 'commander';
import {compilePattern} from '../../analysis/pattern.ts';
import {trimmedGraph} from '../../analysis/report-graph.ts';
import {failure} from '../../base/errors.ts';
import {renderTreeJson} from '../../render/report-json.ts';
import {matchingNodes, renderTreeText} from '../../render/tree-text.ts';
import type {CommandModule} from '../command.ts';
import {styleFor} from '../common-options.ts';
import {writeResult} from '../io/output.ts';
import {pprofWords} from '../pprof-words.ts';
import {addReportOptions, type ReportCommandOptions, readReport, textOptions} from '../report-command.ts';
import {INPUTS} from '../sources.ts';

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
