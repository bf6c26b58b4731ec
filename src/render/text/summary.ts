/**
 * What a profile is, in a few lines: its heading and its largest functions, or the largest groups of a goroutine dump.
 */

import type {ProfileFacts} from '../../analysis/case/case.ts';
import {waitPhrase} from '../../analysis/goroutines/wait-class.ts';
import {kernelWaitFrame} from '../../analysis/names/kernel-frames.ts';
import {blockingFrame} from '../../analysis/names/layers.ts';
import {sortTop} from '../../analysis/reports/top.ts';
import {say} from '../../base/language/say.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatPercent, formatValue} from '../../base/units.ts';
import {isDumpKind} from '../../model/dump-kind.ts';
import {shortName} from '../../model/symbol.ts';
import {profileFactsLine} from '../words/profile-heading.ts';
import type {Style} from '../words/style.ts';

const ROWS = 5;

export function summaryLines(facts: ProfileFacts, style: Style): string[] {
  const {profile} = facts;
  return [
    profileFactsLine(profile, profile.defaultSampleType, style),
    ...(isDumpKind(profile.kind) ? groupRows(facts) : topRows(facts)),
  ];
}

function topRows(facts: ProfileFacts): string[] {
  const {profile} = facts;
  const top = facts.top(profile.defaultSampleType);
  const unit = profile.sampleTypes[profile.defaultSampleType]?.unit ?? '';
  return Array.from(sortTop(top, 'flat').subarray(0, ROWS), (row) => {
    const flat = top.flat.values[row];
    return rowText(formatValue(flat, unit), formatPercent(flat, top.total), shortName(top.names[row]));
  });
}

function groupRows(facts: ProfileFacts): string[] {
  const {groups, total} = facts.census();
  return groups.slice(0, ROWS).map(({count, names, waitClass}) => {
    const at = facts.profile.kind === 'kernel' ? kernelWaitFrame(names) : blockingFrame(names);
    const where = at < 0 ? say('(no frames)') : shortName(names[at]);
    return rowText(formatCount(count), formatPercent(count, total), say`${where}, ${waitPhrase(waitClass)}`);
  });
}

function rowText(value: string, share: string, name: string): string {
  return `  ${value.padStart(10)}  ${share.padStart(6)}  ${safeText(name)}`;
}
