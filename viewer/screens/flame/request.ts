/**
 * What a flamegraph is asked for and called, for those who need to know without the screen itself.
 */
import {shownName} from '../../base/text.ts';
import type {FlameRequest} from '../../protocol.ts';
import type {ViewState} from '../../state.ts';
import {type App, subjectOf} from '../screen.ts';

export function flameRequest(app: Pick<App, 'opened'>, state: ViewState): FlameRequest {
  const {mode, pivot, unfold} = state;
  return {
    ...subjectOf(app, state),
    mode: pivot === '' && mode.startsWith('call') ? 'down' : mode,
    pivot,
    foldRuns: !unfold,
  };
}

/** For the title of a pivot: `callers of List`. */
export function pivotTitle({mode, pivot}: ViewState): string {
  return mode === 'callers' || mode === 'callees' ? `${mode} of ${shownName(pivot)}` : '';
}
