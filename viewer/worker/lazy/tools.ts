/** Replaces the formats of other tools in the page's worker. The build makes the replacement. */
import type {Format} from '../../../src/formats/format.ts';
import {optionalFormats} from './optional-formats.ts';

/** Every mark that the real formats go by, and more; of `perf script`, what stands between process and event is short. */
const MAYBE = /speedscope|flamebearer|-{11}\+-{20}|^@\w*\[|\S +\d[^\n]{0,200}:(?:[ \t]|\r?\n[ \t]*[0-9a-f]+ )/m;

export const TOOL_FORMATS: readonly Format[] = [
  optionalFormats(
    {id: 'tools', title: 'a format of another tool'},
    (head) => MAYBE.test(new TextDecoder('latin1').decode(head)),
    async () => (await import('../../../src/formats/tools/index.ts')).TOOL_FORMATS,
  ),
];
