/**
 * All responses of the local server, as a fixed table: no request names a file.
 */
import {existsSync} from 'node:fs';
import {GRAPH_SCREEN, HTML_EXPORT, LANGUAGE_PARTS} from '../../render/html/link-modules.ts';
import {
  type PageContent,
  type PageInput,
  type PageOptions,
  preloadedPage,
  servedPage,
  servedPolicy,
} from '../../render/html/page.ts';
import type {PageSeries} from '../../render/html/page-series.ts';
import {catalogueOf, LANGUAGES, type Language} from '../options/language.ts';
import {readRegularFile} from '../system/bounded-file.ts';
import {inlineAssets, inlineScript, PARTS_OF_ANY_INPUT, viewerFiles, withImports} from './viewer-assets.ts';

export interface Route {
  /** 200 where it is not set. */
  readonly status?: number;
  readonly type: string;
  readonly body: Uint8Array;
  readonly policy: string;
}

/** One input as the page fetches it. */
export interface ServedInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A series, and the paths of the files `moment/N` that it names. */
export interface ServedSeries {
  readonly series: PageSeries;
  readonly paths: readonly string[];
}

/** The list of inputs inside the page. */
export function listedInputs(inputs: readonly ServedInput[]): PageInput[] {
  return inputs.map(({bytes, name}, index) => ({name, url: `input/${index}`, size: bytes.length}));
}

/**
 * Sent with every answer, beside its policy.
 *
 * No Cross-Origin-Opener-Policy: it has the browser begin a new process for the page, a quarter of the time until its first
 * picture, and nobody else can open the page (server.ts refuses what other sites ask for) or is opened by it (its links
 * are noreferrer).
 */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const PARTS_OF_ANY_REPORT: readonly string[] = [...PARTS_OF_ANY_INPUT, ...LANGUAGE_PARTS];

/** Makes answers to what a page with these options asks first, undefined where it asks itself. */
export type Preload = (options: PageOptions) => Promise<string | undefined> | undefined;

/** The page's script, which holds the findings, and the flamegraph, which it most often loads next. */
const EARLY = ['app.js', 'page/flame.js'];

/**
 * Routes by exact path; `token` is their first part, so that only those who know it find anything.
 *
 * @param options  the page speaks their language, or the one that `?lang=` names
 */
export function viewerRoutes(
  token: string,
  inputs: readonly ServedInput[],
  options: PageOptions,
  preload: Preload,
  moments?: ServedSeries,
): ReadonlyMap<string, () => Route | undefined | Promise<Route | undefined>> {
  const files = viewerFiles();
  const pageWith = (options: PageOptions): Route | Promise<Route> => {
    const content = {inputs: listedInputs(inputs), options, series: moments?.series};
    const answers = preload(options);
    return answers === undefined
      ? pageRoute(files, content, undefined)
      : answers.then((made) => pageRoute(files, content, made));
  };
  const first = pageWith(options);
  const pageIn = (language: Language): (() => Route | Promise<Route>) => {
    const make = (): Route | Promise<Route> => {
      const catalogue = catalogueOf(language);
      return catalogue === options.catalogue ? first : pageWith({...options, catalogue});
    };
    let made: Route | Promise<Route> | undefined;
    return () => {
      made ??= make();
      return made;
    };
  };
  const script = (text: string): Route => route('text/javascript; charset=utf-8', text);
  return new Map<string, () => Route | undefined | Promise<Route | undefined>>([
    [`/${token}/`, () => first],
    ...LANGUAGES.map((language) => [`/${token}/?lang=${language}`, pageIn(language)] as const),
    ...[...files].map(([path, content]): [string, () => Route] => [
      `/${token}/${path}`,
      () => (path.endsWith('.css') ? route('text/css; charset=utf-8', content) : script(content)),
    ]),
    // What a report carries, for the export of one.
    [`/${token}/report/page.js`, () => script(inlineScript(files, 'app.js', PARTS_OF_ANY_REPORT))],
    [`/${token}/report/worker.js`, () => script(inlineScript(files, 'worker.js', PARTS_OF_ANY_REPORT))],
    ...inputs.map(({bytes}, index): [string, () => Route] => [
      `/${token}/input/${index}`,
      () => route('application/octet-stream', bytes),
    ]),
    ...(moments?.paths ?? []).map((path, index): [string, () => Route | undefined] => [
      `/${token}/moment/${index}`,
      () => fileRoute(path),
    ]),
  ]);
}

/** Files of a watched folder are larger by mistake only. */
const MAX_MOMENT_BYTES = 256 * 2 ** 20;

/** A file as it is now; undefined once it is gone, for a watcher thins its rounds out. */
export function fileRoute(path: string, maxBytes: number = MAX_MOMENT_BYTES): Route | undefined {
  const bytes = readRegularFile(path, maxBytes);
  if (bytes !== undefined) return route('application/octet-stream', bytes);
  if (!existsSync(path)) return undefined;
  return {...route('text/plain', `no readable file of at most ${maxBytes / 2 ** 20} MiB\n`), status: 413};
}

function pageRoute(files: ReadonlyMap<string, string>, content: PageContent, answers: string | undefined): Route {
  const type = 'text/html; charset=utf-8';
  if (answers === undefined) {
    const early = withImports(files, EARLY).filter((path) => path !== EARLY[0]);
    return route(type, servedPage(content, early));
  }
  const spoken = content.options.catalogue === undefined ? [] : LANGUAGE_PARTS;
  const assets = inlineAssets(files, [...PARTS_OF_ANY_INPUT, ...spoken, HTML_EXPORT, GRAPH_SCREEN]);
  return route(type, preloadedPage(content, assets, answers), servedPolicy(assets));
}

export function route(type: string, content: string | Uint8Array, policy: string = servedPolicy()): Route {
  const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {type, body, policy};
}
