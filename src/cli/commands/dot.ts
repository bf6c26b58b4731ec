/**
 * `pprofx dot`: write the call graph for Graphviz.
 */
import type {Command} from 'commander';
import {trimmedGraph} from '../../analysis/reports/report-graph.ts';
import {renderDot} from '../../render/exchange/dot.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport} from './report-command.ts';

export const dotCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['dot'], '80').addHelpText(
      'after',
      pprofWords([
        ['go tool pprof -dot cpu.pb.gz', 'pprofx dot cpu.pb.gz'],
        ['go tool pprof -dot -call_tree cpu.pb.gz | dot -Tpng', 'pprofx dot --call-tree cpu.pb.gz | dot -Tpng'],
      ]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => dot(inputs, options)));
  },
};

async function dot(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('dot', inputs, options, {labels: true});
  await writeResult(renderDot(report, trimmedGraph(report)), options);
  return 0;
}
