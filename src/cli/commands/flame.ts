/**
 * `pprofx flame`: where it went, as a picture that stands alone or as coloured text.
 */
import type {Command} from 'commander';
import {flameTree} from '../../analysis/tree/flame-tree.ts';
import {buildTree} from '../../analysis/tree/tree.ts';
import {sampleTypeOf} from '../../analysis/values/sample-choice.ts';
import {analyze} from '../../analyze.ts';
import {failure} from '../../base/errors.ts';
import type {Profile} from '../../model/profile.ts';
import {renderFindingsHtml} from '../../render/html/findings.ts';
import {renderFlameSvg} from '../../render/svg/flame.ts';
import {renderFlameText} from '../../render/text/flame.ts';
import {chooseInputs} from '../case/choose-inputs.ts';
import {readInput} from '../input/input.ts';
import {addReadOptions, pageOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {addRedactOptions, caseProfiles, type RedactChoices} from '../input/redaction.ts';
import {addCommonOptions, type CommonOptions, formatOfName, styleFor} from '../options/common-options.ts';
import {writeResult} from '../output/output.ts';
import {htmlReport, openingOf, readReportInputs} from '../server/report.ts';
import type {CommandModule} from './command.ts';

interface FlameOptions extends CommonOptions, ReadChoices, RedactChoices {
  readonly sampleIndex?: string;
  readonly unfold?: boolean;
  readonly width: string;
  readonly depth: string;
}

const FORMATS = ['text', 'svg', 'html'] as const;

export const flameCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<input>', 'profile: path, URL or - for standard input')
      .option('--sample-index <type>', 'sample type by name or number, e.g. alloc_space')
      .option('--unfold', 'show every frame of repeated chains, such as HTTP filters')
      .option('--width <pixels>', 'width in pixels', '1200')
      .option('--depth <n>', 'number of text rows', '60');
    addRedactOptions(command);
    addReadOptions(command);
    addCommonOptions(command, FORMATS);
    command.addHelpText('after', EXAMPLES);
    command.action((input: string, options: FlameOptions) =>
      run(() => flame(input, options, command.getOptionValueSource('format') === 'default')),
    );
  },
};

const EXAMPLES = `
Examples:
  pprofx flame cpu.pb.gz                                   in the terminal
  pprofx flame -o heap.svg --sample-index alloc_space heap.pb.gz
  pprofx flame -o heap.html heap.pb.gz                     viewer and profile in one file
  pprofx flame -o heap.html --redact-keep k8s.io heap.pb.gz    to share: other names are replaced
`;

async function flame(input: string, options: FlameOptions, isFormatOpen: boolean): Promise<number> {
  const format = isFormatOpen ? (formatOfName(options.output) ?? 'text') : options.format;
  const reading = readOptions(options);
  const [chosen] = await chooseInputs({inputs: [input], reading, choices: options}, 'one profile');
  if (format === 'html') {
    const {diagnose, profiles, raw} = await readReportInputs([chosen], reading, options);
    const diagnoses = diagnose([[...profiles.keys()]], {});
    const {findings, subject} = analyze(profiles, {diagnoses});
    const opening = openingOf(startOf(profiles[0], options), {...pageOptions(options), diagnoses}, profiles);
    const report = await htmlReport(raw, renderFindingsHtml(subject, findings), opening);
    await writeResult(report, options);
    return 0;
  }
  const read = await readInput(chosen, reading);
  const [profile] = caseProfiles([read], options).profiles;
  const sampleType = sampleTypeOf(profile, options.sampleIndex);
  const tree = flameTree(buildTree(profile, sampleType), {foldRuns: options.unfold !== true});
  if (format === 'svg') {
    await writeResult(renderFlameSvg(profile, tree, {sampleType, width: positive(options.width, 'width')}), options);
    return 0;
  }
  const columns = process.stdout.columns ?? 100;
  const textOptions = {sampleType, columns, maxDepth: positive(options.depth, 'depth')};
  await writeResult(renderFlameText(profile, tree, textOptions, styleFor(options, process.stdout)), options);
  return 0;
}

/** The page knows sample types by name only. */
function startOf(profile: Profile, {sampleIndex}: FlameOptions): string {
  if (sampleIndex === undefined) return 'screen=flame';
  const {type} = profile.sampleTypes[sampleTypeOf(profile, sampleIndex)];
  return `screen=flame&type=${encodeURIComponent(type)}`;
}

const LARGEST = 20_000;

function positive(text: string, option: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= LARGEST) return number;
  throw failure('USAGE', `--${option} expects a whole number from 1 to ${LARGEST}, not ${text}`);
}
