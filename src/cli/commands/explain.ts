/**
 * `pprofx explain ID`: how a detector decides, what a signature knows, or, with inputs, one finding in full; with
 * `--why-not`, what kept a function from being a finding.
 */
import type {Command} from 'commander';
import {analyze} from '../../analyze.ts';
import {failure} from '../../base/errors.ts';
import type {Profile} from '../../model/profile.ts';
import {renderSuspicionsJson} from '../../render/json/suspicion.ts';
import {chooseInputs} from '../case/choose-inputs.ts';
import {readInputs} from '../input/input.ts';
import {addReadOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {findingsText, knowledgeText, whyNot, whyNotText} from '../knowledge/explanations.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../options/common-options.ts';
import {addLanguageOption, type LanguageChoice, languageOf, speak} from '../options/language.ts';
import {addLimitOption, parseLimits} from '../options/limit-option.ts';
import {writeResult} from '../output/output.ts';
import type {CommandModule} from './command.ts';

interface ExplainOptions extends CommonOptions, LanguageChoice, ReadChoices {
  readonly limit?: readonly string[];
  readonly whyNot?: string;
}

const EXAMPLES = `
Examples:
  pprofx explain deadlock                      how the detector decides, and how it errs
  pprofx explain k8s/delete-collection         what a signature knows
  pprofx explain 4e17f6a4f36c9e22 heap.pb.gz   one finding of these inputs in full
  pprofx explain goroutine.txt --why-not DeleteCollection   what is seen of a function, and what kept it from being a finding
`;

export const explainCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<id>', 'a detector, a signature, or the fingerprint of a finding; with --why-not, an input')
      .argument('[inputs...]', 'print the findings of this id in these inputs, with full stacks')
      .option('--why-not <re>', 'explain why matching functions are not among the findings')
      .addHelpText('after', EXAMPLES);
    addLimitOption(command);
    addReadOptions(command);
    addLanguageOption(command);
    addCommonOptions(command, ['text', 'json']);
    command.action((id: string, inputs: string[], options: ExplainOptions) => run(() => explain(id, inputs, options)));
  },
};

async function explain(id: string, inputs: readonly string[], options: ExplainOptions): Promise<number> {
  speak(languageOf(options, options.format));
  const style = styleFor(options, process.stdout);
  if (options.whyNot !== undefined) {
    const limits = parseLimits(options.limit);
    const found = whyNot(analyze(await readChosen([id, ...inputs], options), {limits}), options.whyNot, limits);
    const isJson = options.format === 'json';
    await writeResult(
      isJson ? renderSuspicionsJson(found.suspicions, found.matching) : whyNotText(found, style),
      options,
    );
    return 0;
  }
  if (options.format === 'json') throw failure('USAGE', '--format json of explain goes with --why-not');
  const text =
    inputs.length > 0
      ? findingsText(
          analyze(await readChosen(inputs, options), {limits: parseLimits(options.limit)}).findings,
          id,
          style,
        )
      : knowledgeText(id, style);
  await writeResult(text, options);
  return 0;
}

async function readChosen(inputs: readonly string[], options: ExplainOptions): Promise<Profile[]> {
  const reading = readOptions(options);
  return readInputs(await chooseInputs({inputs, reading, choices: options}, 'one process'), reading);
}
