/**
 * A profile as `pprofx convert` writes it, not compressed: the page does that.
 */
import {goroutinesAsSamples} from '../../../src/analysis/goroutines/samples.ts';
import {mergeProfiles} from '../../../src/analysis/profiles/merge.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';

export function pprofBytes(profile: Profile): Uint8Array {
  return encodePprof(mergeProfiles([goroutinesAsSamples(profile)]));
}
