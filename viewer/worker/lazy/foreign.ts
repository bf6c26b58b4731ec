/**
 * Replaces what names foreign inputs in the page's worker: it loads with the first input that may be one, and a report does
 * without. The build makes the replacement.
 *
 * Functions, not bindings that change: some of who asks is in another file of the built page, which copies what it imports.
 */
import {failure} from '../../../src/base/errors.ts';
import {MissingModule} from './missing-module.ts';

type Foreign = Pick<typeof import('../../../src/formats/foreign.ts'), 'describeForeign' | 'foreignByMark'>;

/** What profiles begin with: sample type, sample, time, period type. No mark at the beginning of a file does. */
const FIRST_TAGS: ReadonlySet<number> = new Set([0x0a, 0x12, 0x48, 0x5a]);
/** Tar archives begin with a name; their mark comes later. */
const TAR = {at: 257, letter: 0x75};

/** Has no names. */
const NAMELESS: Foreign = {
  foreignByMark: () => undefined,
  describeForeign: () => failure('UNRECOGNIZED_FORMAT', 'this is no format that pprofx knows', {byteOffset: 0}),
};

let foreign: Foreign | undefined;

export const foreignByMark: Foreign['foreignByMark'] = (head) => {
  if (foreign === undefined && FIRST_TAGS.has(head[0]) && head[TAR.at] !== TAR.letter) return undefined;
  return loaded().foreignByMark(head);
};

export const describeForeign: Foreign['describeForeign'] = (head, isWhole) => loaded().describeForeign(head, isWhole);

function loaded(): Foreign {
  if (foreign === undefined) throw new MissingModule(load);
  return foreign;
}

async function load(): Promise<void> {
  foreign = await import('../../../src/formats/foreign.ts').catch(() => NAMELESS);
}
