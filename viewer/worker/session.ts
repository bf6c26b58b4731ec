/**
 * Answers requests about the inputs that are open. Keeps the last trees, so that switching screens costs nothing.
 */
import {layoutFlame} from '../../src/analysis/flame-layout.ts';
import {CUT_GROUP, type FlameTree, flameTree} from '../../src/analysis/flame-tree.ts';
import {compilePattern} from '../../src/analysis/pattern.ts';
import {calleesOf, callersOf, invertTree} from '../../src/analysis/pivot.ts';
import {computeTop, sortTop} from '../../src/analysis/top.ts';
import {buildTree} from '../../src/analysis/tree.ts';
import {NONE} from '../../src/base/columns.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import type {Profile} from '../../src/model/profile.ts';
import {renderFindingsHtml} from '../../src/render/findings-html.ts';
import {renderFlameSvg} from '../../src/render/flame-svg.ts';
import type {FlamePayload, FlameRequest, Progress, Request, Subject, TablePayload, TableRow} from '../protocol.ts';
import {compareTrees} from './compare-trees.ts';
import {filterProfile} from './filters.ts';
import {goroutineGroups} from './goroutine-rows.ts';
import {labelShares} from './labels.ts';
import {type OpenInputs, openInputs, uncompressedSlice} from './open.ts';
import {placeOf, places} from './places.ts';
import {sandwich} from './sandwich.ts';

interface Answer {
  readonly result: unknown;
  readonly transfer: Transferable[];
}

let open: OpenInputs | undefined;
/** Trees and filtered profiles by the request that made them; small, because each may be large. */
const kept = new Map<string, unknown>();
const MAX_KEPT = 12;

export function answer(request: Request, report: (progress: Progress) => void): Answer {
  if (request.kind === 'open') {
    kept.clear();
    const {inputs, opened} = openInputs(request.files, report);
    open = inputs;
    return plain(opened);
  }
  if (request.kind === 'match') return matchNames(request.pattern, request.names);
  return answerAbout(request, open);
}

function answerAbout(request: Exclude<Request, {kind: 'open' | 'match'}>, inputs: OpenInputs | undefined): Answer {
  if (inputs === undefined) throw new Error('no input is open');
  switch (request.kind) {
    case 'flame':
      return flame(inputs, request);
    case 'table':
      return plain(table(inputs, request));
    case 'sandwich':
      return plain(sandwich(subjectProfile(inputs, request), subjectTree(inputs, request), request.name));
    case 'labels':
      return plain(labelShares(subjectProfile(inputs, request), request.sampleType, request.name));
    case 'goroutines':
      return plain(goroutineGroups(inputs.profiles[request.input]));
    case 'raw':
      return plain(
        new TextDecoder().decode(uncompressedSlice(inputs.files[request.input], request.offset, request.length)),
      );
    case 'svg':
      return plain(
        renderFlameSvg(subjectProfile(inputs, request), shownTree(inputs, request), {
          width: 1400,
          sampleType: request.sampleType,
        }),
      );
    case 'findings-html':
      return plain(renderFindingsHtml(inputs.diagnosis.subject, inputs.diagnosis.findings));
    case 'source':
      return plain(inputs.files[request.input].bytes.slice(0));
  }
}

function plain(result: unknown): Answer {
  return {result, transfer: []};
}

function keep<T>(key: string, make: () => T): T {
  const known = kept.get(key) as T | undefined;
  if (known !== undefined) return known;
  const made = make();
  const oldest = kept.keys().next();
  if (kept.size >= MAX_KEPT && !oldest.done) kept.delete(oldest.value);
  kept.set(key, made);
  return made;
}

function subjectProfile({profiles}: OpenInputs, {filters, input}: Subject): Profile {
  if (filters.length === 0) return profiles[input];
  return keep(`profile ${JSON.stringify([input, filters])}`, () => filterProfile(profiles[input], filters));
}

function subjectTree(inputs: OpenInputs, subject: Subject): CallTree {
  const {base, filters, input, sampleType} = subject;
  if (base === NONE) {
    return keep(`tree ${JSON.stringify([input, sampleType, filters])}`, () =>
      buildTree(subjectProfile(inputs, subject), sampleType),
    );
  }
  return keep(`compare ${JSON.stringify([base, input, sampleType, filters])}`, () => {
    const before = subjectTree(inputs, baseSubject(inputs, subject));
    return compareTrees(before, subjectTree(inputs, {...subject, base: NONE}));
  });
}

/** The same question to the input before; its sample types may stand in another order. */
function baseSubject({profiles}: OpenInputs, subject: Subject): Subject {
  const wanted = profiles[subject.input].sampleTypes[subject.sampleType]?.type;
  const sampleType = profiles[subject.base].sampleTypes.findIndex(({type}) => type === wanted);
  return {...subject, input: subject.base, sampleType: Math.max(0, sampleType), base: NONE};
}

function shownTree(inputs: OpenInputs, request: FlameRequest): FlameTree {
  const source = subjectTree(inputs, request);
  const {foldRuns, mode, pivot} = request;
  const fn = source.names.indexOf(pivot);
  if (mode === 'up') return unfolded(invertTree(source));
  if (mode === 'callers') return unfolded(callersOf(source, fn));
  if (mode === 'callees') return unfolded(calleesOf(source, fn));
  return flameTree(source, {foldRuns});
}

function unfolded(tree: CallTree): FlameTree {
  const ones = new Int32Array(tree.length).fill(1);
  const origin = Int32Array.from({length: tree.length}, (_, node) => node);
  return {tree, origin, kind: new Uint8Array(tree.length), frameCount: ones, repeatCount: ones, cutAt: 0};
}

function flame(inputs: OpenInputs, request: FlameRequest): Answer {
  const shown = shownTree(inputs, request);
  const profile = subjectProfile(inputs, request);
  // What is kept here must stay whole, so the page gets copies, which cost less than one frame.
  const tree = copyTree(shown.tree);
  const layout = layoutFlame(shown.tree);
  const group = shown.kind.indexOf(CUT_GROUP);
  const payload: FlamePayload = {
    tree,
    layout,
    kind: shown.kind.slice(),
    frameCount: shown.frameCount.slice(),
    repeatCount: shown.repeatCount.slice(),
    cutAt: shown.cutAt,
    cutTotal: group < 0 ? 0 : tree.total[group],
    places: places(profile, shown.tree),
    mode: request.mode,
  };
  const columns = [tree.fn, tree.parent, tree.depth, tree.subtreeEnd, tree.isInlined, tree.self, tree.total];
  const more = [layout.left, layout.width, layout.rowStart, layout.order, payload.kind, payload.frameCount];
  return {result: payload, transfer: [...columns, ...more].map(({buffer}) => buffer as ArrayBuffer)};
}

function copyTree(tree: CallTree): CallTree {
  return {
    ...tree,
    fn: tree.fn.slice(),
    parent: tree.parent.slice(),
    depth: tree.depth.slice(),
    subtreeEnd: tree.subtreeEnd.slice(),
    isInlined: tree.isInlined.slice(),
    self: tree.self.slice(),
    total: tree.total.slice(),
  };
}

function table(inputs: OpenInputs, request: Subject): TablePayload {
  const profile = subjectProfile(inputs, request);
  const top = computeTop(profile, request.sampleType);
  const unit = profile.sampleTypes[request.sampleType]?.unit ?? '';
  const rows = new Map<string, TableRow>();
  for (const row of sortTop(top, 'cum')) {
    const place = placeOf(profile, top.functionOf[row]);
    const name = top.names[row];
    rows.set(name, {name, place, flat: top.flat.values[row], cum: top.cum.values[row], baseFlat: 0, baseCum: 0});
  }
  if (request.base === NONE) return {unit, total: top.total, baseTotal: 0, rows: [...rows.values()]};
  const other = baseSubject(inputs, request);
  const before = computeTop(subjectProfile(inputs, other), other.sampleType);
  for (const row of sortTop(before, 'cum')) {
    const name = before.names[row];
    const now = rows.get(name) ?? {name, place: '', flat: 0, cum: 0, baseFlat: 0, baseCum: 0};
    rows.set(name, {...now, baseFlat: before.flat.values[row], baseCum: before.cum.values[row]});
  }
  return {unit, total: top.total, baseTotal: before.total, rows: [...rows.values()]};
}

/** Which names match; 1 byte per name. */
function matchNames(pattern: string, names: readonly string[]): Answer {
  const isPlain = /^[\w/. -]*$/.test(pattern) && !pattern.includes('.');
  const compiled = isPlain ? undefined : compilePattern(pattern);
  const isMatch = Uint8Array.from(names, (name) =>
    (compiled === undefined ? name.includes(pattern) : compiled.test(name)) ? 1 : 0,
  );
  return {result: isMatch, transfer: [isMatch.buffer]};
}
