/**
 * Replaces what sets samples of idle processors aside in the page's worker: Go's own profiles have none, so it loads with
 * the first profile that may. The build makes the replacement.
 */
import type {Profile} from '../../../src/model/profile.ts';
import {MissingModule} from './missing-module.ts';

let loaded: typeof import('../../../src/analysis/case/idle-processors.ts') | undefined;

export function withoutIdleProcessors(profile: Profile): Profile {
  const {format, kind, mappings} = profile;
  if (kind !== 'cpu' || (format === 'pprof' && !mappings.some(({file}) => /kernel|vmlinux/.test(file)))) return profile;
  if (loaded !== undefined) return loaded.withoutIdleProcessors(profile);
  throw new MissingModule(async () => {
    loaded = await import('../../../src/analysis/case/idle-processors.ts');
  });
}
