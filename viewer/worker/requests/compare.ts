/**
 * A comparison for the page: what `pprofx diff` makes of the two inputs, with one tree of both sides and one of each.
 *
 * Every number, bound and word is the core's; here they are only put into columns that can be handed over.
 */

import {type Comparison, compareProfiles} from '../../../src/analysis/compare/compare.ts';
import {chooseScale} from '../../../src/analysis/compare/scale.ts';
import {compareTree} from '../../../src/analysis/compare/tree.ts';
import {layoutFlame} from '../../../src/analysis/tree/flame-layout.ts';
import {type FlameTree, flameTree} from '../../../src/analysis/tree/flame-tree.ts';
import {NONE} from '../../../src/base/columns.ts';
import {type DiffOptions, diffProfiles} from '../../../src/diff.ts';
import type {CallTree} from '../../../src/model/call-tree.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {identityName} from '../../../src/model/symbol.ts';
import {decisiveType, STATUS_WORD, verdictSentence} from '../../../src/render/words/diff-words.ts';
import type {ComparePayload, Growth, SidePayload} from '../../compare-payload.ts';
import {buffersOf, flamePayload} from './flame-payload.ts';
import {placeOf} from './places.ts';

export {flameChanges} from './flame-changes.ts';

/**
 * @param options  with the sample type that decides
 * @throws USAGE when the two measure different things
 */
function comparePayload(before: Profile, after: Profile, options: DiffOptions): ComparePayload {
  const diff = diffProfiles([before], [after], options);
  const [section] = diff.sections;
  const {comparison} = section;
  const {rows, scale, total, type, unit} = decisiveType(section);
  const [{profile}] = comparison.alignment.after;
  const shown = flameTree(compareTree(comparison, comparison.decisive), {foldRuns: false});
  const changed = rows.filter(({cum}) => cum.change !== 'unchanged');
  const isMoved = new Uint8Array(shown.tree.names.length);
  for (const {row} of changed) isMoved[row] = 1;
  if (total.change !== 'unchanged') isMoved[shown.tree.fn[0]] = 1;
  return {
    sentence: verdictSentence(diff),
    type,
    unit,
    total,
    scale,
    isScalable: chooseScale(comparison.alignment, comparison.decisive, 'duration').mode === 'duration',
    functionCount: rows.length,
    rows: changed.map(({cum, flat, function: name, row}) => ({
      name,
      place: placeOf(profile, shown.tree.functionOf[row]),
      cum,
      flat,
    })),
    findings: diff.findings.map(({finding: {severity, title}, status}) => ({
      word: STATUS_WORD[status],
      severity,
      title,
    })),
    overlay: flamePayload(profile, shown, 'down'),
    before: sidePayload(profile, shown, 'before'),
    after: sidePayload(profile, shown, 'after'),
    isMoved,
  };
}

/** One side alone: the nodes that it has, each with its node in the tree of both. */
function sidePayload(profile: Profile, shown: FlameTree, side: 'before' | 'after'): SidePayload {
  const {base, ...both} = shown.tree;
  const {self, total} = side === 'before' && base !== undefined ? base : both;
  const {width} = layoutFlame({...both, self, total});
  const isKept = (_: number, node: number): boolean => node === 0 || width[node] > 0;
  const origin = Int32Array.from(both.fn.keys()).filter(isKept);
  // Nodes kept before each node, so that an end that is left out becomes that of the last one kept.
  const rowOf = new Int32Array(both.length + 1);
  for (let node = 0; node < both.length; node++) rowOf[node + 1] = rowOf[node] + (isKept(0, node) ? 1 : 0);
  const tree: CallTree = {
    ...both,
    length: origin.length,
    fn: both.fn.filter(isKept),
    parent: both.parent.filter(isKept).map((parent) => (parent === NONE ? NONE : rowOf[parent])),
    depth: both.depth.filter(isKept),
    subtreeEnd: both.subtreeEnd.filter(isKept).map((end) => rowOf[end]),
    isInlined: both.isInlined.filter(isKept),
    self: self.filter(isKept),
    total: total.filter(isKept),
  };
  const kept: FlameTree = {
    tree,
    origin,
    kind: shown.kind.filter(isKept),
    frameCount: shown.frameCount.filter(isKept),
    repeatCount: shown.repeatCount.filter(isKept),
    inner: shown.inner.slice(),
    cutAt: shown.cutAt,
  };
  return {...flamePayload(profile, kept, 'down'), origin};
}

/** Each finding of a pair asks for its function; by the later input. */
const COMPARED = new WeakMap<Profile, {readonly before: Profile; readonly comparison: Comparison}>();

function comparisonOf(before: Profile, after: Profile): Comparison {
  const known = COMPARED.get(after);
  if (known?.before === before) return known.comparison;
  const comparison = compareProfiles([before], [after]);
  COMPARED.set(after, {before, comparison});
  return comparison;
}

/**
 * One function in two inputs.
 *
 * @returns undefined for a function that neither has
 */
export function growthOf(before: Profile, after: Profile, name: string): Growth | undefined {
  const {decisive, types} = comparisonOf(before, after);
  const {rows, unit} = types[decisive];
  const identity = identityName(name);
  const row = rows.find((each) => each.function === name) ?? rows.find((each) => each.identity === identity);
  return row === undefined ? undefined : {...row.cum, unit};
}

/** The payload, and its memory to be handed over. */
export function compareAnswer(
  before: Profile,
  after: Profile,
  options: DiffOptions,
): {readonly result: ComparePayload; readonly transfer: ArrayBuffer[]} {
  const payload = comparePayload(before, after, options);
  const flames = [payload.overlay, payload.before, payload.after];
  const columns = [payload.isMoved, payload.before.origin, payload.after.origin];
  return {
    result: payload,
    transfer: [...flames.flatMap(buffersOf), ...columns.map(({buffer}) => buffer as ArrayBuffer)],
  };
}
