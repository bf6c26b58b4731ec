/**
 * `pprofx analyze`: the main job.
 */
import type {Command} from 'commander';
import {analyze} from '../../analyze.ts';
import {renderAnalysisJson} from '../../render/analysis-json.ts';
import {renderAnalysisText} from '../../render/analysis-text.ts';
import type {CommandModule} from '../command.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../common-options.ts';
import {readInputs} from '../io/input.ts';
import {writeResult} from '../io/output.ts';
import {readRawInputs} from '../io/raw-input.ts';
import {htmlReport} from '../server/report.ts';

export const analyzeCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', 'profiles of one process: paths, URLs or - for standard input');
    addCommonOptions(command, ['text', 'json', 'html']);
    command.action((inputs: string[], options: CommonOptions) => run(() => runAnalyze(inputs, options)));
  },
};

async function runAnalyze(inputs: readonly string[], options: CommonOptions): Promise<number> {
  if (options.format === 'html') {
    await writeResult(await htmlReport(await readRawInputs(inputs), ''), options);
    return 0;
  }
  const diagnosis = analyze(await readInputs(inputs));
  const {findings, subject, suppressed} = diagnosis;
  const result =
    options.format === 'json'
      ? renderAnalysisJson(subject, findings, suppressed)
      : renderAnalysisText(subject, findings, suppressed, styleFor(options, process.stdout));
  await writeResult(result, options);
  return 0;
}
