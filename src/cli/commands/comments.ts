/**
 * `pprofx comments`: the free text that writers left in a profile.
 */
import type {Command} from 'commander';
import {safeText} from '../../render/safe-text.ts';
import type {CommandModule} from '../command.ts';
import {addCommonOptions, type CommonOptions} from '../common-options.ts';
import {writeResult} from '../io/output.ts';
import {pprofWords} from '../pprof-words.ts';
import {addSourceOptions, INPUTS, readSources, type SourceOptions} from '../sources.ts';

type CommentsOptions = CommonOptions & SourceOptions;

export const commentsCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addSourceOptions(command);
    addCommonOptions(command.optionsGroup('Options:'), ['text']).addHelpText(
      'after',
      pprofWords([['go tool pprof -comments heap.pb.gz', 'pprofx comments heap.pb.gz']]),
    );
    command.action((inputs: string[], options: CommentsOptions) => run(() => comments(inputs, options)));
  },
};

async function comments(inputs: readonly string[], options: CommentsOptions): Promise<number> {
  const profile = await readSources(inputs, options, {labels: false, canonical: false});
  await writeResult(profile.comments.map((comment) => `${safeText(comment)}\n`).join(''), options);
  return 0;
}
