/**
 * Replaces what names foreign inputs in the page's worker: it loads with the first input that may be one. The build makes
 * the replacement.
 */
import {MissingModule} from './missing-module.ts';

type Foreign = typeof import('../../../src/formats/foreign.ts');

/** What profiles begin with: sample type, sample, time, period type. No mark at the beginning of a file does. */
const FIRST_TAGS: ReadonlySet<number> = new Set([0x0a, 0x12, 0x48, 0x5a]);
/** Tar archives begin with a name; their mark comes later. */
const TAR = {at: 257, letter: 0x75};

export let foreignByMark: Foreign['foreignByMark'] = (head) => {
  if (FIRST_TAGS.has(head[0]) && head[TAR.at] !== TAR.letter) return undefined;
  throw new MissingModule(load);
};
export let describeForeign: Foreign['describeForeign'] = () => {
  throw new MissingModule(load);
};

async function load(): Promise<void> {
  ({describeForeign, foreignByMark} = await import('../../../src/formats/foreign.ts'));
}
