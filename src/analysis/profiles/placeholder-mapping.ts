/**
 * The empty mapping that go tool pprof makes up for profiles without any: its listings show it.
 */
import type {Mapping, Profile} from '../../model/profile.ts';

const EMPTY: Mapping = {
  start: 0n,
  limit: 0n,
  offset: 0n,
  file: '',
  buildId: '',
  hasFunctions: false,
  hasFilenames: false,
  hasLineNumbers: false,
  hasInlineFrames: false,
};

/** The profile with every location in an empty mapping, where it has no mapping at all. */
export function withPlaceholderMapping(profile: Profile): Profile {
  if (profile.mappings.length > 0) return profile;
  const {locations} = profile;
  return {...profile, mappings: [EMPTY], locations: {...locations, mapping: new Int32Array(locations.length)}};
}
