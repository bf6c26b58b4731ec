/**
 * What a flamegraph opens on: the function that the first finding about its input names.
 */
import type {ViewState} from '../../state.ts';
import {type App, currentInput} from '../screen.ts';

/** Past so many samples the worker has other things to do than to look for problems nobody asked about. */
const MOST_SAMPLES = 100_000;

/** Whether nothing was chosen yet. */
export function isPlain({filters, mode, packages, query, zoom}: ViewState): boolean {
  return mode === 'down' && !packages && filters.length === 0 && query === '' && zoom === 0;
}

/** '' for none. */
export async function culpritOf(app: App, state: ViewState): Promise<string> {
  const {inputs} = app.opened;
  const input = inputs.indexOf(currentInput(app, state));
  if (inputs[input].samples > MOST_SAMPLES) return '';
  const {findings, seenIn} = await app.diagnosed().catch(() => ({findings: [], seenIn: []}));
  const found = findings.find((_, index) => seenIn[index].length === 0 || seenIn[index].includes(input));
  return found?.culprit.function ?? '';
}
