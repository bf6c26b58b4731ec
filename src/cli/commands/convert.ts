/**
 * `pprofx convert`: a profile in another format.
 */
import {type Command, Option} from 'commander';
import {applyFilters, applyNoInlines} from '../../analysis/filters/filters.ts';
import {mergeProfiles} from '../../analysis/profiles/merge.ts';
import {sampleTypeOf} from '../../analysis/values/sample-choice.ts';
import type {Profile} from '../../model/profile.ts';
import {renderFolded} from '../../render/exchange/folded.ts';
import {encodeOtlp} from '../../render/exchange/otlp.ts';
import {renderSpeedscope} from '../../render/exchange/speedscope.ts';
import {renderProfileJson} from '../../render/json/profile.ts';
import {addRedactOptions, caseProfiles, type RedactChoices} from '../input/redaction.ts';
import {addCommonOptions, type CommonOptions} from '../options/common-options.ts';
import {addFilterOptions, type FilterOptions, filterSettings} from '../options/filter-options.ts';
import {writeResult} from '../output/output.ts';
import {writeGzip, writePprof} from '../output/pprof-output.ts';
import {addSourceOptions, INPUTS, readSources, type SourceOptions} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';

const TARGETS = ['pprof', 'folded', 'speedscope', 'json', 'otlp'] as const;

type Target = (typeof TARGETS)[number];

interface ConvertOptions extends CommonOptions, FilterOptions, SourceOptions, RedactChoices {
  readonly to?: Target;
  readonly sampleIndex?: string;
}

/** Endings of output files that name a format. */
const ENDINGS: readonly (readonly [string, Target])[] = [
  ['.speedscope.json', 'speedscope'],
  ['.json', 'json'],
  ['.folded', 'folded'],
  ['.collapsed', 'folded'],
  ['.otlp', 'otlp'],
  ['.txt', 'folded'],
];

export const convertCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<inputs...>', INPUTS)
      .addOption(
        new Option('--to <format>', 'same as --format (default: from the extension of -o, or pprof)').choices(TARGETS),
      )
      .option('--sample-index <type>', 'sample type of folded stacks, by name or number');
    addRedactOptions(command);
    addFilterOptions(command);
    addSourceOptions(command);
    addCommonOptions(command.optionsGroup('Options:'), TARGETS).addHelpText('after', EXAMPLES);
    command.action((inputs: string[], options: ConvertOptions) => run(() => convert(inputs, options)));
  },
};

const EXAMPLES = `
Examples:
  pprofx convert goroutines.txt -o goroutines.pb.gz    a dump as a profile for go tool pprof
  pprofx convert heap.pb.gz --to folded | flamegraph.pl
  pprofx convert cpu.pb.gz -o cpu.speedscope.json
  pprofx convert --redact heap.pb.gz -o ticket.pb.gz   to share: your own names are replaced
`;

async function convert(inputs: readonly string[], options: ConvertOptions): Promise<number> {
  const to = targetOf(options);
  const profile = await readSources(
    inputs,
    // A profile keeps the frames it calls uninteresting: whoever reads it drops them.
    {...options, allFrames: options.allFrames === true || to === 'pprof' || to === 'otlp'},
    {labels: true, canonical: true, goroutineSamples: true},
  );
  const {profile: filtered, unmatched} = applyFilters(profile, filterSettings(options));
  for (const name of unmatched) process.stderr.write(`warning: --${name} matched nothing\n`);
  const shown = applyNoInlines(filtered, options.noinlines === true);
  const final = caseProfiles([shown], options).profiles[0];
  await write(final === profile ? profile : mergeProfiles([final]), to, options);
  return 0;
}

function targetOf({format, output, to}: ConvertOptions): Target {
  if (to !== undefined) return to;
  const asked = TARGETS.find((target) => target === format) ?? 'pprof';
  if (asked !== 'pprof') return asked;
  return ENDINGS.find(([ending]) => output?.endsWith(ending) === true)?.[1] ?? 'pprof';
}

async function write(profile: Profile, to: Target, options: ConvertOptions): Promise<void> {
  if (to === 'pprof') await writePprof(profile, options);
  else if (to === 'otlp') await writeGzip(encodeOtlp(profile), options);
  else if (to === 'folded')
    await writeResult(renderFolded(profile, sampleTypeOf(profile, options.sampleIndex)), options);
  else await writeResult(to === 'json' ? renderProfileJson(profile) : renderSpeedscope(profile), options);
}
