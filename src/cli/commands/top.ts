/**
 * `pprofx top`: the functions that hold most.
 */
import type {Command} from 'commander';
import {computeTop} from '../../analysis/top.ts';
import {failure} from '../../base/errors.ts';
import type {Profile} from '../../model/profile.ts';
import {renderTopJson} from '../../render/top-json.ts';
import {renderTopText} from '../../render/top-text.ts';
import type {CommandModule} from '../command.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../common-options.ts';
import {readInput} from '../io/input.ts';
import {writeResult} from '../io/output.ts';
import {addReadOptions, type ReadChoices, readOptions} from '../read-options.ts';

interface TopOptions extends CommonOptions, ReadChoices {
  readonly cum?: boolean;
  readonly nodecount: string;
  readonly sampleIndex?: string;
  readonly full?: boolean;
}

export const topCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<input>', 'a profile: path, URL or - for standard input')
      .option('--cum', 'sort by cumulative value')
      .option('--nodecount <n>', 'rows to show, 0 for all', '30')
      .option('--sample-index <type>', 'sample type by name or number, e.g. alloc_space')
      .option('--full', 'full import paths');
    addReadOptions(command);
    addCommonOptions(command, ['text', 'json']);
    command.action((input: string, options: TopOptions) => run(() => top(input, options)));
  },
};

async function top(input: string, options: TopOptions): Promise<number> {
  const profile = await readInput(input, {...readOptions(options), keepLabels: false});
  const table = computeTop(profile, sampleIndex(profile, options.sampleIndex));
  const sort = options.cum === true ? 'cum' : 'flat';
  const nodeCount = Math.max(0, Number.parseInt(options.nodecount, 10) || 0);
  const result =
    options.format === 'json'
      ? renderTopJson(profile, table, {sort, nodeCount})
      : renderTopText(
          profile,
          table,
          {sort, nodeCount, fullNames: options.full === true},
          styleFor(options, process.stdout),
        );
  await writeResult(result, options);
  return 0;
}

/** The sample type a user names: by name, or by number as go tool pprof counts them. */
export function sampleIndex(profile: Profile, wanted: string | undefined): number {
  if (wanted === undefined) return profile.defaultSampleType;
  const byName = profile.sampleTypes.findIndex(({type}) => type === wanted);
  if (byName >= 0) return byName;
  const number = Number(wanted);
  if (wanted !== '' && Number.isInteger(number) && number >= 0 && number < profile.sampleTypes.length) return number;
  const names = profile.sampleTypes.map(({type}) => type).join(', ');
  throw failure('NO_SUCH_SAMPLE_TYPE', `no sample type ${wanted}; the profile has: ${names}`, {input: profile.name});
}
