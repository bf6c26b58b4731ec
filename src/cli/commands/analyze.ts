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
import {addReadOptions, type ReadChoices, readOptions} from '../read-options.ts';

type AnalyzeOptions = CommonOptions & ReadChoices;

export const analyzeCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', 'profiles of one process: paths, URLs or - for standard input');
    addReadOptions(command);
    addCommonOptions(command, ['text', 'json']);
    command.action((inputs: string[], options: AnalyzeOptions) => run(() => runAnalyze(inputs, options)));
  },
};

async function runAnalyze(inputs: readonly string[], options: AnalyzeOptions): Promise<number> {
  const diagnosis = analyze(await readInputs(inputs, readOptions(options)));
  const {findings, subject, suppressed} = diagnosis;
  const result =
    options.format === 'json'
      ? renderAnalysisJson(subject, findings, suppressed)
      : renderAnalysisText(subject, findings, suppressed, styleFor(options, process.stdout));
  await writeResult(result, options);
  return 0;
}
