/**
 * The options of commands that diagnose: signatures and limits of the user, and how much memory there is.
 */
import {type Command, Option} from 'commander';
import type {AnalyzeOptions} from '../../analyze.ts';
import {collected} from '../input/collected.ts';
import {byteSize} from '../input/read-options.ts';
import {addLimitOption, parseLimits} from './limit-option.ts';
import {readRulesFile} from './rules-file.ts';

export interface DiagnosisChoices {
  readonly limit?: readonly string[];
  readonly memLimit?: string;
  readonly rules?: readonly string[];
}

export function addDiagnosisOptions(command: Command): Command {
  command
    .option('--mem-limit <size>', 'memory limit of the process, e.g. 2GiB; predicts when a leak reaches it')
    .addOption(new Option('--rules <file>', 'your own signatures, YAML or JSON').argParser(collected));
  return addLimitOption(command);
}

/**
 * What `analyze` and a page need to know; only what was chosen.
 *
 * @throws USAGE naming the option or the line that makes no sense
 */
export function diagnosisOptions({
  limit,
  memLimit,
  rules,
}: DiagnosisChoices): Pick<AnalyzeOptions, 'limits' | 'memoryLimitBytes' | 'signatures'> {
  const memoryLimitBytes = byteSize(memLimit, 'mem-limit');
  return {
    ...(limit === undefined ? {} : {limits: parseLimits(limit)}),
    ...(memoryLimitBytes === undefined ? {} : {memoryLimitBytes}),
    ...(rules === undefined ? {} : {signatures: rules.flatMap(readRulesFile)}),
  };
}
