/**
 * How each screen comes to be.
 */
import {findingsScreen} from './screens/findings.ts';
import type {App, Screen as ScreenPart} from './screens/screen.ts';
import type {Screen} from './state.ts';

/** Findings' code is here, for they come first; that of the others is fetched. */
export const SCREEN_PARTS: Readonly<Record<Screen, () => Promise<(app: App) => ScreenPart | Promise<ScreenPart>>>> = {
  findings: async () => async (app) => findingsScreen(app, await app.diagnosed()),
  flame: () =>
    import('./screens/flame/flame.ts').then(
      ({FlameScreen}) =>
        (app) =>
          new FlameScreen(app),
    ),
  table: () =>
    import('./screens/table.ts').then(
      ({TableScreen}) =>
        (app) =>
          new TableScreen(app),
    ),
  goroutines: () =>
    import('./screens/goroutines/goroutines.ts').then(
      ({GoroutinesScreen}) =>
        (app) =>
          new GoroutinesScreen(app),
    ),
  series: () =>
    import('./screens/series/series.ts').then(
      ({SeriesScreen}) =>
        (app) =>
          new SeriesScreen(app),
    ),
  graph: () => import('./screens/graph/graph.ts').then(({graphScreen}) => graphScreen),
  compare: () =>
    import('./screens/compare/compare.ts').then(
      ({CompareScreen}) =>
        (app) =>
          new CompareScreen(app),
    ),
};
