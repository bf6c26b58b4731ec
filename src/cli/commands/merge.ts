/**
 * `pprofx merge`: merge profiles into one.
 */
import type {Command} from 'commander';
import {failure} from '../../base/errors.ts';
import {mergeDataset} from '../dataset/merge-dataset.ts';
import {addCommonOptions, type CommonOptions} from '../options/common-options.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writePprof} from '../output/pprof-output.ts';
import {addSourceOptions, INPUTS, readSources, type SourceOptions} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';

interface MergeCommandOptions extends CommonOptions, SourceOptions {
  readonly dataset?: string;
  readonly where?: string;
}

export const mergeCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('[inputs...]', INPUTS)
      .option('--dataset <dir>', 'merge profiles from a dataset of pprofx export instead; needs DuckDB')
      .option('--where <sql>', "which of them, e.g. \"service = 'web' AND kind = 'heap'\"");
    addSourceOptions(command);
    addCommonOptions(command.optionsGroup('Options:'), ['pprof']).addHelpText(
      'after',
      pprofWords([
        ['go tool pprof -proto a.pb.gz b.pb.gz >all.pb.gz', 'pprofx merge a.pb.gz b.pb.gz -o all.pb.gz'],
        ['(no equivalent)', 'pprofx merge --source-label "node-*.pb.gz" -o all.pb.gz'],
        [
          '(no equivalent)',
          "pprofx merge --dataset dataset/ --where \"service = 'web' AND kind = 'cpu'\" -o web.pb.gz",
        ],
      ]),
    );
    command.action((inputs: string[], options: MergeCommandOptions) => run(() => merge(inputs, options)));
  },
};

async function merge(inputs: readonly string[], options: MergeCommandOptions): Promise<number> {
  const {dataset, where} = options;
  if (dataset !== undefined) {
    if (inputs.length > 0) throw failure('USAGE', `--dataset replaces inputs, but ${inputs[0]} is given as well`);
    await writePprof(await mergeDataset(dataset, where ?? ''), options);
    return 0;
  }
  if (where !== undefined)
    throw failure('USAGE', '--where chooses among the profiles of a dataset', {}, 'give --dataset');
  if (inputs.length === 0) throw failure('USAGE', 'there is nothing to merge', {}, 'name profiles or give --dataset');
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
