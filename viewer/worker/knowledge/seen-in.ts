/**
 * Which of several inputs show a finding by themselves. Loaded on demand: a single input needs none of it.
 */
import {indexFindings} from '../../../src/analysis/evidence/same-finding.ts';
import {type Diagnosis, diagnose, type Knowledge} from '../../../src/diagnose.ts';
import type {OpenInputs} from '../loading/open.ts';

/** With more inputs than this, none is diagnosed alone. */
const MOST_ALONE = 12;

/** For each finding, the inputs that show it by themselves. */
export function seenIn(
  {findings}: Diagnosis,
  {options, profiles}: Pick<OpenInputs, 'options' | 'profiles'>,
  knowledge: Knowledge,
): number[][] {
  if (profiles.length > MOST_ALONE) return findings.map(() => []);
  const alone = profiles.map((profile) => indexFindings(diagnose([profile], knowledge, options).findings));
  return findings.map((finding) => [...alone.keys()].filter((input) => alone[input].has(finding)));
}
