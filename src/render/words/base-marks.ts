/**
 * What became of findings since a base, as every renderer of an analysis shows it.
 */
import type {BaseComparison, FindingChange, FindingStatus} from '../../analysis/compare/diff-result.ts';
import {say} from '../../base/language/say.ts';
import type {Finding} from '../../model/finding.ts';
import {movement, STATUS_WORD} from './diff-words.ts';

/** Status of a finding of the analysis; undefined without a base. */
export function statusOf(finding: Finding, base: BaseComparison | undefined): FindingStatus | undefined {
  return changeOf(finding, base)?.status;
}

function changeOf(finding: Finding, base: BaseComparison | undefined): FindingChange | undefined {
  return base?.changes.find((change) => change.finding === finding);
}

/** `new`, `grown: 12 → 400`; undefined without a base. */
export function sinceBase(finding: Finding, base: BaseComparison | undefined): string | undefined {
  const change = changeOf(finding, base);
  return change === undefined || base === undefined ? undefined : changeText(change, base);
}

export function changeText({culprit, status}: FindingChange, base: BaseComparison): string {
  const moved =
    culprit === undefined
      ? ''
      : say(': ') + movement(culprit.value, base.sections[culprit.section].comparison.types[culprit.type].unit);
  return say(STATUS_WORD[status]) + moved;
}

/** Findings of the base that the analysis has no more. */
export function goneSince(base: BaseComparison | undefined, findings: readonly Finding[]): readonly FindingChange[] {
  return base?.changes.filter(({finding}) => !findings.includes(finding)) ?? [];
}
