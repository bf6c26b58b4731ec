/**
 * Replaces the formats of other tools in the page's worker: they load with the first text that may be one of theirs. The
 * build makes the replacement.
 */
import type {Format} from '../../../src/formats/format.ts';
import {MissingModule} from './missing-module.ts';

/** Every mark that the real formats go by, and more. */
const MAYBE = /speedscope|flamebearer|-{11}\+-{20}|^@\w*\[|^\s*\S[^\n]*? \d+[^\n]*:(?:[ \t]|\r?\n[ \t]*[0-9a-f]+ )/m;

let formats: readonly Format[] | undefined;
/** The format that claimed the input last: it is opened next. */
let claimant: Format | undefined;

async function load(): Promise<void> {
  formats = (await import('../../../src/formats/tools/index.ts')).TOOL_FORMATS;
}

export const TOOL_FORMATS: readonly Format[] = [
  {
    id: 'tools',
    title: 'a format of another tool',
    sniff: (head, isWhole) => {
      if (!MAYBE.test(new TextDecoder('latin1').decode(head))) return false;
      if (formats === undefined) throw new MissingModule(load);
      claimant = formats.find((format) => format.sniff(head, isWhole));
      return claimant !== undefined;
    },
    open: (options) => (claimant as Format).open(options),
  },
];
