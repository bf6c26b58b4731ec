/**
 * Everything the local server has to say, as a fixed table: nothing is looked up by what a request asks for.
 */
import {
  type PageInput,
  type PageOptions,
  type PreparedPage,
  preparedPage,
  servedPage,
  servedPolicy,
} from '../../render/html/page.ts';
import {preparedAssets, viewerFiles, wholeScript, withImports} from './viewer-assets.ts';

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

/** The inputs as the page finds them listed. */
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

/** The page's script and what it most often asks for next: the findings are in it, the flamegraph is not. */
const EARLY = ['app.js', 'page/flame.js'];

/**
 * Routes by exact path; `token` is their first part, so that who does not know it finds nothing.
 *
 * @param prepared  what the page shows first, undefined where it could not be made; undefined where nobody makes any
 */
export function viewerRoutes(
  token: string,
  inputs: readonly ServedInput[],
  options: PageOptions,
  prepared: Promise<PreparedPage | undefined> | undefined,
): ReadonlyMap<string, Route | Promise<Route>> {
  const files = viewerFiles();
  const listed = listedInputs(inputs);
  const plain = (): Route => {
    const early = withImports(files, EARLY).filter((path) => path !== EARLY[0]);
    return route('text/html; charset=utf-8', servedPage(listed, early, options));
  };
  const whole = (made: PreparedPage | undefined): Route => {
    if (made === undefined) return plain();
    const assets = preparedAssets(files);
    const flame = Buffer.from(made.flame ?? []).toString('base64');
    const page = preparedPage(listed, assets, made.pictures, flame, options);
    return {...route('text/html; charset=utf-8', page), policy: servedPolicy(assets)};
  };
  return new Map<string, Route | Promise<Route>>([
    [`/${token}/`, prepared === undefined ? plain() : prepared.then(whole)],
    ...(prepared === undefined ? [] : besidePrepared(token, files, prepared)),
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

/** What a page that comes prepared asks for once its picture is there; names are those of viewer/first-picture.ts. */
function besidePrepared(
  token: string,
  files: ReadonlyMap<string, string>,
  prepared: Promise<PreparedPage | undefined>,
): [string, Promise<Route>][] {
  return [
    [
      `/${token}/answers`,
      prepared.then((made) => route('application/octet-stream', made?.answers ?? new Uint8Array())),
    ],
    [`/${token}/page.js`, prepared.then(() => route('text/javascript; charset=utf-8', wholeScript(files)))],
  ];
}

function route(type: string, content: string | Uint8Array): Route {
  const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {type, body, policy: servedPolicy()};
}
