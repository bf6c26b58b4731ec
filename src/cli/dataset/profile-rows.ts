/**
 * One profile as rows of the tables.
 */

import {shapeOfGroup} from '../../analysis/blocking/blocked-clusters.ts';
import type {Case} from '../../analysis/case/case.ts';
import type {GoroutineGroup} from '../../analysis/goroutines/census.ts';
import {goroutinesAsSamples} from '../../analysis/goroutines/samples.ts';
import {waitFacts} from '../../analysis/goroutines/waits.ts';
import {kindOfFunction, resourceText} from '../../analysis/knowledge/k8s-kinds.ts';
import type {SignatureIndex} from '../../analysis/knowledge/signature-match.ts';
import {responsibleFrame} from '../../analysis/names/layers.ts';
import {analyze} from '../../analyze.ts';
import {NONE} from '../../base/columns.ts';
import {pushAll} from '../../base/lists.ts';
import {displayText} from '../../base/utf8.ts';
import type {Finding} from '../../model/finding.ts';
import type {Profile, ValueType} from '../../model/profile.ts';
import {identityName, isStandardPackage, packageOf} from '../../model/symbol.ts';
import {int64Parts} from '../../render/exchange/pprof.ts';
import {analysisObject} from '../../render/json/analysis.ts';
import {toJson} from '../../render/json/json.ts';
import type {ContentIds, KnownStack} from './content-ids.ts';
import {VALUE_COLUMNS} from './tables.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface ProfileRows {
  readonly profile: Row;
  readonly samples: readonly Row[];
  readonly goroutines: readonly Row[];
  readonly findings: readonly Row[];
  /** Stacks that the rows name, each once. */
  readonly stacks: readonly KnownStack[];
}

/** What is known of a profile beside its content. */
export interface ProfileOrigin {
  readonly id: string;
  readonly source: string;
  readonly sha256: string;
  readonly labels: ReadonlyMap<string, string>;
}

const LARGEST = 2n ** 63n;

export function profileRows(read: Profile, origin: ProfileOrigin, ids: ContentIds): ProfileRows {
  const profile = goroutinesAsSamples(read, 'state');
  const stacks = new Map<string, KnownStack>();
  const stackAt = ids.stacksOf(profile);
  const stackId = (row: number): string => {
    const stack = stackAt(row);
    stacks.set(stack.id, stack);
    return stack.id;
  };
  const totals = profile.sampleTypes.map(() => 0n);
  const samples = sampleRows(profile, origin.id, stackId, totals);
  const {findings, subject} = analyze([read]);
  const isDump = read.kind === 'goroutine' || read.kind === 'goroutineleak';
  const goroutines = isDump ? goroutineRows(subject, origin.id, stackId) : [];
  return {
    profile: profileRow(profile, origin, totals),
    samples,
    goroutines,
    findings: findingRows(subject, findings, origin.id),
    stacks: [...stacks.values()],
  };
}

function profileRow(profile: Profile, {id, labels, sha256, source}: ProfileOrigin, totals: readonly bigint[]): Row {
  const {durationNanos, kind, period, periodType, sampleTypes, timeNanos} = profile;
  return {
    id,
    time: timeNanos === 0n ? null : new Date(Number(timeNanos / 1_000_000n)),
    time_nanos: timeNanos,
    version: labels.get('version') ?? labels.get('build') ?? '',
    instance: labels.get('instance') ?? '',
    labels: JSON.stringify(Object.fromEntries(labels)),
    kind,
    sample_types: sampleTypes.map(typeText),
    // A sum that int64 does not hold is cut to the nearest that it does; the rows themselves are exact.
    totals: totals.map((total) => (total >= LARGEST ? LARGEST - 1n : total < -LARGEST ? -LARGEST : total)),
    duration_nanos: durationNanos,
    period_type: periodType === undefined ? '' : typeText(periodType),
    period,
    source: displayText(source),
    source_sha256: sha256,
  };
}

function typeText({type, unit}: ValueType): string {
  return displayText(`${type}/${unit}`);
}

/** The column of each sample type, undefined for one without; of two types of one name, the first has it. */
function columnsOf({sampleTypes}: Profile): (string | undefined)[] {
  return sampleTypes.map(({type, unit}, index) =>
    VALUE_COLUMNS.get(type) === unit && sampleTypes.findIndex((each) => each.type === type) === index
      ? type
      : undefined,
  );
}

function sampleRows(profile: Profile, id: string, stackId: (row: number) => string, totals: bigint[]): Row[] {
  const {samples} = profile;
  const columns = columnsOf(profile);
  const labelTexts = new Map<number, string | null>();
  const rows: Row[] = [];
  for (let row = 0; row < samples.length; row++) {
    const labelSet = samples.labels[row];
    const labels = labelTexts.get(labelSet) ?? labelsJson(profile, labelSet);
    labelTexts.set(labelSet, labels);
    const values = samples.values.map(
      (column, type) => BigInt(column[row]) + BigInt(samples.residues[type]?.[row] ?? 0),
    );
    values.forEach((value, type) => {
      totals[type] += value;
    });
    const place = {profile: id, stack: stackId(samples.stack[row]), labels};
    for (const part of int64Parts(values)) pushAll(rows, valueRows(place, columns, part.map(BigInt)));
  }
  return rows;
}

/** One row for all types with a column, and one for each other type. */
function valueRows(place: Row, columns: readonly (string | undefined)[], values: readonly bigint[]): Row[] {
  const named = columns.flatMap((column, type) => (column === undefined ? [] : [[column, values[type]] as const]));
  const rows: Row[] = named.length === 0 ? [] : [{...place, ...Object.fromEntries(named)}];
  columns.forEach((column, type) => {
    if (column === undefined) rows.push({...place, other_type: type, other_value: values[type]});
  });
  return rows;
}

/** Labels as a JSON list of [key, text] and [key, number as text, unit], sorted by key; null for none. */
function labelsJson({labelSets, strings}: Profile, labelSet: number): string | null {
  const entries: string[][] = [];
  for (let row = labelSets.start[labelSet]; row < labelSets.start[labelSet + 1]; row++) {
    const key = displayText(strings.at(labelSets.key[row]));
    entries.push(
      labelSets.text[row] === NONE
        ? [key, String(labelSets.number[row]), displayText(strings.at(labelSets.unit[row]))]
        : [key, displayText(strings.at(labelSets.text[row]))],
    );
  }
  if (entries.length === 0) return null;
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function goroutineRows({inputs, options}: Case, id: string, stackId: (row: number) => string): Row[] {
  const [facts] = inputs;
  const {goroutines, samples} = facts.profile;
  return facts.census().groups.map((group) => {
    const waits = waitFacts(goroutines, samples.values[0], group.rows, facts.clock());
    const isPrinted = waits !== undefined && !waits.isEstimated;
    return {
      profile: id,
      stack: stackId(group.stack),
      wait_class: group.waitClass,
      state: group.state,
      responsible: responsibleName(group),
      created_by: displayText(identityName(group.createdBy)),
      idle: idleId(group, options.signatures),
      count: BigInt(group.count),
      wait_min: isPrinted ? Math.round(waits.min) : null,
      wait_median: isPrinted ? Math.round(waits.median) : null,
      wait_max: isPrinted ? Math.round(waits.max) : null,
    };
  });
}

function responsibleName({names}: GoroutineGroup): string {
  const at = responsibleFrame(names);
  return at < 0 ? '' : displayText(identityName(names[at]));
}

function idleId(group: GoroutineGroup, signatures: SignatureIndex): string | null {
  const idle = signatures.find(shapeOfGroup(group), 'idle');
  return idle !== undefined && group.count <= (idle.atMost ?? Number.POSITIVE_INFINITY) ? idle.id : null;
}

function findingRows(subject: Case, findings: readonly Finding[], id: string): Row[] {
  const {findings: objects} = analysisObject(subject, findings, []) as {readonly findings: readonly unknown[]};
  return findings.map((finding, i) => ({
    profile: id,
    detector: finding.id,
    severity: finding.severity,
    title: displayText(finding.title),
    culprit: displayText(identityName(finding.culprit.function)),
    fingerprint: finding.fingerprint,
    json: toJson(objects[i]).trimEnd(),
  }));
}

/** Rows of `functions` and `stacks` for what a stack is made of. */
export function stackRow({frames, id}: KnownStack): Row {
  const own = frames.find(({name}) => !isStandardPackage(packageOf(name))) ?? frames.at(-1);
  return {
    id,
    frames: frames.map((frame) => frame.id),
    leaf: frames[0]?.name ?? '',
    responsible: own?.name ?? '(no frames)',
    kind: decodedKind(frames),
  };
}

/** Of the outermost function that decodes one, as in `analyze`. */
function decodedKind(frames: KnownStack['frames']): string | null {
  const kind = frames.map(({name}) => kindOfFunction(name)).findLast((each) => each !== undefined);
  return kind === undefined ? null : resourceText(kind);
}

export function functionRow({file, id, name}: KnownStack['frames'][number]): Row {
  return {id, name, package: packageOf(name), file};
}
