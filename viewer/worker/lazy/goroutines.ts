/**
 * Replaces what a case computes of goroutines in the page's worker: it loads with the first dump. The build makes the
 * replacement.
 */
import {MissingModule} from './missing-module.ts';

type Clock = typeof import('../../../src/analysis/goroutines/goid-clock.ts');
type Census = typeof import('../../../src/analysis/goroutines/census.ts');
type IdleShapes = typeof import('../../../src/analysis/blocking/idle-shapes.ts');

export let goroutineCensus: Census['goroutineCensus'] = () => {
  throw new MissingModule(load);
};
export let goidClock: Clock['goidClock'] = (goroutines) => {
  if (goroutines === undefined) return undefined;
  throw new MissingModule(load);
};
export let suppressedShapes: IdleShapes['suppressedShapes'] = (subject) => {
  if (subject.ofKind('goroutine', 'goroutineleak').length === 0) return [];
  throw new MissingModule(load);
};

async function load(): Promise<void> {
  ({goroutineCensus} = await import('../../../src/analysis/goroutines/census.ts'));
  ({goidClock} = await import('../../../src/analysis/goroutines/goid-clock.ts'));
  ({suppressedShapes} = await import('../../../src/analysis/blocking/idle-shapes.ts'));
}
