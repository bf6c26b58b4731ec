/**
 * `pprofx merge`: several profiles as one file.
 */
import type {Command} from 'commander';
import {addCommonOptions, type CommonOptions} from '../options/common-options.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writePprof} from '../output/pprof-output.ts';
import {addSourceOptions, INPUTS, readSources, type SourceOptions} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';

type MergeCommandOptions = CommonOptions & SourceOptions;

export const mergeCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addSourceOptions(command);
    addCommonOptions(command.optionsGroup('Options:'), ['pprof']).addHelpText(
      'after',
      pprofWords([
        ['go tool pprof -proto a.pb.gz b.pb.gz >all.pb.gz', 'pprofx merge a.pb.gz b.pb.gz -o all.pb.gz'],
        ['(no such thing)', 'pprofx merge --source-label "node-*.pb.gz" -o all.pb.gz'],
      ]),
    );
    command.action((inputs: string[], options: MergeCommandOptions) => run(() => merge(inputs, options)));
  },
};

async function merge(inputs: readonly string[], options: MergeCommandOptions): Promise<number> {
  // What the profile calls uninteresting stays in the file; readers drop it.
  const profile = await readSources(
    inputs,
    {...options, allFrames: true},
    {
      labels: true,
      canonical: true,
      goroutineSamples: true,
    },
  );
  await writePprof(profile, options);
  return 0;
}
