/**
 * Replaces the package re2js in the page's worker: the engine, 24 kB compressed, loads with the first pattern that is
 * more than plain text. The build makes the replacement.
 */
import {MissingModule} from './missing-module.ts';

type Engine = typeof import('re2js');

class NothingThrown extends Error {}

export let RE2JS: Pick<Engine['RE2JS'], 'compile'> = {
  compile: () => {
    throw new MissingModule(loadEngine);
  },
};
export let RE2JSException: abstract new (...values: never[]) => Error = NothingThrown;

async function loadEngine(): Promise<void> {
  const engine = await import('re2js');
  RE2JS = engine.RE2JS;
  RE2JSException = engine.RE2JSException;
}
