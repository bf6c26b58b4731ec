/**
 * What a flamegraph is asked for and called, for those who need to know without the screen itself.
 */
import {say} from '../../../src/base/language/say.ts';
import {shownName} from '../../base/text.ts';
import type {FlamePayload, FlameRequest, InputSummary} from '../../protocol.ts';
import type {ViewState} from '../../state.ts';
import {type App, currentInput, isDump, subjectOf} from '../screen.ts';

export function flameRequest(app: Pick<App, 'opened'>, state: ViewState): FlameRequest {
  const {color, mode, packages, pivot, runtime, unfold} = state;
  const input = currentInput(app, state);
  return {
    ...subjectOf(app, state),
    mode: pivot === '' && mode.startsWith('call') ? 'down' : mode,
    pivot,
    packages,
    foldRuns: !unfold,
    foldRuntime: !runtime && hasPlumbing(input),
    // Packages start nothing, and another input may not say who did.
    creators: isDump(input) && !packages && color !== 'change',
  };
}

/** Whether stacks end in what the runtime does for everybody alike: parking goroutines, finding memory. */
export function hasPlumbing(input: InputSummary): boolean {
  return input.kind === 'heap' || isDump(input);
}

/** The functions that all stacks of a frame hold: its own, and in a pivot the one it is about. */
export function labelledNames(
  {mode, tree}: Pick<FlamePayload, 'mode' | 'tree'>,
  node: number,
  pivot: string,
): string[] {
  const own = node === 0 ? [] : [tree.names[tree.fn[node]]];
  return mode === 'callers' || mode === 'callees' ? [...new Set([pivot, ...own])] : own;
}

/** For the title of a pivot: `callers of List`. */
export function pivotTitle({mode, pivot}: ViewState): string {
  if (mode === 'callers') return say`callers of ${shownName(pivot)}`;
  return mode === 'callees' ? say`callees of ${shownName(pivot)}` : '';
}
