/**
 * Answers requests about the inputs that are open. Keeps the last trees, so that switching screens costs nothing.
 */
import {type FlameTree, flameTree} from '../../src/analysis/flame-tree.ts';
import {compilePattern} from '../../src/analysis/pattern.ts';
import {calleesOf, callersOf, invertTree} from '../../src/analysis/pivot.ts';
import {computeTop, sortTop} from '../../src/analysis/top.ts';
import {buildTree} from '../../src/analysis/tree.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import type {Profile} from '../../src/model/profile.ts';
import {renderFindingsHtml} from '../../src/render/findings-html.ts';
import {renderFlameSvg} from '../../src/render/flame-svg.ts';
import type {CompareRequest, FlameRequest, Progress, Request, Subject, TablePayload} from '../protocol.ts';
import {comparePayload} from './compare.ts';
import {filterProfile} from './filters.ts';
import {buffersOf, flamePayload} from './flame-payload.ts';
import {goroutineGroups} from './goroutine-rows.ts';
import {labelShares} from './labels.ts';
import {type OpenInputs, openInputs, uncompressedSlice} from './open.ts';
import {placeOf} from './places.ts';
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
    const {inputs, opened} = openInputs(request, report);
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
    case 'compare':
      return compare(inputs, request);
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

function subjectProfile({profiles}: OpenInputs, {filters, input}: Pick<Subject, 'filters' | 'input'>): Profile {
  if (filters.length === 0) return profiles[input];
  return keep(`profile ${JSON.stringify([input, filters])}`, () => filterProfile(profiles[input], filters));
}

function subjectTree(inputs: OpenInputs, subject: Subject): CallTree {
  const {filters, input, sampleType} = subject;
  return keep(`tree ${JSON.stringify([input, sampleType, filters])}`, () =>
    buildTree(subjectProfile(inputs, subject), sampleType),
  );
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
  // What is kept here must stay whole, so the page gets copies, which cost less than one frame.
  const payload = flamePayload(
    subjectProfile(inputs, request),
    {
      ...shown,
      tree: copyTree(shown.tree),
      kind: shown.kind.slice(),
      frameCount: shown.frameCount.slice(),
      repeatCount: shown.repeatCount.slice(),
    },
    request.mode,
  );
  return {result: payload, transfer: buffersOf(payload)};
}

function compare(inputs: OpenInputs, {after, before, filters, sampleType}: CompareRequest): Answer {
  const payload = comparePayload(
    subjectProfile(inputs, {input: before, filters}),
    subjectProfile(inputs, {input: after, filters}),
    sampleType,
  );
  const flames = [payload.overlay, payload.before, payload.after];
  const columns = [payload.isMoved, payload.before.origin, payload.after.origin];
  return {
    result: payload,
    transfer: [...flames.flatMap(buffersOf), ...columns.map(({buffer}) => buffer as ArrayBuffer)],
  };
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
  const rows = Array.from(sortTop(top, 'cum'), (row) => ({
    name: top.names[row],
    place: placeOf(profile, top.functionOf[row]),
    flat: top.flat.values[row],
    cum: top.cum.values[row],
  }));
  return {unit: profile.sampleTypes[request.sampleType]?.unit ?? '', total: top.total, rows};
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
