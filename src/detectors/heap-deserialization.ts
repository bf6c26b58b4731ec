/**
 * The heap is full of decoded Kubernetes objects of one kind.
 */

import {heapInputs, type MeasuredInput, MIB} from '../analysis/case/profile-values.ts';
import {memoryEvidence} from '../analysis/evidence/heap-evidence.ts';
import {heavyKinds, KIND_BYTES, KIND_SHARE} from '../analysis/evidence/heavy-kinds.ts';
import {culpritOf, heapKey, levelFor, makeFinding} from '../analysis/evidence/make-finding.ts';
import {type KindCost, type KindPath, kindCosts, resourceText} from '../analysis/knowledge/k8s-kinds.ts';
import {kindAdvice, pathAdvice} from '../analysis/knowledge/k8s-remedies.ts';
import {firstMarked, markNames} from '../analysis/names/frame-classes.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {NONE} from '../base/columns.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatValue, percent} from '../base/units.ts';
import type {Evidence, Finding} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  bytes: KIND_BYTES,
  share: KIND_SHARE,
  /** From here on the process itself is in danger. */
  criticalBytes: 512 * MIB,
  /** Share of the kind's bytes that came one way, for the way to be called the cause. */
  pathShare: 0.5,
};

export const heapDeserialization: Detector = {
  id: 'heap-deserialization',
  title: sayLater('The heap is full of decoded Kubernetes objects of one kind'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: heapInputs(subject).flatMap((input) => kindFindings(input, {...LIMITS, ...limits})),
    suppressed: [],
  }),
};

function kindFindings(input: MeasuredInput, limits: typeof LIMITS): Finding[] {
  const [kind, ...others] = heavyKinds(input, limits.bytes, limits.share);
  if (kind === undefined) return [];
  const {stacks, facts} = input;
  const {unit} = stacks;
  const way = kind.paths.find(({share}) => share >= limits.pathShare);
  const culprit = way?.path.isCulprit === true ? way.function : kind.function;
  const name = resourceText(kind.resource);
  const buffers = ownerlessBuffers(input);
  const share = kind.value / stacks.total;
  return [
    makeFinding({
      id: 'heap-deserialization',
      severity: kind.value + buffers >= limits.criticalBytes ? 'critical' : 'warning',
      evidenceLevel: levelFor(facts.profile, 'likely'),
      title: say`${formatValue(kind.value, unit)} of the heap are decoded ${name} objects`,
      why: say`${percent(share)} of the memory in use was allocated decoding ${name} (limits ${percent(limits.share)} and ${formatValue(limits.bytes, 'bytes')})${wayText(way)}.${bufferText(buffers, unit)}`,
      advice: [...pathAdvice(way?.path.id), ...kindAdvice(kind.resource)],
      culprit: culpritOf(culprit, facts.profile),
      resource: kind.resource,
      evidence: [
        ...memoryEvidence(input, kind.value, kind.stack),
        ...pathEvidence(kind),
        ...othersEvidence(others, stacks),
      ],
      weight: (kind.value + buffers) / stacks.total,
      explains: [heapKey(culprit), heapKey(kind.function), ...(buffers > 0 ? BUFFERS.map(heapKey) : [])],
      precedence: 2,
    }),
  ];
}

function wayText(way: KindPath | undefined): string {
  return way === undefined
    ? ''
    : say`, ${percent(way.share)} of it by ${say(way.path.phrase)} (${shortName(way.function)})`;
}

function bufferText(buffers: number, unit: string): string {
  if (buffers === 0) return '';
  return say` Another ${formatValue(buffers, unit)} are byte buffers, which is what such objects are read from and written to.`;
}

function pathEvidence(kind: KindCost): Evidence[] {
  return kind.paths.slice(0, 4).map(({function: name, path, share}) => ({
    label: say`by ${path.id}`,
    value: Math.round(share * 1000) / 10,
    unit: '%',
    text: say`${percent(share)} by ${say(path.phrase)}: ${shortName(name)}`,
  }));
}

function othersEvidence(others: readonly KindCost[], {total, unit}: MeasuredInput['stacks']): Evidence[] {
  return others.map(({resource, value}) => ({
    label: say`also ${resourceText(resource)}`,
    value,
    unit,
    total,
    text: formatValue(value, unit),
  }));
}

/** What makes byte buffers for whoever reads or writes whole messages. */
const BUFFERS = ['bytes.makeSlice', 'bytes.growSlice', 'io.ReadAll', 'io/ioutil.readAll'];

/** Bytes in such buffers on stacks that name no owner; a table without stacks has only those. */
function ownerlessBuffers({stacks}: MeasuredInput): number {
  const buffers = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => BUFFERS.includes(name)),
  );
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) === 'code'),
  );
  let bytes = 0;
  for (let stack = 0; stack < buffers.length; stack++) {
    if (buffers[stack] !== NONE && owners[stack] === NONE) bytes += stacks.self[stack];
  }
  return bytes >= KIND_BYTES && kindCosts(stacks).length > 0 ? bytes : 0;
}
