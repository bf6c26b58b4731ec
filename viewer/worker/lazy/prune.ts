/**
 * Replaces what drops the frames that a profile calls uninteresting: Go's own profiles name none, so it loads when one
 * does. The build makes the replacement.
 */
import type {Profile} from '../../../src/model/profile.ts';
import {MissingModule} from './missing-module.ts';

let loaded: typeof import('../../../src/analysis/tree/prune.ts') | undefined;

export function prune(profile: Profile): Profile {
  if (profile.dropFrames === '') return profile;
  if (loaded !== undefined) return loaded.prune(profile);
  throw new MissingModule(async () => {
    loaded = await import('../../../src/analysis/tree/prune.ts');
  });
}
