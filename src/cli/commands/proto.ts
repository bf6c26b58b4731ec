/**
 * `pprofx proto`: the profile as it is after all filters, in the pprof format.
 */
import type {Command} from 'commander';
import {mergeProfiles} from '../../analysis/profiles/merge.ts';
import {dividedProfile} from '../../analysis/reports/divided-profile.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writePprof} from '../output/pprof-output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport} from './report-command.ts';

export const protoCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['pprof'], 'all').addHelpText(
      'after',
      pprofWords([
        [
          'go tool pprof -proto -focus=List heap.pb.gz >list.pb.gz',
          'pprofx proto --focus List heap.pb.gz -o list.pb.gz',
        ],
      ]),
    );
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => proto(inputs, options)));
  },
};

async function proto(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('proto', inputs, options, {labels: true, canonical: true});
  await writePprof(mergeProfiles([dividedProfile(report)]), options);
  return 0;
}
