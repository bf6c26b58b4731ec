/**
 * `pprofx explain ID`: how a detector decides, what a signature knows, or, with inputs, one finding in full; with
 * `--why-not`, what kept a function from being a finding.
 */
import type {Command} from 'commander';
import {heaviestNames} from '../../analysis/evidence/sightings.ts';
import {compilePattern} from '../../analysis/names/pattern.ts';
import {analyze} from '../../analyze.ts';
import {failure} from '../../base/errors.ts';
import {DETECTORS} from '../../detectors/index.ts';
import type {Signature} from '../../model/signature.ts';
import {shortName} from '../../model/symbol.ts';
import {renderSuspicionsJson} from '../../render/json/suspicion.ts';
import {findingLines} from '../../render/text/finding.ts';
import {suspicionLines} from '../../render/text/suspicion.ts';
import type {Style} from '../../render/words/style.ts';
import {SIGNATURES} from '../../signatures/index.ts';
import {suspicionOf} from '../../why-not.ts';
import {readInputs} from '../input/input.ts';
import {packageText} from '../input/package-files.ts';
import {addReadOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../options/common-options.ts';
import {addLimitOption, parseLimits} from '../options/limit-option.ts';
import {writeResult} from '../output/output.ts';
import type {CommandModule} from './command.ts';

interface ExplainOptions extends CommonOptions, ReadChoices {
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
      .argument('<id>', 'a detector, a signature, or the fingerprint of a finding; with --why-not an input')
      .argument('[inputs...]', 'with inputs: their findings of this id, stacks in full')
      .option('--why-not <re>', 'why the functions that match are not among the findings')
      .addHelpText('after', EXAMPLES);
    addLimitOption(command);
    addReadOptions(command);
    addCommonOptions(command, ['text', 'json']);
    command.action((id: string, inputs: string[], options: ExplainOptions) => run(() => explain(id, inputs, options)));
  },
};

async function explain(id: string, inputs: readonly string[], options: ExplainOptions): Promise<number> {
  const style = styleFor(options, process.stdout);
  if (options.whyNot !== undefined) {
    await writeResult(await whyNotText([id, ...inputs], options.whyNot, options, style), options);
    return 0;
  }
  if (options.format === 'json') throw failure('USAGE', '--format json of explain goes with --why-not');
  const text = inputs.length > 0 ? await findingsText(id, inputs, options, style) : knowledgeText(id, style);
  await writeResult(text, options);
  return 0;
}

async function findingsText(
  id: string,
  inputs: readonly string[],
  options: ExplainOptions,
  style: Style,
): Promise<string> {
  const {findings} = analyze(await readInputs(inputs, readOptions(options)), {limits: parseLimits(options.limit)});
  const wanted = findings.filter((finding) => [finding.id, finding.signature, finding.fingerprint].includes(id));
  if (wanted.length === 0) {
    const known = findings.map((finding) => `${finding.id} ${finding.fingerprint}`).join(', ');
    throw failure('USAGE', `these inputs have no finding ${id}${known === '' ? '' : `; they have: ${known}`}`);
  }
  return `${wanted.map((finding) => findingLines(finding, style, Number.POSITIVE_INFINITY).join('\n')).join('\n\n')}\n`;
}

/** Functions that are explained at a time: a pattern wider than this asks for a list, not for a reason. */
const MOST_FUNCTIONS = 5;

async function whyNotText(
  inputs: readonly string[],
  re: string,
  options: ExplainOptions,
  style: Style,
): Promise<string> {
  const pattern = compilePattern(re, '--why-not');
  const limits = parseLimits(options.limit);
  const diagnosis = analyze(await readInputs(inputs, readOptions(options)), {limits});
  const names = heaviestNames(diagnosis.subject, (name) => pattern.test(name) || pattern.test(shortName(name)));
  if (names.length === 0) {
    throw failure(
      'USAGE',
      `no function matches ${re}`,
      {},
      '--why-not takes a pattern for names of functions in the profile',
    );
  }
  const suspicions = names.slice(0, MOST_FUNCTIONS).map((name) => suspicionOf(diagnosis, DETECTORS, name, limits));
  if (options.format === 'json') return renderSuspicionsJson(suspicions, names.length);
  const more = names.length - suspicions.length;
  const rest = more > 0 ? [`${more} more functions match; the heaviest are shown\n`] : [];
  return [...suspicions.map((one) => `${suspicionLines(one, style).join('\n')}\n`), ...rest].join('\n');
}

/** The page docs/detectors/ID.md, as scripts/bundle.mjs packs them all into one file. */
function detectorPage(id: string): string {
  const pages = JSON.parse(packageText('dist/detectors.json')) as Readonly<Record<string, string>>;
  return pages[id] ?? '';
}

function knowledgeText(id: string, style: Style): string {
  const detector = DETECTORS.find((candidate) => candidate.id === id);
  if (detector !== undefined) {
    const limits = Object.entries(detector.limits).map(([name, value]) => `  ${name}: ${value}`);
    return `${detectorPage(id)}\n## Limits\n\n${limits.join('\n')}\n\nChange one for a run: pprofx analyze --limit ${id}.${Object.keys(detector.limits)[0]}=VALUE\n`;
  }
  const signature = SIGNATURES.find((candidate) => candidate.id === id);
  if (signature !== undefined) return signatureText(signature, style);
  throw failure('USAGE', `no detector or signature ${id}; pprofx rules lists them`);
}

function signatureText(signature: Signature, style: Style): string {
  const {advice = [], atLeast, atMost, hits, misses, references = [], states, verdict} = signature;
  return [
    style.bold(signature.id),
    '',
    signature.title,
    '',
    `verdict   ${verdict}`,
    `stack     ${signature.stack.join(' … ')}`,
    ...(states === undefined ? [] : [`states    ${states.join(', ')}`]),
    ...(atLeast === undefined ? [] : [`at least  ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most   ${atMost}`]),
    ...advice.map((step) => `do        ${step}`),
    ...references.map((url) => `see       ${url}`),
    ...hits.map((text) => `matches   ${text}`),
    ...misses.map((text) => `not       ${text}`),
    '',
  ].join('\n');
}
