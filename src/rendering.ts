/**
 * Results as text, pictures and files, for programs that show or store them.
 */
import type {Diff} from './analysis/compare/diff-result.ts';
import {flameTree} from './analysis/tree/flame-tree.ts';
import {buildTree} from './analysis/tree/tree.ts';
import {sampleTypeOf} from './analysis/values/sample-choice.ts';
import {type Analysis, diagnosisOf} from './library.ts';
import type {Profile} from './model/profile.ts';
import {renderFolded as renderFoldedStacks} from './render/exchange/folded.ts';
import {encodePprof} from './render/exchange/pprof.ts';
import {renderAnalysisJson} from './render/json/analysis.ts';
import {renderDiffJson} from './render/json/diff.ts';
import {renderAnalysisMarkdown} from './render/markdown/analysis.ts';
import {renderDiffMarkdown} from './render/markdown/diff.ts';
import {renderFlameSvg} from './render/svg/flame.ts';
import {renderAnalysisText} from './render/text/analysis.ts';
import {renderDiffText} from './render/text/diff.ts';
import {ANSI, PLAIN} from './render/words/style.ts';

/** `ansi` is text in the colours of a terminal; `json` follows schema/analyze.json. */
export type AnalysisFormat = 'text' | 'ansi' | 'markdown' | 'json';
/** `ansi` is text in the colours of a terminal; `json` follows schema/diff.json. */
export type DiffFormat = 'text' | 'ansi' | 'markdown' | 'json';

/** How many functions a comparison in text shows. */
const DIFF_ROWS = 15;

/** What `pprofx analyze` prints. */
export function renderAnalysis(analysis: Analysis, format: AnalysisFormat = 'text'): string {
  const {findings, subject, suppressed} = diagnosisOf(analysis);
  if (format === 'json') return renderAnalysisJson(subject, findings, suppressed);
  if (format === 'markdown') return renderAnalysisMarkdown(subject, findings);
  return renderAnalysisText(subject, findings, suppressed, format === 'ansi' ? ANSI : PLAIN);
}

/** What `pprofx diff` prints. */
export function renderDiff(diff: Diff, format: DiffFormat = 'text'): string {
  if (format === 'json') return renderDiffJson(diff);
  if (format === 'markdown') return renderDiffMarkdown(diff);
  const options = {nodeCount: DIFF_ROWS, fullNames: false};
  return renderDiffText(diff, options, format === 'ansi' ? ANSI : PLAIN);
}

/** The look of a flamegraph. */
export interface FlamegraphOptions {
  /** Sample type by name or number, e.g. `alloc_space`; the profile's own choice by default. */
  readonly sampleType?: string;
  /** In pixels; 1200 by default. */
  readonly width?: number;
}

/**
 * A flamegraph as an SVG document without scripts.
 *
 * @throws PprofxError NO_SUCH_SAMPLE_TYPE
 */
export function renderFlamegraph(profile: Profile, options: FlamegraphOptions = {}): string {
  const sampleType = sampleTypeOf(profile, options.sampleType);
  const tree = flameTree(buildTree(profile, sampleType), {foldRuns: true});
  return renderFlameSvg(profile, tree, {sampleType, width: options.width ?? 1200});
}

/**
 * Folded stacks: `main;serve 42` a line.
 *
 * @throws PprofxError NO_SUCH_SAMPLE_TYPE
 */
export function renderFolded(profile: Profile, sampleType?: string): string {
  return renderFoldedStacks(profile, sampleTypeOf(profile, sampleType));
}

/** The profile in the pprof format, not compressed. */
export function encodeProfile(profile: Profile): Uint8Array {
  return encodePprof(profile);
}
