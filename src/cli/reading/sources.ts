/**
 * Where the profile of a report comes from: one input or several merged, a base subtracted.
 */
import type {Command} from 'commander';
import {combineSources, subtractBase} from '../../analysis/profiles/combine.ts';
import {prune} from '../../analysis/tree/prune.ts';
import {failure} from '../../base/errors.ts';
import type {Profile} from '../../model/profile.ts';
import {chooseInputs} from '../case/choose-inputs.ts';
import {collected} from '../input/collected.ts';
import {expandInputs} from '../input/expand.ts';
import {readInput} from '../input/input.ts';
import {addReadOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {mergeAll} from './merge-pool.ts';
import {type ReadJob, readAll} from './read-merged.ts';

export interface SourceOptions extends ReadChoices {
  readonly base?: readonly string[];
  readonly diffBase?: readonly string[];
  readonly normalize?: boolean;
  readonly sourceLabel?: boolean;
  readonly allFrames?: boolean;
}

export interface SourceNeeds {
  /** Read labels even though no option asks for them. */
  readonly labels: boolean;
  /** Number rows as go tool pprof does. */
  readonly canonical: boolean;
  /** Turn goroutine dumps into samples that the pprof format can hold. */
  readonly goroutineSamples?: boolean;
}

export const INPUTS =
  'profiles: paths, quoted patterns, URLs, - for standard input, folders or archives; merged if several';

export function addSourceOptions(command: Command): Command {
  command
    .optionsGroup('Sources:')
    .option('--base <input>', 'subtract this profile; repeatable', collected)
    .option('--diff-base <input>', 'subtract this profile and base percentages on it; repeatable', collected)
    .option('--normalize', "scale the profile to the base's total first")
    .option('--source-label', 'label samples with their input')
    .option('--all-frames', 'keep frames that the profile marks to drop');
  return addReadOptions(command.optionsGroup('Reading:'));
}

/** @throws USAGE, and whatever reading throws */
export async function readSources(
  inputs: readonly string[],
  options: SourceOptions,
  needs: SourceNeeds,
): Promise<Profile> {
  const {allFrames, base, diffBase, normalize, sourceLabel} = options;
  checkBases(options);
  const reading = readOptions(options);
  const chosen = (names: readonly string[]): Promise<string[]> =>
    chooseInputs({inputs: expandInputs(names), reading, choices: options}, 'merge');
  const sources = await chosen(inputs);
  const bases = await chosen(base ?? diffBase ?? []);
  const isPlain = sources.length === 1 && bases.length === 0 && !needs.canonical && sourceLabel !== true;
  if (isPlain) return readInput(sources[0], {...reading, keepLabels: needs.labels, allFrames: allFrames === true});
  // Frames are dropped after merging, so that samples which become equal by it stay apart, as in go tool pprof.
  const job = (names: readonly string[]): Omit<ReadJob, 'isMerged'> => ({
    names,
    reading: {...reading, allFrames: true},
    goroutineSamples: needs.goroutineSamples === true,
  });
  const combined =
    sourceLabel === true
      ? combineSources(await readAll(job(sources)), {hasSourceLabel: true})
      : await mergeAll(job(sources));
  const whole =
    bases.length === 0
      ? combined
      : subtractBase(combined, await mergeAll(job(bases)), {
          isMarked: diffBase !== undefined,
          isNormalized: normalize === true,
        });
  return allFrames === true ? whole : prune(whole);
}

function checkBases({base, diffBase, normalize}: SourceOptions): void {
  if (base !== undefined && diffBase !== undefined) {
    throw failure('USAGE', '--base and --diff-base cannot be combined');
  }
  if (normalize === true && base === undefined && diffBase === undefined) {
    throw failure('USAGE', '--normalize needs a --base or --diff-base to scale to');
  }
}
