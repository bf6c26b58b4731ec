/**
 * What to say about the release that holds the fix of a known bug.
 *
 * `fixedIn` is free text; `MODULE@vX.Y.Z` in it is compared with the version that source paths of the profile show.
 */
import {say} from '../../base/language/say.ts';
import type {Finding} from '../../model/finding.ts';
import {functionFile, type Profile} from '../../model/profile.ts';
import type {Signature} from '../../model/signature.ts';

const RELEASE = /(?<![\w./-])([\w./-]+)@(v\d+\.\d+\.\d+)/g;

/** The finding with the release that holds the fix as the first thing to do. */
export function withFixNotice(
  finding: Finding,
  signatures: readonly Signature[],
  profiles: readonly Profile[],
): Finding {
  if (finding.signature === undefined) return finding;
  const fixedIn = signatures.find(({id}) => id === finding.signature)?.fixedIn;
  return fixedIn === undefined ? finding : {...finding, advice: [fixNotice(fixedIn, profiles), ...finding.advice]};
}

function fixNotice(fixedIn: string, profiles: readonly Profile[]): string {
  const fix = say`Fixed in ${fixedIn.replace(RELEASE, '$1 $2')}.`;
  for (const [, module, release] of fixedIn.matchAll(RELEASE)) {
    const shown = shownVersion(module, profiles);
    if (shown === undefined) continue;
    return isBefore(shown, release)
      ? say`${fix} This process was built with ${shown}, which is older.`
      : say`${fix} This process was built with ${shown}, which holds that fix: the cause is another one.`;
  }
  return say`${fix} Compare it with the version of this process.`;
}

/** The version in source paths of the module cache, `…/MODULE@vX.Y.Z/file.go`. */
function shownVersion(module: string, profiles: readonly Profile[]): string | undefined {
  const mark = `${module}@v`;
  for (const profile of profiles) {
    for (let row = 0; row < profile.functions.length; row++) {
      const file = functionFile(profile, row);
      const at = file.indexOf(mark);
      if (at >= 0) return file.slice(at + mark.length - 1).split('/', 1)[0];
    }
  }
  return undefined;
}

/** Whether a version comes before a release; a pre-release, or a commit on the way to it, does. */
function isBefore(version: string, release: string): boolean {
  const shown = numbersOf(version);
  const wanted = numbersOf(release);
  const at = wanted.findIndex((number, i) => number !== shown[i]);
  return at < 0 ? version.includes('-') : shown[at] < wanted[at];
}

function numbersOf(version: string): number[] {
  return version
    .slice(1)
    .split(/[-+]/, 1)[0]
    .split('.')
    .map((digits) => Number.parseInt(digits, 10));
}
