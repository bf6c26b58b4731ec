/** Replaces the reader of OpenTelemetry profiles in the page's worker. The build makes the replacement. */
import type {Format} from '../../../src/formats/format.ts';
import {optionalFormats} from './optional-formats.ts';

export const otlpFormat: Format = optionalFormats(
  {id: 'otlp', title: 'OpenTelemetry profiles (OTLP)'},
  (head) =>
    head[0] === 0x0a ||
    (head[0] === 0 && head[4] === 0x0a) ||
    /^\s*\{/.test(new TextDecoder('latin1').decode(head.subarray(0, 256))),
  async () => [(await import('../../../src/formats/otlp/index.ts')).otlpFormat],
);
