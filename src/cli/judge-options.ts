/**
 * The options of commands that judge what they read: signatures of the user, and how much memory there is.
 */
import {type Command, Option} from 'commander';
import type {AnalyzeOptions} from '../analyze.ts';
import {byteSize} from './read-options.ts';
import {readRulesFile} from './rules-file.ts';

export interface JudgeChoices {
  readonly memLimit?: string;
  readonly rules?: readonly string[];
}

export function addJudgeOptions(command: Command): Command {
  const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];
  return command
    .option('--mem-limit <size>', 'memory the process may use, e.g. 2GiB: says when a leak reaches it')
    .addOption(new Option('--rules <file>', 'signatures of your own, YAML or JSON').argParser(collect));
}

/**
 * What `analyze` and a page need to know; only what was chosen.
 *
 * @throws USAGE naming the option or the line that makes no sense
 */
export function judgeOptions({memLimit, rules}: JudgeChoices): Pick<AnalyzeOptions, 'memoryLimitBytes' | 'signatures'> {
  const memoryLimitBytes = byteSize(memLimit, 'mem-limit');
  return {
    ...(memoryLimitBytes === undefined ? {} : {memoryLimitBytes}),
    ...(rules === undefined ? {} : {signatures: rules.flatMap(readRulesFile)}),
  };
}
