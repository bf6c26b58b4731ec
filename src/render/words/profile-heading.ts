/**
 * The lines that say what a profile is, warnings first.
 */

import {say} from '../../base/language/say.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatValue} from '../../base/units.ts';
import type {Profile} from '../../model/profile.ts';
import {PARTIAL} from '../../model/warning-codes.ts';
import type {Style} from './style.ts';

export function profileHeading(profile: Profile, sampleType: number, style: Style): string[] {
  return [...warningLines(profile, style), profileFactsLine(profile, sampleType, style)];
}

/** Name, kind, size and time of the profile in one line. */
export function profileFactsLine(profile: Profile, sampleType: number, style: Style): string {
  const type = profile.sampleTypes[sampleType];
  const [kind, ...others] = profileFacts(profile);
  const typeName = type === undefined ? [] : [type.type === '' ? say('unnamed sample type') : safeText(type.type)];
  const facts = [kind, ...typeName, ...others];
  return `${style.bold(safeText(profile.name))}  ${style.dim(facts.join(' · '))}`;
}

/** What the profile is: kind, samples, time, duration. */
export function profileFacts(profile: Profile): string[] {
  return [say`${profile.kind} profile`, say`${formatCount(profile.counts.samples)} samples`, ...timeFacts(profile)];
}

export function warningLines(profile: Profile, style: Style): string[] {
  return profile.warnings.map(({code, message}) =>
    style.yellow(
      say`${code === PARTIAL ? PARTIAL : say('warning')}: ${safeText(profile.name)}: ${safeText(message)} (${code})`,
    ),
  );
}

/** Durations that no profile can have are left out rather than turned into rates. */
const LONGEST_NANOS = 10n * 365n * 24n * 3600n * 1_000_000_000n;

function timeFacts(profile: Profile): string[] {
  const facts: string[] = [];
  if (profile.timeNanos > 0n) {
    const date = new Date(Number(profile.timeNanos / 1_000_000n));
    if (!Number.isNaN(date.getTime())) facts.push(`${date.toISOString().slice(0, 19)}Z`);
  }
  const duration = profile.durationNanos;
  if (duration > 0n && duration < LONGEST_NANOS) facts.push(say`over ${formatValue(Number(duration), 'nanoseconds')}`);
  return facts;
}
