/**
 * A ranking and, behind each of its rows, the page of the profiles of that row: merged when they are asked for.
 */
import {PprofxError} from '../../base/errors.ts';
import type {PageOptions} from '../../render/html/page.ts';
import {isQuicklyRead, preloadAnswers} from './preload.ts';
import {type Route, route, type ServedInput, viewerRoutes} from './routes.ts';
import {viewerFiles} from './viewer-assets.ts';

export interface Ranking {
  /** HTML; row N leads to `row/N/`. */
  readonly page: string;
  /** The profile of a row. @throws what merging throws */
  readonly open: (row: number) => Promise<ServedInput>;
  readonly rowCount: number;
}

type Routes = ReturnType<typeof viewerRoutes>;

/** Rows that stay open: a browser that returns asks for their inputs again. */
const MOST_OPEN = 4;

/** The answer to a path, undefined for one that there is not. */
export function rankingRoutes(
  token: string,
  {open, page, rowCount}: Ranking,
  options: PageOptions,
): (path: string) => Promise<Route | undefined> {
  const opened = new Map<number, Promise<Routes>>();
  const routesOf = (row: number): Promise<Routes> => {
    const known = opened.get(row) ?? rowRoutes(`${token}/row/${row}`, () => open(row), options);
    opened.delete(row);
    opened.set(row, known);
    const [oldest] = opened.keys();
    if (opened.size > MOST_OPEN) opened.delete(oldest);
    return known;
  };
  return async (path) => {
    if (path === `/${token}/`) return route('text/html; charset=utf-8', page);
    if (path === `/${token}/app.css`) return route('text/css; charset=utf-8', viewerFiles().get('app.css') ?? '');
    const [, row] = /^\/row\/(\d{1,9})\//.exec(path.slice(token.length + 1)) ?? [];
    if (!path.startsWith(`/${token}/`) || row === undefined || Number(row) >= rowCount) return undefined;
    return await (await routesOf(Number(row))).get(path)?.();
  };
}

async function rowRoutes(prefix: string, open: () => Promise<ServedInput>, options: PageOptions): Promise<Routes> {
  try {
    const inputs = [await open()];
    return viewerRoutes(prefix, inputs, options, (shown) =>
      isQuicklyRead(inputs) ? preloadAnswers(inputs, shown) : undefined,
    );
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    const {message} = error;
    return new Map([[`/${prefix}/`, () => route('text/plain; charset=utf-8', `${message}\n`)]]);
  }
}
