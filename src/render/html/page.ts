/**
 * The HTML around the viewer: the page a server hands out, and the report that stands alone in one file.
 *
 * Scripts and styles come in as text that the package built; names from profiles only through xmlText or as JSON that
 * cannot leave its block. The policy lets nothing else run and nothing be fetched.
 */
import type {ReadLimits} from '../../formats/format.ts';
import type {KnownDiagnosis} from '../../model/finding.ts';
import type {Signature} from '../../model/signature.ts';
import {xmlText} from '../words/xml.ts';
import type {PageSeries} from './page-series.ts';

/** One input for the page: fetched from beside it, or carried inside as base64. */
export interface PageInput {
  readonly name: string;
  readonly url?: string;
  /** In bytes, of what is fetched. */
  readonly size?: number;
  readonly base64?: string;
}

/** How the command line reads and diagnoses, so that the page does the same. Empty for the defaults. */
export interface PageOptions {
  readonly reading?: PageReading;
  readonly memoryLimitBytes?: number;
  /** Address of a source file, with {file}, {line}, {module}, {version} and {path} to be filled in. */
  readonly sourceUrl?: string;
  /** Whether the server beside the page has source files. */
  readonly hasSources?: boolean;
  readonly signatures?: readonly Signature[];
  /** Limits of detectors, by detector id. */
  readonly limits?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What the page says in another language than English, as useCatalogue reads it. */
  readonly catalogue?: string | undefined;
  /** Findings that the page cannot make itself: the names that they go by are redacted. */
  readonly diagnoses?: readonly KnownDiagnosis[];
}

export interface PageReading {
  readonly isLenient?: boolean;
  readonly isSalvaging?: boolean;
  readonly symbolize?: 'auto' | 'none';
  readonly limits?: ReadLimits;
}

/** What `pprofx view` shows. */
export interface PageContent {
  readonly inputs: readonly PageInput[];
  readonly options: PageOptions;
  /** How its processes changed over time, where the input is a folder that knows. */
  readonly series?: PageSeries | undefined;
}

/** What a page carries inside. */
export interface InlineAssets {
  readonly script: string;
  readonly style: string;
  /** `sha256-…` of exactly these texts, for the policy of a page that carries them inside. */
  readonly scriptHash: string;
  readonly styleHash: string;
}

export interface PageAssets extends InlineAssets {
  /** The worker's script, gzip, as base64: data until the page makes a worker of it. */
  readonly worker: string;
}

/**
 * Of what a server hands out.
 *
 * @param assets  what a page carries inside; all else is beside it
 */
export function servedPolicy(assets?: InlineAssets): string {
  return [
    "default-src 'none'",
    `script-src 'self'${assets === undefined ? '' : ` '${assets.scriptHash}'`}`,
    `style-src 'self'${assets === undefined ? '' : ` '${assets.styleHash}'`}`,
    "worker-src 'self'",
    "connect-src 'self'",
    'img-src blob: data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * The page of `pprofx view`: everything by reference.
 *
 * @param early  modules that the page's script begins with or soon asks for, so that they are fetched together with it
 */
export function servedPage(content: PageContent, early: readonly string[]): string {
  return htmlPage({
    title: titleOf(content.inputs),
    lang: languageTag(content.options),
    head: [
      '<script src="boot.js" async></script>',
      '<script type="module" src="app.js"></script>',
      ...early.map((path) => `<link rel="modulepreload" href="${xmlText(path)}">`),
      '<link rel="stylesheet" href="app.css">',
    ].join('\n'),
    body: contentBlocks(content),
  });
}

/**
 * The page of `pprofx view` with what it needs for its first screen inside.
 *
 * @param answers  to what the page asks first: JSON, as viewer/answer-encoding.ts packs them
 */
export function preloadedPage(content: PageContent, {script, style}: InlineAssets, answers: string): string {
  return htmlPage({
    title: titleOf(content.inputs),
    lang: languageTag(content.options),
    head: `<style>${style}</style>`,
    body: `${contentBlocks(content)}
<script type="application/json" id="pprofx-answers">${scriptText(answers)}</script>
<script>${script}</script>`,
  });
}

/** How a report begins. */
export interface ReportOpening {
  /** Fragment of the first view, '' for the findings. */
  readonly start: string;
  readonly options: PageOptions;
}

/** @param staticBody  what is read where no script runs; HTML, already escaped */
export function reportPage(
  inputs: readonly PageInput[],
  assets: PageAssets,
  staticBody: string,
  opening: ReportOpening,
): string {
  const policy = [
    "default-src 'none'",
    `script-src '${assets.scriptHash}'`,
    `style-src '${assets.styleHash}'`,
    'worker-src blob:',
    'img-src blob: data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return htmlPage({
    title: titleOf(inputs),
    lang: languageTag(opening.options),
    head: `<meta http-equiv="Content-Security-Policy" content="${xmlText(policy)}">\n<style>${assets.style}</style>`,
    body: `<div id="pprofx-static">\n${staticBody}\n</div>\n${inputBlock(inputs, opening)}
<script type="text/plain" id="pprofx-worker">${assets.worker}</script>
<script>${assets.script}</script>`,
  });
}

function languageTag({catalogue}: PageOptions): string {
  return catalogue === undefined ? 'en' : 'zh-CN';
}

interface PageText {
  readonly title: string;
  readonly lang: string;
  readonly head: string;
  readonly body: string;
}

function htmlPage({body, head, lang, title}: PageText): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
${head}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${xmlText(title)}</title>
</head>
<body>
<div id="pprofx"></div>
${body}
</body>
</html>
`;
}

function titleOf(inputs: readonly PageInput[]): string {
  return inputs.length === 0
    ? 'pprofx'
    : `${inputs.map(({name}) => name.slice(name.lastIndexOf('/') + 1)).join(', ')} · pprofx`;
}

function inputBlock(inputs: readonly PageInput[], {options, start}: ReportOpening): string {
  const settings = `data-start="${xmlText(start)}" data-options="${xmlText(JSON.stringify(options))}"`;
  return `<script type="application/json" id="pprofx-inputs" ${settings}>${scriptText(JSON.stringify(inputs))}</script>`;
}

function contentBlocks({inputs, options, series}: PageContent): string {
  const block = inputBlock(inputs, {start: '', options});
  if (series === undefined) return block;
  return `${block}\n<script type="application/json" id="pprofx-series">${scriptText(JSON.stringify(series))}</script>`;
}

/** JSON that no name can break out of: `<`, `>`, `&` and line separators are escaped. */
function scriptText(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
