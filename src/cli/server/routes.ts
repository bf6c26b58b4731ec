/**
 * Everything the local server has to say, as a fixed table: nothing is looked up by what a request asks for.
 */
import {type PageOptions, SERVED_POLICY, servedPage} from '../../render/page.ts';
import {earlyModules, viewerFiles} from './viewer-assets.ts';

export interface Route {
  readonly type: string;
  readonly body: Uint8Array;
}

/** One input as it will be handed to the page. */
export interface ServedInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Sent with every answer. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': SERVED_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** Routes by exact path; `token` is their first part, so that who does not know it finds nothing. */
export function viewerRoutes(
  token: string,
  inputs: readonly ServedInput[],
  options: PageOptions,
): ReadonlyMap<string, Route> {
  const files = viewerFiles();
  const text = new TextEncoder();
  const listed = inputs.map(({name}, index) => ({name, url: `input/${index}`}));
  const page = servedPage(listed, earlyModules(files, 'app.js'), options);
  return new Map<string, Route>([
    [`/${token}/`, {type: 'text/html; charset=utf-8', body: text.encode(page)}],
    ...[...files].map(([path, content]): [string, Route] => [
      `/${token}/${path}`,
      {type: `text/${path.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`, body: text.encode(content)},
    ]),
    ...inputs.map(({bytes}, index): [string, Route] => [
      `/${token}/input/${index}`,
      {type: 'application/octet-stream', body: bytes},
    ]),
  ]);
}
