/**
 * The sets of labelled cases: each reads its labels from where they lie, so that a new case needs no second entry.
 */
import {readFileSync} from 'node:fs';
import type {Finding, Resource} from '../../src/model/finding.ts';
import {HANGS} from '../detectors/cases/hangs.ts';
import {HEALTHY_COST} from '../detectors/cases/healthy-cost.ts';
import {HEALTHY_CROWDS} from '../detectors/cases/healthy-crowds.ts';
import {MIXED} from '../detectors/cases/mixed.ts';
import {SICK_CPU} from '../detectors/cases/sick-cpu.ts';
import {SICK_CROWDS} from '../detectors/cases/sick-crowds.ts';
import {SICK_MEMORY} from '../detectors/cases/sick-memory.ts';
import * as lab from '../lab/cases.ts';
import {readRecording} from '../lab/recordings.ts';
import {incidentInput, incidents, readFixture} from '../support/diagnosis.ts';
import {dump, readIncident} from '../support/incident-text.ts';
import {readSample, sampleCases} from '../support/samples.ts';
import {faultPath, incidentPath} from '../support/shared.ts';
import {type LabelledCase, type LabelledSet, type Trouble, troubleLike} from './labelled-case.ts';

/** Labels of what lies outside the project and has none of its own for a first finding, and reasons to be silent. */
const LABELS: {
  readonly forms: readonly Label[];
  readonly faults: readonly Label[];
  /** Why nothing above info is said of these cases, by their names. */
  readonly reasons: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(new URL('labels.json', import.meta.url), 'utf8'));

export function samplesSet(): LabelledSet {
  const cases = sampleCases().flatMap(({diagnoses, name}) =>
    diagnoses.map(
      ({culprit = '', healthy, inputs, resource}): LabelledCase => ({
        name: `${name}: ${inputs.join(' ')}`,
        read: () => inputs.map((input) => readSample(`${name}/${input}`)),
        ...(healthy === true ? {} : {trouble: sampleTrouble(new RegExp(culprit), resource)}),
      }),
    ),
  );
  return {name: 'samples', title: 'The samples of the project.', cases};
}

function sampleTrouble(culprit: RegExp, resource: Resource | undefined): Trouble {
  const fits = (finding: Finding): boolean => resource === undefined || finding.resource?.kind === resource.kind;
  return {isNamedBy: (finding) => culprit.test(finding.culprit.function) && fits(finding)};
}

export function variantsSet(): LabelledSet {
  const cases: LabelledCase[] = [
    ...SICK_CROWDS.map(([name, text, finding]) => ({
      name,
      read: () => [readIncident(text)],
      trouble: troubleLike(finding),
    })),
    ...MIXED.map(([name, text, finding]) => ({name, read: () => [readIncident(text)], trouble: troubleLike(finding)})),
    ...HANGS.map(([name, lines, finding]) => ({
      name,
      read: () => [readIncident(dump(lines, {firstId: 18}))],
      trouble: troubleLike(finding),
    })),
    ...[...SICK_CPU, ...SICK_MEMORY].map(([name, profile, finding]) => ({
      name,
      read: () => [profile],
      trouble: troubleLike(finding),
    })),
    ...HEALTHY_CROWDS.map(([name, text]) => ({name, read: () => [readIncident(text)]})),
    ...HEALTHY_COST.map(([name, profile]) => ({name, read: () => [profile]})),
  ];
  return {name: 'variants', title: 'Variants of reported trouble and healthy processes, written for the tests.', cases};
}

export function labSet(folder: string): LabelledSet {
  const sick = (modes: readonly (readonly [string, string])[], kind: string, options = {}): LabelledCase[] =>
    modes.map(([mode, finding]) => ({
      ...recording(folder, `${mode}.${kind}`, options),
      trouble: {
        detector: finding.split(' ')[0],
        isNamedBy: ({culprit, id}) => finding === `${id} ${culprit.function}`,
        ...(modes === lab.ONLY_SHOWN ? {isOnlyNoted: true} : {}),
      },
    }));
  const short = {limits: lab.SHORT_RUN};
  const cases = [
    ...sick([...lab.STUCK, ...lab.STUCK_IN_TEXT], 'goroutine.txt'),
    ...sick(lab.ONLY_SHOWN, 'goroutine.txt'),
    ...sick(lab.STUCK, 'goroutine.pb.gz'),
    ...sick(lab.HELD, 'heap.pb.gz'),
    ...sick(lab.SPENT, 'cpu.pb.gz'),
    ...sick(lab.WAITED, 'mutex.pb.gz', short),
    ...sick(lab.WAITED, 'block.pb.gz'),
    ...lab.PARKED_HEALTHY.flatMap((mode) => lab.PARKED_KINDS.map((kind) => recording(folder, `${mode}.${kind}`))),
    ...lab.BUSY_HEALTHY.map((mode) => recording(folder, `${mode}.cpu.pb.gz`)),
    ...lab.WAITED_HEALTHY.flatMap((mode) =>
      ['mutex', 'block'].map((kind) => recording(folder, `${mode}.${kind}.pb.gz`, short)),
    ),
  ];
  return {name: 'lab', title: 'Processes of the lab: each kind of trouble and healthy processes, recorded.', cases};
}

function recording(folder: string, file: string, options = {}): LabelledCase {
  return {name: file, read: () => [readRecording(folder, file)], options};
}

export function incidentsSet(): LabelledSet {
  const cases = incidents().flatMap((incident) => {
    const {culprit, healthy, id, input, mechanism} = incident;
    const label = healthy ? {} : {trouble: troubleOf(culprit, mechanism)};
    return [...new Set([incidentInput(incident), input])].map((file) => ({
      name: `${id}/${file}`,
      read: () => [readFixture(incidentPath(id, file))],
      ...label,
    }));
  });
  return {name: 'incidents', title: 'Public incidents, as people reported them.', cases};
}

export function formsSet(): LabelledSet {
  return {
    name: 'forms',
    title: 'Fragments of dumps in the forms in which they reach people.',
    cases: LABELS.forms.map((label) => labelled(label, incidentPath('forms', label.file))),
  };
}

export function faultsSet(): LabelledSet {
  return {
    name: 'faults',
    title: 'Inputs that once failed, each for a kind.',
    cases: LABELS.faults.map((label) => labelled(label, faultPath(label.file))),
  };
}

interface Label {
  readonly file: string;
  readonly culprit?: string;
  readonly mechanism?: string;
  /** A detector that may not be the one that speaks. */
  readonly not?: string;
  /** The input proves too little for an alarm: the cause is expected as info. */
  readonly isOnlyNoted?: boolean;
}

function labelled({culprit, file, isOnlyNoted, mechanism, not}: Label, path: string): LabelledCase {
  const read = () => [readFixture(path)];
  const name = file.replace(/\.\w+$/, '').replaceAll('-', ' ');
  if (culprit === undefined || mechanism === undefined) return {name, read};
  const noted = isOnlyNoted === true ? {isOnlyNoted} : {};
  return {name, read, trouble: {...troubleOf(culprit, mechanism, not), ...noted}};
}

function troubleOf(culprit: string, detector: string, not?: string): Trouble {
  const pattern = new RegExp(culprit);
  return {detector, isNamedBy: (finding) => pattern.test(finding.culprit.function) && finding.id !== not};
}

/** Why silence about this case is right; undefined where it is not known to be. */
export function reasonOf(name: string): string | undefined {
  return LABELS.reasons[name];
}
