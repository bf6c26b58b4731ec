/**
 * Answers requests about the inputs that are open. Keeps the last trees, so that switching screens costs nothing.
 */
import {type FlameTree, flameTree} from '../../src/analysis/flame-tree.ts';
import {goroutinesAsSamples} from '../../src/analysis/goroutine-samples.ts';
import {functionTotal} from '../../src/analysis/hot-path.ts';
import {mergeProfiles} from '../../src/analysis/merge.ts';
import {compilePattern} from '../../src/analysis/pattern.ts';
import {calleesOf, callersOf, invertTree} from '../../src/analysis/pivot.ts';
import {computeTop, sortTop} from '../../src/analysis/top.ts';
import {buildTree} from '../../src/analysis/tree.ts';
import {asWaitMinutes, meanWaits} from '../../src/analysis/wait-ages.ts';
import {NONE} from '../../src/base/columns.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import type {Profile} from '../../src/model/profile.ts';
import {renderFindingsHtml} from '../../src/render/findings-html.ts';
import {renderFlameSvg} from '../../src/render/flame-svg.ts';
import {encodePprof} from '../../src/render/pprof.ts';
import type {CompareRequest, FlameRequest, Progress, Request, Subject, TablePayload} from '../protocol.ts';
import {comparePayload} from './compare.ts';
import {filterProfile} from './filters.ts';
import {buffersOf, flamePayload} from './flame-payload.ts';
import {goroutineGroups} from './goroutine-rows.ts';
import {labelShares} from './labels.ts';
import {type OpenInputs, openInputs, uncompressed, uncompressedSlice} from './open.ts';
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
    case 'flame-waits':
      return plain(flameWaits(inputs, request));
    case 'raw':
      return plain(rawText(inputs, request));
    case 'svg':
      return plain(
        renderFlameSvg(subjectProfile(inputs, request), shownTree(inputs, request), {
          width: 1400,
          sampleType: request.sampleType,
        }),
      );
    case 'home':
      return plain(homeOf(inputs, request.name));
    case 'findings-html':
      return plain(renderFindingsHtml(inputs.diagnosis.subject, inputs.diagnosis.findings));
    case 'pprof':
      return plain(pprofBytes(subjectProfile(inputs, request)));
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

/** Mean wait of every node of the tree that the same request for a flame shows. */
function flameWaits(inputs: OpenInputs, request: FlameRequest): Float64Array {
  const source = subjectTree(inputs, request);
  const waits = keep(`waits ${JSON.stringify([request.input, request.filters])}`, () =>
    buildTree(asWaitMinutes(subjectProfile(inputs, request)), 0),
  );
  const fn = source.names.indexOf(request.pivot);
  const seen = (tree: CallTree): CallTree => {
    if (request.mode === 'up') return invertTree(tree);
    return request.mode === 'callers' ? callersOf(tree, fn) : calleesOf(tree, fn);
  };
  if (request.mode !== 'down') return meanWaits(seen(source), seen(waits));
  const mean = meanWaits(source, waits);
  return foldedWaits(shownTree(inputs, request), mean);
}

/** Means by the nodes of the folded tree; the root of cut stacks has that of what lies below it. */
function foldedWaits({origin, tree}: FlameTree, mean: Float64Array): Float64Array {
  return Float64Array.from(origin, (from, node) => {
    if (from !== NONE) return mean[from];
    let minutes = 0;
    for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child])
      minutes += mean[origin[child]] * tree.total[child];
    return minutes / tree.total[node];
  });
}

/** The input that a function has the largest share of. */
function homeOf(inputs: OpenInputs, name: string): number {
  const shares = inputs.profiles.map(({defaultSampleType}, input) => {
    const tree = subjectTree(inputs, {input, sampleType: defaultSampleType, filters: []});
    const fn = tree.names.indexOf(name);
    return fn < 0 || tree.total[0] === 0 ? 0 : functionTotal(tree, fn) / tree.total[0];
  });
  return shares.indexOf(Math.max(...shares));
}

/** As `pprofx convert` writes it, not compressed: the page does that. */
function pprofBytes(profile: Profile): Uint8Array {
  return encodePprof(mergeProfiles([goroutinesAsSamples(profile)]));
}

/** Files up to this size stay unpacked, so that one goroutine after the other can be read; text shrinks to a 20th or so. */
const MAX_KEPT_PACKED = 4 * 2 ** 20;

function rawText({files}: OpenInputs, {input, length, offset}: Extract<Request, {kind: 'raw'}>): string {
  const file = files[input];
  if (file.bytes.byteLength > MAX_KEPT_PACKED) return new TextDecoder().decode(uncompressedSlice(file, offset, length));
  const whole = keep(`unpacked ${input}`, () => uncompressed(file));
  return new TextDecoder().decode(whole.subarray(offset, offset + length));
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

function compare(inputs: OpenInputs, {after, before, filters, sampleType, scale}: CompareRequest): Answer {
  const payload = comparePayload(
    subjectProfile(inputs, {input: before, filters}),
    subjectProfile(inputs, {input: after, filters}),
    {sampleType, scale, analysis: inputs.options},
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
