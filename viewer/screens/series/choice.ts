/**
 * Which line of a series is shown, which two moments are chosen, and how they are opened.
 */
import type {SeriesLine, SeriesProcess} from '../../../src/render/html/page-series.ts';
import {type Moments, shownText} from '../../moments.ts';
import {FIRST_STATE, type Store} from '../../state.ts';
import type {Chosen} from './timeline.ts';

/** The pair of a link, else what was healthy, or came first, against the last. */
export function chosenOf({moments}: SeriesProcess, picked: string): Chosen | undefined {
  const [first] = moments;
  const last = moments.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const [before, after] = picked.split(' ').map((wanted) => moments.find(({name}) => name === wanted));
  const usual = moments.find(({kind}) => kind === 'healthy') ?? first;
  return {before: before ?? usual, after: after ?? last};
}

/** What rises steadily, a function before totals, for it names the culprit; else all goroutines. */
export function mostTelling({lines}: SeriesProcess): SeriesLine {
  const rising = lines.filter(({hourly}) => hourly !== undefined);
  return rising.find((line) => !isTotal(line)) ?? rising.find(({name}) => name === 'heap') ?? lines[0];
}

function isTotal({name, unit}: SeriesLine): boolean {
  return name === 'goroutines' || unit === 'bytes';
}

export function kindOf({unit}: SeriesLine): 'goroutine' | 'heap' {
  return unit === 'bytes' ? 'heap' : 'goroutine';
}

/** Whether both moments have a profile of the kind. */
export function canCompare({after, before}: Chosen, kind: Moments['kind']): boolean {
  return before !== after && [before, after].every(({files}) => files.some((file) => file.kind === kind));
}

/** Opens both moments to compare them, or the later one for its findings. */
export function openMoments(
  store: Store,
  process: SeriesProcess,
  kind: Moments['kind'],
  chosen: Chosen,
  screen: 'compare' | 'findings',
): void {
  const {line, picked} = store.state;
  const names = screen === 'compare' ? [chosen.before.name, chosen.after.name] : [chosen.after.name];
  const shown = shownText({process: process.id, kind, names});
  store.set({...FIRST_STATE, screen, process: process.id, line, picked, shown});
}
