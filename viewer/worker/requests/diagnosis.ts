/**
 * Diagnoses the open inputs. Loaded on demand: the flamegraph needs none of it.
 */
import {type Diagnosis, diagnose} from '../../../src/diagnose.ts';
import type {Diagnosed} from '../../protocol.ts';
import {knowledgeFor} from '../knowledge/knowledge.ts';
import {withModules} from '../lazy/missing-module.ts';
import type {OpenInputs} from '../loading/open.ts';

/** Diagnoses all inputs together. */
export async function diagnoseInputs({
  files,
  options: chosen,
  profiles,
}: OpenInputs): Promise<{diagnosis: Diagnosis; answer: Diagnosed}> {
  const residentBytes = files.find((file) => file.residentBytes !== undefined)?.residentBytes;
  const options = residentBytes === undefined ? chosen : {...chosen, residentBytes};
  const knowledge = await knowledgeFor(profiles);
  const diagnosis = await withModules(() => diagnose(profiles, knowledge, options));
  const {findings, suppressed} = diagnosis;
  const checks = knowledge.detectors.map(({title}) => title);
  const seenIn =
    profiles.length === 1
      ? findings.map(() => [0])
      : (await import('../knowledge/seen-in.ts')).seenIn(diagnosis, {options, profiles}, knowledge);
  return {diagnosis, answer: {findings, suppressed, checks, seenIn}};
}
