/**
 * Everything the local server has to say, as a fixed table: nothing is looked up by what a request asks for.
 */
import {answeredPage, type PageOptions, servedPage, servedPolicy} from '../../render/page.ts';
import {inlineAssets, viewerFiles, withImports} from './viewer-assets.ts';

export interface Route {
  readonly type: string;
  readonly body: Uint8Array;
  readonly policy: string;
}

/** One input as it will be handed to the page. */
export interface ServedInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Sent with every answer, beside its policy. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** The page's script and what it most often asks for next: the findings are in it, the flamegraph is not. */
const EARLY = ['app.js', 'page/flame.js'];

/**
 * Routes by exact path; `token` is their first part, so that who does not know it finds nothing.
 *
 * @param answers  to what the page asks first, empty for none; undefined where nobody makes any
 */
export function viewerRoutes(
  token: string,
  inputs: readonly ServedInput[],
  options: PageOptions,
  answers: Promise<Uint8Array> | undefined,
): ReadonlyMap<string, Route | Promise<Route>> {
  const files = viewerFiles();
  const listed = inputs.map(({bytes, name}, index) => ({name, url: `input/${index}`, size: bytes.length}));
  const plain = (): Route => {
    const early = withImports(files, EARLY).filter((path) => path !== EARLY[0]);
    return route('text/html; charset=utf-8', servedPage(listed, early, options));
  };
  const answered = (packed: Uint8Array): Route => {
    if (packed.length === 0) return plain();
    const assets = inlineAssets(files);
    const page = answeredPage(listed, assets, Buffer.from(packed).toString('base64'), options);
    return {...route('text/html; charset=utf-8', page), policy: servedPolicy(assets)};
  };
  return new Map<string, Route | Promise<Route>>([
    [`/${token}/`, answers === undefined ? plain() : answers.then(answered)],
    ...[...files].map(([path, content]): [string, Route] => [
      `/${token}/${path}`,
      route(`text/${path.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`, content),
    ]),
    ...inputs.map(({bytes}, index): [string, Route] => [
      `/${token}/input/${index}`,
      route('application/octet-stream', bytes),
    ]),
  ]);
}

function route(type: string, content: string | Uint8Array): Route {
  const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {type, body, policy: servedPolicy()};
}
