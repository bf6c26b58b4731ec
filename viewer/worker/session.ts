/**
 * Answers requests about the open inputs. Caches the last trees, so that switching screens costs nothing.
 */

import {hasCreators} from '../../src/analysis/filters/created-by.ts';
import {type FlameTree, flameTree, unchanged} from '../../src/analysis/tree/flame-tree.ts';
import {buildTree} from '../../src/analysis/tree/tree.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import type {Profile} from '../../src/model/profile.ts';
import type {FlameRequest, PreloadRequest, Progress, Request, Subject} from '../protocol.ts';
import {flameRequest} from '../screens/flame/request.ts';
import {FIRST_STATE} from '../state.ts';
import {type OpenInputs, openInputs} from './loading/open.ts';
import type {diagnoseInputs} from './requests/diagnosis.ts';
import {buffersOf, flamePayload} from './requests/flame-payload.ts';
import {labelShares} from './requests/labels.ts';
import type {LaterRequest, Trees} from './trees.ts';

interface Answer {
  readonly result: unknown;
  readonly transfer: Transferable[];
}

let open: OpenInputs | undefined;
/** The diagnosis of the open inputs, once it was requested. */
let diagnosed: ReturnType<typeof diagnoseInputs> | undefined;
/** Trees and filtered profiles by the request that made them; small, because each may be large. */
const kept = new Map<string, unknown>();
const MAX_KEPT = 12;
/** Beyond this, stacks that pass less than the share, a fortieth of a pixel, are merged before the tree is built. */
const MANY_STACKS = 2_000_000;
const LEAST_SHARE = 1 / 50_000;

export async function answer(request: Request, report: (progress: Progress) => void): Promise<Answer> {
  if (request.kind === 'open') {
    kept.clear();
    diagnosed = undefined;
    // Findings come next, so their code loads while the inputs are read; if that fails, the diagnosis reports it.
    if (!request.isFlameFirst) import('./requests/diagnosis.ts').catch(() => undefined);
    open = await openInputs(request, report);
    return plain(open.opened);
  }
  if (request.kind === 'preload') return first(request, report);
  if (request.kind === 'bundle') return plain(await (await import('./bundle/answer.ts')).bundleAnswer(request, report));
  if (request.kind === 'preview') {
    const {previewPayload} = await import('./requests/preview.ts');
    const payload = await previewPayload(request.url);
    return {result: payload, transfer: payload === undefined ? [] : buffersOf(payload)};
  }
  if (request.kind === 'match') {
    const {matchNames} = await import('./requests/match.ts');
    const isMatch = matchNames(request.pattern, request.names);
    return {result: isMatch, transfer: [isMatch.buffer]};
  }
  const opened = open;
  if (opened === undefined) throw new Error('no input is open');
  if (request.kind === 'flame') return flame(opened, request);
  if (request.kind === 'compare') {
    const {compareAnswer} = await import('./requests/compare.ts');
    const {after, before, filters} = request;
    const sides = [before, after].map((input) => subjectProfile(opened, {input, filters}));
    return compareAnswer(await sides[0], await sides[1], {...request, analysis: opened.options});
  }
  return plain(await answerPlainly(request, opened, report));
}

async function answerPlainly(
  request: Extract<Request, {kind: 'diagnose' | 'table' | 'labels'}> | LaterRequest,
  inputs: OpenInputs,
  report: (progress: Progress) => void,
): Promise<unknown> {
  switch (request.kind) {
    case 'diagnose':
      report({phase: 'analyze', name: '', doneBytes: 0, totalBytes: 0});
      return (await diagnosis(inputs)).answer;
    case 'table':
      return (await import('./requests/table.ts')).table(await subjectProfile(inputs, request), request.sampleType);
    case 'labels':
      return labelShares(await subjectProfile(inputs, request), request.sampleType, request.names);
    default:
      return (await import('./requests/later.ts')).answerLater(request, inputs, TREES);
  }
}

/** Builds the tree that the flamegraph will request, while the page still builds its shell. */
export async function prepareFlame(): Promise<void> {
  if (open !== undefined) await shownTree(open, flameRequest(open, FIRST_STATE));
}

async function first(request: PreloadRequest, report: (progress: Progress) => void): Promise<Answer> {
  const {preloadAnswers} = await import('./requests/preload.ts');
  const result = await preloadAnswers(request, (each) => answer(each, report));
  return plain(result);
}

function diagnosis(inputs: OpenInputs): ReturnType<typeof diagnoseInputs> {
  if (diagnosed !== undefined) return diagnosed;
  const started = import('./requests/diagnosis.ts').then((part) => part.diagnoseInputs(inputs));
  diagnosed = started;
  // What failed to load may load the next time.
  started.catch(() => {
    if (diagnosed === started) diagnosed = undefined;
  });
  return started;
}

const TREES: Trees = {
  keep,
  profile: subjectProfile,
  flameProfile,
  tree: subjectTree,
  source: flameSource,
  shown: shownTree,
  diagnosis,
};

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

async function subjectProfile(
  {profiles}: OpenInputs,
  {filters, input}: Pick<Subject, 'filters' | 'input'>,
): Promise<Profile> {
  if (filters.length === 0) return profiles[input];
  const {filterProfile} = await import('./requests/filters.ts');
  return keep(`profile ${JSON.stringify([input, filters])}`, () => filterProfile(profiles[input], filters));
}

/** @param other  what is made of the subject's profile, in its place */
async function subjectTree(inputs: OpenInputs, subject: Subject, other?: Profile): Promise<CallTree> {
  const {filters, input, sampleType} = subject;
  const plain = await subjectProfile(inputs, subject);
  const profile = other ?? plain;
  const leastShare = profile.stacks.length > MANY_STACKS ? LEAST_SHARE : 0;
  return keep(`tree ${JSON.stringify([input, sampleType, filters, profile === plain])}`, () =>
    buildTree(profile, sampleType, 'root', leastShare),
  );
}

async function flameProfile(inputs: OpenInputs, request: FlameRequest): Promise<Profile> {
  const profile = await subjectProfile(inputs, request);
  if (!request.creators || !hasCreators(profile)) return profile;
  const {addCreators} = await import('../../src/analysis/filters/creator-frames.ts');
  return keep(`creators ${JSON.stringify([request.input, request.filters])}`, () => addCreators(profile));
}

/** The tree of all stacks, of functions or of packages. */
async function flameSource(inputs: OpenInputs, request: FlameRequest): Promise<CallTree> {
  const source = await subjectTree(inputs, request, await flameProfile(inputs, request));
  if (!request.packages) return source;
  const {byPackage} = await import('../../src/analysis/tree/pivot.ts');
  return keep(`packages ${JSON.stringify([request.input, request.sampleType, request.filters])}`, () =>
    byPackage(source),
  );
}

async function shownTree(inputs: OpenInputs, request: FlameRequest): Promise<FlameTree> {
  const source = await flameSource(inputs, request);
  const {creators, filters, foldRuns, foldRuntime, input, mode, packages, pivot, sampleType} = request;
  if (mode === 'down') {
    const key = `flame ${JSON.stringify([input, sampleType, filters, foldRuns, foldRuntime, packages, creators])}`;
    return keep(key, () => flameTree(source, {foldRuns, foldRuntime}));
  }
  const {calleesOf, callersOf, invertTree} = await import('../../src/analysis/tree/pivot.ts');
  const fn = source.names.indexOf(pivot);
  if (mode === 'up') return unchanged(invertTree(source));
  return unchanged(mode === 'callers' ? callersOf(source, fn) : calleesOf(source, fn));
}

async function flame(inputs: OpenInputs, request: FlameRequest): Promise<Answer> {
  const shown = await shownTree(inputs, request);
  // The cached tree must not be transferred, so the page gets copies, which cost less than one frame.
  const payload = flamePayload(
    await flameProfile(inputs, request),
    {
      ...shown,
      tree: copyTree(shown.tree),
      kind: shown.kind.slice(),
      frameCount: shown.frameCount.slice(),
      repeatCount: shown.repeatCount.slice(),
      inner: shown.inner.slice(),
    },
    request.mode,
    request.sampleType,
    request.packages,
  );
  return {result: payload, transfer: buffersOf(payload)};
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
