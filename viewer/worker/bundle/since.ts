/**
 * What happened since an earlier snapshot of a profile that counts since the start of its process.
 */
import {subtractBase} from '../../../src/analysis/profiles/combine.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {PageReading} from '../../../src/render/html/page.ts';
import type {FileBytes} from '../../input-file.ts';
import {readInput} from '../loading/read-input.ts';

export async function since(
  profile: Profile,
  {base, name}: FileBytes,
  reading: PageReading | undefined,
): Promise<Profile> {
  if (base === undefined) return profile;
  const before = await readInput({name, bytes: base}, reading, () => undefined);
  return {...subtractBase(profile, before, {isMarked: false, isNormalized: false}), name};
}
