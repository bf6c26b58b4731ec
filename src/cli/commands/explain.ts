/**
 * `pprofx explain ID`: how a detector decides, what a signature knows, or, with inputs, one finding in full.
 */
import type {Command} from 'commander';
import {analyze} from '../../analyze.ts';
import {failure} from '../../base/errors.ts';
import {DETECTORS} from '../../detectors/index.ts';
import type {Signature} from '../../model/signature.ts';
import {findingLines} from '../../render/text/finding.ts';
import type {Style} from '../../render/words/style.ts';
import {SIGNATURES} from '../../signatures/index.ts';
import {readInputs} from '../input/input.ts';
import {packageText} from '../input/package-files.ts';
import {addReadOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../options/common-options.ts';
import {addLimitOption, parseLimits} from '../options/limit-option.ts';
import {writeResult} from '../output/output.ts';
import type {CommandModule} from './command.ts';

interface ExplainOptions extends CommonOptions, ReadChoices {
  readonly limit?: readonly string[];
}

const EXAMPLES = `
Examples:
  pprofx explain deadlock                      how the detector decides, and how it errs
  pprofx explain k8s/delete-collection         what a signature knows
  pprofx explain 4e17f6a4f36c9e22 heap.pb.gz   one finding of these inputs in full
`;

export const explainCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<id>', 'a detector, a signature, or the fingerprint of a finding')
      .argument('[inputs...]', 'with inputs: their findings of this id, stacks in full')
      .addHelpText('after', EXAMPLES);
    addLimitOption(command);
    addReadOptions(command);
    addCommonOptions(command, ['text']);
    command.action((id: string, inputs: string[], options: ExplainOptions) => run(() => explain(id, inputs, options)));
  },
};

async function explain(id: string, inputs: readonly string[], options: ExplainOptions): Promise<number> {
  const style = styleFor(options, process.stdout);
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

function knowledgeText(id: string, style: Style): string {
  const detector = DETECTORS.find((candidate) => candidate.id === id);
  if (detector !== undefined) {
    const limits = Object.entries(detector.limits).map(([name, value]) => `  ${name}: ${value}`);
    return `${packageText(`docs/detectors/${id}.md`)}\n## Limits\n\n${limits.join('\n')}\n\nChange one for a run: pprofx analyze --limit ${id}.${Object.keys(detector.limits)[0]}=VALUE\n`;
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
