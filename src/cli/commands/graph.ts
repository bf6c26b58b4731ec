/**
 * `pprofx graph`: the call graph as a picture.
 */
import type {Command} from 'commander';
import {trimmedGraph} from '../../analysis/reports/report-graph.ts';
import {renderCallGraphSvg} from '../../render/svg/call-graph.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport} from './report-command.ts';

export const graphCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['svg'], '80').addHelpText(
      'after',
      pprofWords([
        ['go tool pprof -svg cpu.pb.gz >cpu.svg', 'pprofx graph cpu.pb.gz -o cpu.svg'],
        ['go tool pprof -png cpu.pb.gz (needs Graphviz)', 'pprofx dot cpu.pb.gz | dot -Tpng'],
      ]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => graph(inputs, options)));
  },
};

async function graph(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('dot', inputs, options, {labels: true});
  await writeResult(renderCallGraphSvg(report, trimmedGraph(report)), options);
  return 0;
}
