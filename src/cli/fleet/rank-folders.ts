/**
 * Reads the profiles below folders one by one into a ranking.
 */

import {type Fleet, type FleetLimits, FleetRanking} from '../../analysis/fleet/fleet-ranking.ts';
import type {SignatureIndex} from '../../analysis/knowledge/signature-match.ts';
import {PprofxError} from '../../base/errors.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {fleetFiles, type Warn} from './fleet-files.ts';
import {type LabelRule, labelsOf} from './fleet-labels.ts';

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
  const reading = {...options.reading, keepLabels: false} as const;
  for (const file of fleetFiles(inputs, warn)) {
    try {
      const profile = await readInput(file.path, reading);
      ranking.add(profile, {file: file.path, labels: labelsOf(file, profile, options.rules)});
    } catch (error) {
      if (!(error instanceof PprofxError)) throw error;
      warn(error);
    }
  }
  return ranking.finish();
}
