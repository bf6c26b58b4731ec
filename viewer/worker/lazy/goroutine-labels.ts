/**
 * Replaces what makes a dump of samples with labels in the page's worker: there they stay samples, for what reads them would
 * be on the way of every page. The build makes the replacement.
 */
import type {ProfileBuilder} from '../../../src/model/builder/profile-builder.ts';
import type {Profile} from '../../../src/model/profile.ts';

export function finishGoroutines(builder: ProfileBuilder): Profile {
  return builder.finish();
}
