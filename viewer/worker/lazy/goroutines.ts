/**
 * Replaces what a case computes of goroutines in the page's worker, and what makes a dump of labels: it loads with the first
 * dump. The build makes the replacement.
 */
import {GOROUTINE_LABELS} from '../../../src/model/dump-kind.ts';
import {MissingModule} from './missing-module.ts';

type Census = typeof import('../../../src/analysis/goroutines/census.ts');
type Labels = typeof import('../../../src/model/builder/goroutine-labels.ts');
type IdleShapes = typeof import('../../../src/analysis/blocking/idle-shapes.ts');

export let goroutineCensus: Census['goroutineCensus'] = () => {
  throw new MissingModule(load);
};
export let suppressedShapes: IdleShapes['suppressedShapes'] = (subject) => {
  if (subject.ofKind('goroutine', 'goroutineleak').length === 0) return [];
  throw new MissingModule(load);
};

export let withGoroutines: Labels['withGoroutines'] = (profile) => {
  const {labelSets, strings} = profile;
  if (!labelSets.key.some((key) => strings.at(key) === GOROUTINE_LABELS.state)) return profile;
  throw new MissingModule(load);
};

async function load(): Promise<void> {
  ({goroutineCensus} = await import('../../../src/analysis/goroutines/census.ts'));
  ({withGoroutines} = await import('../../../src/model/builder/goroutine-labels.ts'));
  ({suppressedShapes} = await import('../../../src/analysis/blocking/idle-shapes.ts'));
}
