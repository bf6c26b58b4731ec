/**
 * Diagnoses the open inputs. Loaded on demand: the flamegraph needs none of it.
 */
import {indexFindings} from '../../../src/analysis/evidence/same-finding.ts';
import {type Diagnosis, diagnose, type Knowledge} from '../../../src/diagnose.ts';
import type {Diagnosed} from '../../protocol.ts';
import {knowledgeFor} from '../knowledge/knowledge.ts';
import {withModules} from '../lazy/missing-module.ts';
import type {OpenInputs} from '../loading/open.ts';

/** Past so many inputs, none is looked at for itself. */
const MOST_ALONE = 12;

/** Diagnoses all inputs together. */
export async function diagnoseInputs({
  options,
  profiles,
}: OpenInputs): Promise<{diagnosis: Diagnosis; answer: Diagnosed}> {
  const knowledge = await knowledgeFor(profiles);
  const diagnosis = await withModules(() => diagnose(profiles, knowledge, options));
  const {findings, suppressed} = diagnosis;
  const checks = knowledge.detectors.map(({title}) => title);
  return {diagnosis, answer: {findings, suppressed, checks, seenIn: seenIn(diagnosis, profiles, knowledge, options)}};
}

/** For each finding, the inputs that show it by themselves. */
function seenIn(
  {findings}: Diagnosis,
  profiles: OpenInputs['profiles'],
  knowledge: Knowledge,
  options: OpenInputs['options'],
): number[][] {
  if (profiles.length === 1) return findings.map(() => [0]);
  if (profiles.length > MOST_ALONE) return findings.map(() => []);
  const alone = profiles.map((profile) => indexFindings(diagnose([profile], knowledge, options).findings));
  return findings.map((finding) => [...alone.keys()].filter((input) => alone[input].has(finding)));
}
