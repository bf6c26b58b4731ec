/**
 * Reads the profiles below folders one by one into a ranking.
 */
import {type Fleet, type FleetLimits, FleetRanking} from '../../analysis/fleet/fleet-ranking.ts';
import type {SignatureIndex} from '../../analysis/knowledge/signature-match.ts';
import type {Profile} from '../../model/profile.ts';
import {readProfile} from '../../read.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {keepNurserySmall} from '../system/nursery.ts';
import {type FleetFile, fleetFiles, type Warn} from './fleet-files.ts';
import {type LabelRule, labelsOf} from './fleet-labels.ts';
import {readEach} from './read-each.ts';

export interface RankOptions {
  readonly by: readonly string[];
  readonly limits: FleetLimits;
  readonly rules: readonly LabelRule[];
  readonly signatures: SignatureIndex;
  readonly reading: InputOptions;
}

/** @param warn  called once for each file that cannot be read */
export async function rankFolders(inputs: readonly string[], options: RankOptions, warn: Warn): Promise<Fleet> {
  const ranking = new FleetRanking(options);
  // Of thousands of profiles each is garbage at once: 128 → 92 MB at the peak, for no measurable time.
  keepNurserySmall();
  // Without labels a profile is read faster; what an archive holds is read once, so with them.
  const reading = {...options.reading, keepLabels: false} as const;
  const sources = mapped(fleetFiles(inputs, warn), (file) => ({file, read: () => readInput(file.path, reading)}));
  const readBytes = (bytes: Uint8Array, {path}: FleetFile): Profile =>
    readProfile(bytes, {...options.reading, name: path});
  for await (const {file, value} of readEach(sources, readBytes, warn)) {
    ranking.add(value, {file: file.path, labels: labelsOf(file, value, options.rules)});
  }
  return ranking.finish();
}

function* mapped<T, R>(items: Iterable<T>, change: (item: T) => R): Generator<R> {
  for (const item of items) yield change(item);
}
