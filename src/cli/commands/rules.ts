/**
 * `pprofx rules`: what pprofx knows to look for, detectors and signatures.
 */

import type {Command} from 'commander';
import {largest} from '../../base/lists.ts';
import {DETECTORS} from '../../detectors/index.ts';
import type {Signature} from '../../model/signature.ts';
import {toJson} from '../../render/json/json.ts';
import type {Style} from '../../render/words/style.ts';
import {SIGNATURES} from '../../signatures/index.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../options/common-options.ts';
import {readRulesFile} from '../options/rules-file.ts';
import {writeResult} from '../output/output.ts';
import type {CommandModule} from './command.ts';

interface RulesOptions extends CommonOptions {
  readonly rules?: string;
}

export const rulesCommand: CommandModule = {
  define(command: Command, run): void {
    command.option('--rules <file>', 'check and add your own signatures, YAML or JSON');
    addCommonOptions(command, ['text', 'json']);
    command.action((options: RulesOptions) => run(() => rules(options)));
  },
};

async function rules(options: RulesOptions): Promise<number> {
  const own = options.rules === undefined ? [] : readRulesFile(options.rules);
  const signatures = [...own, ...SIGNATURES];
  const result =
    options.format === 'json'
      ? toJson({
          schemaVersion: 1,
          detectors: DETECTORS.map(({id, limits, title}) => ({id, title, limits})),
          signatures,
        })
      : rulesText(signatures, styleFor(options, process.stdout));
  await writeResult(result, options);
  return 0;
}

function rulesText(signatures: readonly Signature[], style: Style): string {
  const width = largest([...DETECTORS, ...signatures].map(({id}) => id.length));
  const detectors = DETECTORS.flatMap(({id, limits, title}) => [
    `  ${id.padEnd(width)}  ${title}`,
    ...(Object.keys(limits).length === 0 ? [] : [`  ${''.padEnd(width)}  ${style.dim(limitsText(limits))}`]),
  ]);
  const known = signatures.map(({id, title, verdict}) => `  ${id.padEnd(width)}  ${style.dim(verdict)}: ${title}`);
  return [
    style.bold(`${DETECTORS.length} detectors and their limits (--limit DETECTOR.NAME=VALUE)`),
    ...detectors,
    '',
    style.bold(`${known.length} signatures`),
    ...known,
    '',
    `${style.dim('next:')} pprofx explain ID`,
    '',
  ].join('\n');
}

function limitsText(limits: Readonly<Record<string, number>>): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
